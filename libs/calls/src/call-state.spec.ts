import { describe, expect, it } from 'vitest';
import { CallState, nextState, transitions } from './call-state.js';

const { DIALING, RINGING, ANSWERED, ENDED } = CallState;

describe('the state machine', () => {
  it('should reach every state from DIALING, and ENDED from each', () => {
    const reachable = (from: CallState, seen = new Set<CallState>()): Set<CallState> => {
      if (!seen.has(from)) {
        seen.add(from);
        transitions[from].forEach((to) => reachable(to, seen));
      }
      return seen;
    };
    expect(reachable(DIALING)).toEqual(new Set(Object.values(CallState)));
    for (const state of Object.values(CallState)) expect(reachable(state)).toContain(ENDED);
  });

  it('should never go back', () => {
    const order = [DIALING, RINGING, ANSWERED, ENDED];
    for (const [from, targets] of Object.entries(transitions)) {
      for (const to of targets) expect(order.indexOf(to)).toBeGreaterThan(order.indexOf(from as CallState));
    }
  });

  it.each([
    [DIALING, 'ringing', RINGING],
    [DIALING, 'earlyMedia', RINGING],
    [DIALING, 'answered', ANSWERED],
    [DIALING, 'ended', ENDED],
    [RINGING, 'ringing', undefined],
    [RINGING, 'earlyMedia', undefined],
    [RINGING, 'answered', ANSWERED],
    [RINGING, 'ended', ENDED],
    [ANSWERED, 'ringing', undefined],
    [ANSWERED, 'earlyMedia', undefined],
    [ANSWERED, 'answered', undefined],
    [ANSWERED, 'ended', ENDED],
    [ENDED, 'ringing', undefined],
    [ENDED, 'earlyMedia', undefined],
    [ENDED, 'answered', undefined],
    [ENDED, 'ended', undefined],
  ] as const)('should go from %s by %s to %s', (from, event, to) => {
    expect(nextState(from, event)).toBe(to);
  });
});
