import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { until } from '@app/common/testing';
import { type WebSocket, WebSocketServer } from 'ws';
import { MediaSocket } from './media-socket.js';

const RATE = 8000;
const SECOND = RATE * 2;

/** The other end: what it got, and marks that it comes to when a test says so. */
let server: WebSocketServer;
let far: WebSocket;
let media: MediaSocket;
let heard: Buffer[];
let marks: string[];
let commands: string[];

beforeEach(async () => {
  [heard, marks, commands] = [[], [], []];
  server = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => 'media' });
  await once(server, 'listening');
  server.on('connection', (socket) => {
    far = socket;
    socket.on('message', (data, isBinary) => {
      if (isBinary) return heard.push(data as Buffer);
      const message = JSON.parse((data as Buffer).toString()) as { command: string; correlation_id?: string };
      if (message.command === 'MARK_MEDIA') marks.push(message.correlation_id ?? '');
      else commands.push(JSON.stringify(message));
      return undefined;
    });
  });
  media = await MediaSocket.open(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/media/id`);
  await until(() => expect(far).toBeDefined());
});
afterEach(async () => {
  media.close();
  for (const client of server.clients) client.terminate();
  await new Promise((resolve) => server.close(resolve));
});

/** So many seconds, each of bytes of its own, in pieces that a file would give. */
function sound(seconds: number): Readable {
  const all = Buffer.concat(Array.from({ length: seconds }, (_, n) => Buffer.alloc(SECOND, n + 1)));
  return Readable.from(
    Array.from({ length: Math.ceil(all.length / 10_000) }, (_, n) => all.subarray(n * 10_000, (n + 1) * 10_000)),
  );
}
const reach = (mark: string): void => far.send(JSON.stringify({ event: 'MEDIA_MARK_PROCESSED', correlation_id: mark }));
const play = (samples: Readable): Promise<boolean> => media.play({ sampleRate: RATE, samples });

describe('MediaSocket', () => {
  it('should send no more than is heard soon, and end when all of it was', async () => {
    const playing = play(sound(8));
    await until(() => expect(marks).toEqual(['1', '2', '3', '4', '5']));
    // An answer to each message would come before anything that was sent after it.
    far.ping();
    await once(far, 'pong');
    expect(heard).toHaveLength(5);
    reach('1');
    await until(() => expect(marks.at(-1)).toBe('6'));
    reach('3');
    await until(() => expect(marks.at(-1)).toBe('8'));
    expect(Buffer.concat(heard).equals(Buffer.concat((await sound(8).toArray()) as Buffer[]))).toBe(true);
    reach('7');
    const closed = once(far, 'close');
    reach('8');
    expect(await playing).toBe(true);
    await closed;
    expect(commands).toEqual([JSON.stringify({ command: 'SET_MEDIA_DIRECTION', direction: 'out' })]);
  });

  it('should fill up the last frame', async () => {
    const playing = play(Readable.from([Buffer.alloc(500, 7)]));
    await until(() => expect(marks).toEqual(['1']));
    expect(Buffer.concat(heard)).toEqual(Buffer.concat([Buffer.alloc(500, 7), Buffer.alloc(140)]));
    reach('1');
    expect(await playing).toBe(true);
  });

  it('should have played nothing where there is nothing', async () => {
    expect(await play(Readable.from([]))).toBe(true);
  });

  it.each<[string, () => void]>([
    ['the other end goes', () => far.terminate()],
    ['it is closed', () => media.close()],
  ])('should not have been heard where %s, and let go of its source', async (_case, end) => {
    const samples = sound(8);
    const playing = play(samples);
    await until(() => expect(marks).toHaveLength(5));
    end();
    expect(await playing).toBe(false);
    expect(samples.destroyed).toBe(true);
  });

  it('should take no notice of what it does not understand', async () => {
    const playing = play(sound(1));
    await until(() => expect(marks).toEqual(['1']));
    for (const text of ['', 'QUEUE_DRAINED', '[]', 'null', '{"event":"MEDIA_XON"}', '{"event":"MEDIA_MARK_PROCESSED"}'])
      far.send(text);
    far.send(Buffer.alloc(320), { binary: true });
    reach('1');
    expect(await playing).toBe(true);
  });

  it('should say what the source says, and close', async () => {
    const closed = once(far, 'close');
    const source = new Readable({ read: () => source.destroy(new Error('the disk is gone')) });
    await expect(play(source)).rejects.toThrow('the disk is gone');
    await closed;
  });

  it('should be refused where nobody is', async () => {
    const { port } = server.address() as AddressInfo;
    for (const client of server.clients) client.terminate();
    await new Promise((resolve) => server.close(resolve));
    await expect(MediaSocket.open(`ws://127.0.0.1:${port}/media/id`)).rejects.toMatchObject({ status: 503 });
  });
});
