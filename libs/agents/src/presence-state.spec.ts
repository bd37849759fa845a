import { describe, expect, it } from 'vitest';
import { beginsIdleTime, Presence, presenceOf, type PresenceFacts } from './presence-state.js';

const now = new Date('2026-11-23T10:50:00Z');
const soon = new Date(now.getTime() + 1);
const { AVAILABLE, AWAY, IN_CALL, WRAP_UP, OFFLINE } = Presence;
const ready: PresenceFacts = { chosen: AVAILABLE, isReachable: true, isInCall: false, wrapUpUntil: null };

describe('presenceOf', () => {
  it.each<[what: string, facts: Partial<PresenceFacts>, presence: Presence]>([
    ['a phone, and nothing else', {}, AVAILABLE],
    ['no phone', { isReachable: false }, OFFLINE],
    ['no phone, whatever was said', { isReachable: false, chosen: AWAY }, OFFLINE],
    ['no phone, after a call', { isReachable: false, wrapUpUntil: soon }, OFFLINE],
    ['said to be away', { chosen: AWAY }, AWAY],
    ['said to be away, after a call', { chosen: AWAY, wrapUpUntil: soon }, AWAY],
    ['in a call', { isInCall: true }, IN_CALL],
    ['in a call, though said to be away', { isInCall: true, chosen: AWAY }, IN_CALL],
    ['in a call whose phone is lost', { isInCall: true, isReachable: false }, IN_CALL],
    ['in the next call, before the seconds of the last are over', { isInCall: true, wrapUpUntil: soon }, IN_CALL],
    ['after a call', { wrapUpUntil: soon }, WRAP_UP],
    ['when its seconds are over', { wrapUpUntil: now }, AVAILABLE],
  ])('should say of %s (%j): %s', (_what, facts, presence) => {
    expect(presenceOf({ ...ready, ...facts }, now)).toBe(presence);
  });

  it('should reach every presence', () => {
    const yesOrNo = [true, false];
    const reached = yesOrNo.flatMap((isReachable) =>
      yesOrNo.flatMap((isInCall) =>
        ([AVAILABLE, AWAY] as const).flatMap((chosen) =>
          [null, soon].map((wrapUpUntil) => presenceOf({ chosen, isReachable, isInCall, wrapUpUntil }, now)),
        ),
      ),
    );
    expect(new Set(reached)).toEqual(new Set(Object.values(Presence)));
  });
});

describe('beginsIdleTime', () => {
  it.each([
    [AWAY, AVAILABLE, 1, true],
    [OFFLINE, AVAILABLE, 60_001, true],
    // A page was reloaded.
    [OFFLINE, AVAILABLE, 60_000, false],
    [WRAP_UP, AVAILABLE, 600_000, false],
    [IN_CALL, AVAILABLE, 600_000, false],
    [AVAILABLE, AWAY, 600_000, false],
    [OFFLINE, AWAY, 600_000, false],
  ])('should say of %s -> %s after %d ms: %s', (from, to, wasForMs, expected) => {
    expect(beginsIdleTime(from, to, wasForMs)).toBe(expected);
  });
});
