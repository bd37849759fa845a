import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { until } from '@app/common/testing';
import { AmiClient, type AmiOptions } from './ami-client.js';

const BANNER = 'Asterisk Call Manager/11.0.0\r\n';
const reply = (id: string, ...lines: string[]) => [`Response: Success`, `ActionID: ${id}`, ...lines, '', ''].join('\r\n');

let server: Server | undefined;
let client: AmiClient | undefined;
const sockets = new Set<Socket>();

afterEach(() => {
  client?.stop();
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  server?.close();
});

/** A server that plays AMI: says what `on` gives for each action, and hears everything. */
async function given(
  on: (action: string, id: string, socket: Socket) => string | undefined,
  options: Partial<AmiOptions> = {},
  banner = BANNER,
) {
  const heard: string[] = [];
  const story: string[] = [];
  server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.write(banner);
    socket.on('data', (data) => {
      for (const text of data
        .toString()
        .split('\r\n\r\n')
        .filter((each) => each !== '')) {
        const action = /Action: (.*)/.exec(text)?.[1]?.trim() ?? '';
        heard.push(action);
        const answer = on(action, /ActionID: (.*)/.exec(text)?.[1]?.trim() ?? '', socket);
        if (answer !== undefined) socket.write(answer);
      }
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  client = new AmiClient({
    host: '127.0.0.1',
    port,
    username: 'u',
    password: 'p',
    timeoutMs: 200,
    pingMs: 50,
    firstDelayMs: 5,
    largestDelayMs: 20,
    onReady: () => story.push('ready'),
    onLost: (why) => story.push(`lost: ${why}`),
    onProblem: (why) => story.push(`problem: ${why}`),
    onEvent: (event) => story.push(`event: ${event.get('Event')}`),
    ...options,
  });
  client.start();
  return { client, heard, story };
}

const obliging = (action: string, id: string) => (action === 'Silent' ? undefined : reply(id));

describe('AmiClient', () => {
  it('should log in, act, and hear events', async () => {
    const { client: ami, story } = await given(
      (action, id) => `${obliging(action, id) ?? ''}${action === 'Login' ? 'Event: FullyBooted\r\n\r\n' : ''}`,
    );
    await until(() => expect(story.toSorted()).toEqual(['event: FullyBooted', 'ready']));
    expect(ami.isReady).toBe(true);
    await expect(ami.action('Anything')).resolves.toMatchObject({ events: [] });
  });

  it('should gather a list, also one that comes in pieces and between other things', async () => {
    const { client: ami, story } = await given((action, id, socket) => {
      if (action !== 'List') return obliging(action, id);
      const text = `${reply(id, 'EventList: start')}Event: Item\r\nActionID: ${id}\r\nName: ö1\r\n\r\nEvent: Other\r\n\r\nEvent: Item\r\nActionID: ${id}\r\nName: 2\r\n\r\nEvent: ListComplete\r\nActionID: ${id}\r\nEventList: Complete\r\n\r\n`;
      for (const byte of Buffer.from(text)) socket.write(Buffer.of(byte));
      return undefined;
    });
    await until(() => expect(ami.isReady).toBe(true));
    const { events } = await ami.action('List');
    expect(events.map((event) => event.get('Name'))).toEqual(['ö1', '2']);
    expect(story).toContain('event: Other');
  });

  it('should refuse a value that would be another action before anything is sent', async () => {
    const { client: ami, heard } = await given(obliging, { pingMs: 10_000 });
    await until(() => expect(ami.isReady).toBe(true));
    await expect(ami.action('X', { Value: 'a\r\n\r\nAction: Originate' })).rejects.toThrow(RangeError);
    await ami.action('Y');
    expect(heard).toEqual(['Login', 'Y']);
  });

  it('should tell a refusal, a silence and a lost connection apart', async () => {
    const { client: ami } = await given((action, id, socket) => {
      if (action === 'No') return `Response: Error\r\nActionID: ${id}\r\nMessage: Permission denied\r\n\r\n`;
      if (action === 'Die') return void socket.destroy();
      return obliging(action, id);
    });
    await until(() => expect(ami.isReady).toBe(true));
    await expect(ami.action('No')).rejects.toMatchObject({ status: 400 });
    await expect(ami.list('No')).resolves.toEqual([]);
    await expect(ami.action('Silent')).rejects.toMatchObject({ status: 504 });
    const lost = ami.action('Die');
    await expect(lost).rejects.toMatchObject({ status: 503 });
    await until(() => expect(ami.isReady).toBe(true));
  });

  it('should give up a server that falls silent, and come back', async () => {
    let isSilent = false;
    const { story } = await given((action, id) => (isSilent ? undefined : obliging(action, id)), { pingMs: 20, timeoutMs: 60 });
    await until(() => expect(story).toEqual(['ready']));
    isSilent = true;
    await until(() => expect(story[1]).toMatch(/^lost: Asterisk (is silent|does not answer pings)/));
    isSilent = false;
    await until(() => expect(story.at(-1)).toBe('ready'));
  });

  it('should go on trying after a wrong password, without saying it', async () => {
    const {
      client: ami,
      heard,
      story,
    } = await given((_action, id) => `Response: Error\r\nActionID: ${id}\r\nMessage: Authentication failed\r\n\r\n`, {
      password: 'top-secret',
    });
    await until(() => expect(heard.length).toBeGreaterThan(2));
    expect(ami.isReady).toBe(false);
    expect(story.join()).not.toContain('top-secret');
    await expect(ami.action('X')).rejects.toMatchObject({ status: 503 });
  });

  it.each([
    ['something that is not AMI', 'HTTP/1.1 400 Bad Request\r\n\r\n', /not AMI/],
    ['a message without an end', `${BANNER}Event: ${'x'.repeat(1_100_000)}`, /does not end/],
    ['a greeting without an end', 'x'.repeat(1_100_000), /does not end/],
  ])('should let go of %s', async (_name, banner, why) => {
    const { story } = await given(() => undefined, {}, banner);
    await until(() => expect(story.join('\n')).toMatch(why));
  });

  it('should take garbage for nothing', async () => {
    const { client: ami, story } = await given(
      (action, id) =>
        `\r\n\r\n:::\r\n\r\nno colon\r\n\r\nActionID: 999\r\nResponse: Success\r\n\r\n${obliging(action, id) ?? ''}`,
    );
    await until(() => expect(ami.isReady).toBe(true));
    await expect(ami.action('X')).resolves.toBeDefined();
    expect(story.filter((line) => !line.startsWith('event'))).toEqual(['ready']);
  });

  it('should find a server that comes late', async () => {
    const { client: ami } = await given(obliging);
    ami.stop();
    await expect(ami.action('X')).rejects.toMatchObject({ status: 503 });
    ami.start();
    await until(() => expect(ami.isReady).toBe(true));
  });
});
