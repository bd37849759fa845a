import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TelephonyEvent } from '../telephony.gateway.js';
import { SilenceWatch } from './silence-watch.js';
import { parseSipMessage } from './sip-message.js';

const head = (callId: string, method = 'INVITE') =>
  `From: <sip:a@b>;tag=1\r\nTo: <sip:998901234567@bell.uz>\r\nCall-ID: ${callId}\r\nCSeq: 1 ${method}\r\n\r\n`;
const request = (callId: string, method = 'INVITE') =>
  parseSipMessage(`${method} sip:998901234567@bell.uz SIP/2.0\r\n${head(callId, method)}`)!;
const response = (callId: string, status: number) => parseSipMessage(`SIP/2.0 ${status} Words\r\n${head(callId)}`)!;

let told: TelephonyEvent[];
let watch: SilenceWatch;
beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  watch = new SilenceWatch((event) => told.push(event));
});
afterEach(() => vi.useRealTimers());

describe('SilenceWatch', () => {
  it('should tell once when nothing came back for 6 s, from the first request on', () => {
    watch.expect('leg-1', 'call-1');
    vi.advanceTimersByTime(60_000);
    watch.note(request('call-1'));
    vi.advanceTimersByTime(3_000);
    watch.note(request('call-1'));
    vi.advanceTimersByTime(2_999);
    expect(told).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(told).toMatchObject([{ type: 'silent', legId: 'leg-1' }]);
    watch.note(request('call-1'));
    vi.advanceTimersByTime(60_000);
    expect(told).toHaveLength(1);
    expect(watch.size).toBe(0);
  });

  it.each([100, 180, 401, 503])('should tell nothing after a %i', (status) => {
    watch.expect('leg-1', 'call-1');
    watch.note(request('call-1'));
    watch.note(response('call-1', status));
    vi.advanceTimersByTime(60_000);
    expect(told).toEqual([]);
    expect(watch.size).toBe(0);
  });

  it('should tell nothing of a leg that ended, of others, and of what is no INVITE', () => {
    watch.expect('leg-1', 'call-1');
    watch.expect('leg-2', 'call-2');
    watch.expect('leg-3', 'call-3');
    watch.expect('leg-4', '');
    watch.note(request('call-1'));
    watch.note(request('call-2', 'REGISTER'));
    watch.note(request('call-4'));
    watch.ended('leg-1');
    watch.note(request('call-3'));
    watch.clear();
    vi.advanceTimersByTime(60_000);
    expect(told).toEqual([]);
    expect([watch.size, vi.getTimerCount()]).toEqual([0, 0]);
  });
});
