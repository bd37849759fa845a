import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { until } from '@app/common/testing';
import { TelephonyError, type TelephonyEvent } from '../telephony.gateway.js';
import { LegBook } from './leg-book.js';
import { LegEvents } from './leg-events.js';
import { newLeg } from './to-telephony-event.js';

interface Recorded {
  type: string;
}

/** A recorded leg as another one: every place that names it is changed. */
function recordedAs(name: string, legId: string): Recorded[] {
  const text = readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), 'utf8');
  const events = JSON.parse(text) as { channel?: { id: string }; peer?: { id: string } }[];
  const id = (events[0]?.channel ?? events[0]?.peer)?.id ?? '';
  return JSON.parse(text.replaceAll(id, legId)) as Recorded[];
}

function given(call: (resource: string, operation: string) => Promise<unknown> = () => Promise.resolve()) {
  const legs = new LegBook();
  const told: TelephonyEvent[] = [];
  const api = { call: vi.fn(call) };
  return { legs, told, api, stream: new LegEvents(api, legs, (event) => told.push(event)) };
}

afterEach(() => vi.useRealTimers());

describe("the far side's words", () => {
  const refused = (words: Promise<string | undefined>, isFed = true) => {
    const legs = new LegBook();
    const told: TelephonyEvent[] = [];
    const refusalOf = vi.fn((_callId: string, status: number) =>
      words.then((reason) => (reason === undefined ? undefined : { status, reason, at: new Date() })),
    );
    const stream = new LegEvents({ call: () => Promise.resolve() }, legs, (event) => told.push(event), { isFed, refusalOf });
    legs.add('leg-1', newLeg(), false);
    legs.add('leg-2', newLeg(), false);
    return {
      told,
      refusalOf,
      receive: (name: string, legId: string) => recordedAs(name, legId).forEach((each) => stream.receive(each)),
    };
  };

  it('should come with a refusal, after what was told of that leg before, and keep no other leg waiting', async () => {
    let say: (words: string) => void = () => undefined;
    const { told, receive, refusalOf } = refused(new Promise((resolve) => (say = resolve)));
    receive('busy', 'leg-1');
    receive('they-hang-up', 'leg-2');
    expect(told.filter((event) => 'legId' in event && event.legId === 'leg-2').map(({ type }) => type)).toContain('ended');
    expect(told.some((event) => event.type === 'ended' && event.legId === 'leg-1')).toBe(false);
    say('Abonent band');
    await until(() =>
      expect(told.at(-1)).toMatchObject({ type: 'ended', legId: 'leg-1', sipCode: 486, sipReason: 'Abonent band' }),
    );
    expect(refusalOf).toHaveBeenCalledOnce();
  });

  it.each<[string, Promise<string | undefined>, boolean]>([
    ['nobody knows them', Promise.resolve(undefined), true],
    ['there are none', Promise.resolve(''), true],
    ['nothing is copied to us', Promise.resolve('Abonent band'), false],
  ])('should be left out where %s', async (_name, words, isFed) => {
    const { told, receive } = refused(words, isFed);
    receive('busy', 'leg-1');
    await until(() => expect(told.at(-1)).toMatchObject({ type: 'ended', sipCode: 486 }));
    expect(told.at(-1)).not.toHaveProperty('sipReason');
  });
});

describe('LegEvents', () => {
  it('should keep nothing of 2,000 legs that came and went', async () => {
    const { legs, told, stream } = given();
    const dialled = ['they-hang-up', 'we-hang-up', 'busy', 'no-answer', 'early-media'];
    for (let index = 0; index < 2_000; index++) {
      const isArriving = index % 4 === 0;
      const legId = `leg-${index}`;
      if (!isArriving) legs.add(legId, newLeg(), false);
      for (const event of recordedAs(isArriving ? 'from-phone' : dialled[index % dialled.length]!, legId)) {
        stream.receive(event);
        if (isArriving && event.type === 'StasisStart')
          await until(() => expect(legs.get(legId)?.held).toBeUndefined(), { everyMs: 0 });
      }
    }
    expect(legs.size).toBe(0);
    expect(told.filter(({ type }) => type === 'ended')).toHaveLength(2_000);
    expect(told.filter(({ type }) => type === 'arrived')).toHaveLength(500);
  });

  it('should tell a leg that arrived only when its end will be told too, and what came meanwhile after it', async () => {
    let subscribed: (() => void) | undefined;
    const { told, stream, api } = given((_resource, operation) =>
      operation === 'subscribe' ? new Promise<void>((resolve) => (subscribed = resolve)) : Promise.resolve(),
    );
    for (const event of recordedAs('from-phone', 'a').slice(0, 2)) stream.receive(event);
    expect(told).toEqual([]);
    subscribed?.();
    await until(() => expect(told.map(({ type }) => type)).toEqual(['arrived', 'answered']));
    expect(api.call.mock.calls.map(([, operation]) => operation)).toEqual(['subscribe', 'setChannelVar']);
  });

  it('should look for a leg whose end was not told', async () => {
    vi.useFakeTimers();
    const { told, legs, stream } = given((_resource, operation) =>
      operation === 'get' ? Promise.reject(new TelephonyError('gone', 404, 'get')) : Promise.resolve(),
    );
    for (const event of recordedAs('from-trunk-unsubscribed', 'a')) {
      stream.receive(event);
      await vi.advanceTimersByTimeAsync(0);
    }
    expect(told.map(({ type }) => type)).toEqual(['arrived']);
    await vi.advanceTimersByTimeAsync(1_100);
    expect(told.at(-1)).toMatchObject({ type: 'ended', legId: 'a', cause: 16, endedBy: 'THEM' });
    expect(legs.size).toBe(0);
  });

  it('should leave alone a leg that only left the application', async () => {
    vi.useFakeTimers();
    const { told, legs, stream } = given();
    for (const event of recordedAs('from-trunk-unsubscribed', 'a')) stream.receive(event);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(told.map(({ type }) => type)).toEqual(['arrived']);
    expect(legs.size).toBe(1);
  });
});
