import { describe, expect, it } from 'vitest';
import { ServerClock } from './server-clock';

function given(offsetMs: number) {
  let local = 1_000_000_000_000;
  const clock = new ServerClock(() => local);
  const iso = () => new Date(local + offsetMs).toISOString();
  return {
    clock,
    pass: (ms: number) => (local += ms),
    error: () => Math.abs(clock.now() - (local + offsetMs)),
    iso,
    answer: () => clock.observeDateHeader(new Date(local + offsetMs).toUTCString(), local - 20),
  };
}

describe('ServerClock', () => {
  it.each([0, 400, -180_000, 3_600_123])('should come within half a second by one Date header (server %d ms ahead)', (offset) => {
    const server = given(offset);
    server.answer();
    expect(server.error()).toBeLessThanOrEqual(520);
  });

  it('should come closer with each answer', () => {
    const server = given(90_000);
    for (let i = 0; i < 40; i += 1) {
      server.pass(237);
      server.answer();
    }
    expect(server.error()).toBeLessThan(150);
  });

  it('should never read earlier than an event that has just been seen', () => {
    const server = given(5_000);
    server.answer();
    server.clock.observePast(server.iso());
    expect(server.clock.now()).toBeGreaterThanOrEqual(Date.parse(server.iso()) - 520);
  });

  it('should follow when the local clock is set', () => {
    const server = given(0);
    server.answer();
    const set = given(-600_000);
    server.clock.observeDateHeader(new Date(Date.parse(set.iso())).toUTCString(), 1_000_000_000_000);
    expect(server.clock.now()).toBeLessThan(1_000_000_000_000 - 590_000);
  });

  it('should ignore what is no date', () => {
    const server = given(0);
    server.clock.observeDateHeader(null, 0);
    server.clock.observeDateHeader('yesterday', 0);
    server.clock.observePast(null);
    expect(server.error()).toBe(0);
  });
});
