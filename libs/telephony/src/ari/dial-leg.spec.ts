import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type DialLegRequest, TelephonyError, type TelephonyEvent } from '../telephony.gateway.js';
import type { AriApi } from './ari-api.js';
import { dialLeg } from './dial-leg.js';
import { LegBook } from './leg-book.js';

const request: DialLegRequest = {
  legId: 'leg-1',
  callId: 'call-1',
  dialString: 'PJSIP/998901234567@BellUZ',
  callerId: '998711234567',
  timeoutSeconds: 30,
  maxSeconds: 7200,
};

/** An Asterisk that lets the leg in at once, and fails where it is told to. */
function given(failures: Record<string, number> = {}, entersAtOnce = true) {
  const legs = new LegBook();
  const told: TelephonyEvent[] = [];
  const calls: [operation: string, parameters: Record<string, unknown>][] = [];
  const call = (resource: string, operation: string, parameters: Record<string, unknown> = {}) => {
    calls.push([operation, parameters]);
    const status = failures[operation];
    if (status !== undefined) return Promise.reject(new TelephonyError(operation, status, `${resource}.${operation}`));
    if (operation === 'create' && entersAtOnce) setTimeout(() => legs.get('leg-1')?.entered?.(), 0);
    return Promise.resolve();
  };
  const dial = (change: Partial<DialLegRequest> = {}) =>
    dialLeg({ call } as unknown as AriApi, legs, { ...request, ...change }, (event) => told.push(event));
  return { legs, told, calls, dial, operations: () => calls.map(([operation]) => operation) };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Lets timers run while the promise is on its way. */
async function settled(promise: Promise<void>): Promise<TelephonyError | undefined> {
  const result = promise.then(
    () => undefined,
    (error: unknown) => error as TelephonyError,
  );
  await vi.advanceTimersByTimeAsync(6_000);
  return result;
}

describe('dialLeg', () => {
  it('should make, join and dial, in this order', async () => {
    const { dial, calls, operations, legs } = given();
    expect(await settled(dial({ conversationId: 'room-1' }))).toBeUndefined();
    expect(operations()).toEqual(['create', 'addChannel', 'dial']);
    expect(calls[0]?.[1]).toMatchObject({
      channelId: 'leg-1',
      variables: {
        TRUNKLINE_CALL: 'call-1',
        'CHANNEL(accountcode)': 'call-1',
        'TIMEOUT(absolute)': '7200',
        'CONNECTEDLINE(num)': '998711234567',
        'GROUP(trunk)': 'BellUZ',
      },
    });
    expect(calls[1]?.[1]).toMatchObject({ bridgeId: 'room-1', inhibitConnectedLineUpdates: true });
    expect(legs.size).toBe(1);
  });

  it.each([
    ['create', 500, ['create']],
    ['create', 409, ['create']],
    ['addChannel', 404, ['create', 'addChannel', 'hangup']],
    ['dial', 409, ['create', 'addChannel', 'dial', 'hangup']],
    ['dial', 503, ['create', 'addChannel', 'dial', 'hangup']],
  ])('should leave nothing behind when %s is answered with %i', async (operation, status, expected) => {
    const { dial, operations, legs, told } = given({ [operation]: status });
    expect(await settled(dial({ conversationId: 'room-1' }))).toMatchObject({ status });
    expect(operations()).toEqual(expected);
    expect([legs.size, told]).toEqual([0, []]);
  });

  it.each([
    ['no answer', { create: 504 }, true],
    ['no entry', {}, false],
  ])('should hang up whatever appears after %s, and tell an end', async (_name, failures, entersAtOnce) => {
    const { dial, operations, legs, told } = given(failures, entersAtOnce);
    expect(await settled(dial())).toMatchObject({ status: 504 });
    await vi.advanceTimersByTimeAsync(40_000);
    expect(operations().filter((operation) => operation === 'hangup').length).toBeGreaterThanOrEqual(2);
    expect(told).toMatchObject([{ type: 'ended', legId: 'leg-1', endedBy: 'US' }]);
    expect(legs.size).toBe(0);
  });

  it.each<Partial<DialLegRequest>>([
    { dialString: 'Local/1@outbound' },
    { dialString: 'PJSIP/1@BellUZ&PJSIP/2@BellUZ' },
    { dialString: 'PJSIP/998901234567@BellUZ/sip:1@evil' },
    { dialString: 'PJSIP/+@BellUZ' },
    { dialString: 'PJSIP/12a@BellUZ' },
    { dialString: 'PJSIP/1@2' },
    { legId: 'a\r\nb' },
    { legId: '' },
    { callId: 'a,b' },
    { callerId: '998"<sip:x>' },
    { callerId: '' },
    { originatorLegId: '../x' },
    { maxSeconds: 0 },
    { maxSeconds: Number.NaN },
    { timeoutSeconds: 1.5 },
  ])('should refuse %j before anything is sent', async (change) => {
    const { dial, operations, legs } = given();
    expect(await settled(dial(change))).toMatchObject({ status: 400 });
    expect([operations(), legs.size]).toEqual([[], 0]);
  });

  it('should send a name without what would mean something in a header', async () => {
    const { dial, calls } = given();
    await settled(dial({ dialString: 'PJSIP/201', callerName: 'Дилноза "x" <sip:1@2>,;\r\n', autoAnswer: true }));
    expect(calls[0]?.[1]).toMatchObject({
      variables: { 'CONNECTEDLINE(name)': 'Дилноза x sip12', 'PJSIP_TRANSFER_HANDLING()': 'ari-only' },
    });
  });
});
