import { describe, expect, it } from 'vitest';
import { CallDirection } from './call-state.js';
import { attemptProblem, attemptReason, endedByWhom, type EndReason, type LegEnd, reasonInWords, verdictOf } from './outcome.js';

const { INBOUND } = CallDirection;
const theirs: LegEnd = { direction: CallDirection.OUTBOUND, answered: false, rang: false, endedBy: 'THEM' };
const ours = (ourReason: EndReason, more: Partial<LegEnd> = {}): LegEnd => ({
  ...theirs,
  endedBy: 'US',
  cause: 16,
  ourReason,
  ...more,
});
const sip = (sipCode: number, cause: number, more: Partial<LegEnd> = {}): LegEnd => ({ ...theirs, sipCode, cause, ...more });

/** [case, how it ended, outcome, next trunk?, by whom] */
const cases: [string, LegEnd, string, boolean, string][] = [
  ['the customer hangs up', { ...theirs, answered: true, rang: true, cause: 16 }, 'COMPLETED', false, 'CUSTOMER'],
  ['we hang up an answered call', ours('CANCELED', { answered: true }), 'COMPLETED', false, 'AGENT'],
  ['the agent hangs up an answered call', ours('AGENT_LEFT', { answered: true }), 'COMPLETED', false, 'AGENT'],
  ['the agent could not be rung again', ours('NOBODY_BACK', { answered: true }), 'COMPLETED', false, 'SYSTEM'],
  ['the party that it was joined to hangs up', ours('PARTNER_LEFT', { answered: true }), 'COMPLETED', false, 'AGENT'],
  ['the announcement is over', ours('ANNOUNCEMENT_DONE', { answered: true }), 'COMPLETED', false, 'SYSTEM'],
  ['the announcement fails', ours('ANNOUNCEMENT_FAILED', { answered: true }), 'FAILED', false, 'SYSTEM'],
  ['the longest time is over', { ...theirs, answered: true, endedBy: 'US', cause: 16 }, 'COMPLETED', false, 'SYSTEM'],
  ['we cancel while it dials', ours('CANCELED'), 'CANCELED', false, 'AGENT'],
  ['we cancel while it rings', ours('CANCELED', { rang: true }), 'CANCELED', false, 'AGENT'],
  ['the agent hangs up while it rings', ours('AGENT_LEFT', { rang: true }), 'CANCELED', false, 'AGENT'],
  ['somebody ends it in the engine', { ...theirs, endedBy: 'US', cause: 16, rang: true }, 'CANCELED', false, 'SYSTEM'],
  ['an inbound caller gives up', { ...theirs, direction: CallDirection.INBOUND, cause: 16 }, 'ABANDONED', false, 'CUSTOMER'],
  [
    'an inbound caller gives up after a ring',
    { ...theirs, direction: INBOUND, rang: true, cause: 16 },
    'ABANDONED',
    false,
    'CUSTOMER',
  ],
  ['an inbound caller who gave up unseen', ours('LEFT_UNSEEN', { direction: INBOUND }), 'ABANDONED', false, 'CUSTOMER'],
  [
    'an inbound caller whom nobody answered',
    ours('NOBODY_ANSWERED', { direction: INBOUND, cause: 20 }),
    'NO_ANSWER',
    false,
    'SYSTEM',
  ],
  ['an inbound caller whom somebody of ours refused', ours('CANCELED', { direction: INBOUND }), 'NO_ANSWER', false, 'AGENT'],
  [
    'an inbound caller whom the engine ended',
    { ...theirs, direction: INBOUND, endedBy: 'US', cause: 16 },
    'NO_ANSWER',
    false,
    'SYSTEM',
  ],
  ['an inbound talk', { ...theirs, direction: INBOUND, answered: true, cause: 16 }, 'COMPLETED', false, 'CUSTOMER'],
  ['an agent who was lost', ours('AGENT_LOST', { direction: INBOUND, answered: true }), 'COMPLETED', false, 'SYSTEM'],
  ['486', sip(486, 17), 'BUSY', false, 'CUSTOMER'],
  ['486 after a ring', sip(486, 17, { rang: true }), 'BUSY', false, 'CUSTOMER'],
  ['486 that crosses our cancel', sip(486, 17, { ourReason: undefined }), 'BUSY', false, 'CUSTOMER'],
  ['600', sip(600, 17), 'BUSY', false, 'CUSTOMER'],
  ['cause 17 alone', { ...theirs, cause: 17 }, 'BUSY', false, 'CUSTOMER'],
  ['our ring timeout', ours('RING_TIMEOUT', { rang: true, cause: 19 }), 'NO_ANSWER', false, 'SYSTEM'],
  ["the engine's dial timeout", sip(480, 19, { endedBy: 'US', rang: true }), 'NO_ANSWER', false, 'SYSTEM'],
  ['480', sip(480, 19), 'NO_ANSWER', false, 'CUSTOMER'],
  ['487', sip(487, 16), 'NO_ANSWER', false, 'CUSTOMER'],
  ['408 after a ring', sip(408, 18, { rang: true }), 'NO_ANSWER', false, 'CUSTOMER'],
  ['cause 18 alone', { ...theirs, cause: 18 }, 'NO_ANSWER', false, 'CUSTOMER'],
  ['cause 19 alone', { ...theirs, cause: 19 }, 'NO_ANSWER', false, 'CUSTOMER'],
  ['cause 20 alone', { ...theirs, cause: 20 }, 'NO_ANSWER', false, 'CUSTOMER'],
  ['603', sip(603, 21), 'REJECTED', false, 'CUSTOMER'],
  ['607', sip(607, 21), 'REJECTED', false, 'CUSTOMER'],
  ["cause 21 alone, from Asterisk's records", { ...theirs, cause: 21 }, 'REJECTED', false, 'CUSTOMER'],
  ['404', sip(404, 1), 'INVALID_NUMBER', false, 'SYSTEM'],
  ['410', sip(410, 22), 'INVALID_NUMBER', false, 'SYSTEM'],
  ['484', sip(484, 28), 'INVALID_NUMBER', false, 'SYSTEM'],
  ['604', sip(604, 1), 'INVALID_NUMBER', false, 'SYSTEM'],
  ['cause 1 alone', { ...theirs, cause: 1 }, 'INVALID_NUMBER', false, 'SYSTEM'],
  ['401', sip(401, 21), 'FAILED', true, 'SYSTEM'],
  ['402', sip(402, 21), 'FAILED', true, 'SYSTEM'],
  ['403: our account, though the cause is that of 603', sip(403, 21), 'FAILED', true, 'SYSTEM'],
  ['407', sip(407, 21), 'FAILED', true, 'SYSTEM'],
  ['408 from a silent trunk', sip(408, 18), 'FAILED', true, 'SYSTEM'],
  ['488', sip(488, 58), 'FAILED', true, 'SYSTEM'],
  ['500', sip(500, 38), 'FAILED', true, 'SYSTEM'],
  ['502', sip(502, 27), 'FAILED', true, 'SYSTEM'],
  ['503', sip(503, 34), 'FAILED', true, 'SYSTEM'],
  ['503 after a ring: respects the person', sip(503, 34, { rang: true }), 'FAILED', false, 'SYSTEM'],
  ['606: said for every trunk', sip(606, 21), 'FAILED', false, 'SYSTEM'],
  ['not a word from the trunk', ours('TRUNK_DEAD', { cause: 19 }), 'FAILED', true, 'SYSTEM'],
  ['no sign from the trunk', ours('TRUNK_SILENT', { cause: 19 }), 'FAILED', true, 'SYSTEM'],
  ['the engine could not dial', ours('NOT_DIALLED', { cause: undefined }), 'FAILED', true, 'SYSTEM'],
  ['unreachable, no code at all', { ...theirs, cause: 3 }, 'FAILED', true, 'SYSTEM'],
  ['interrupted before the answer', ours('INTERRUPTED', { cause: undefined }), 'FAILED', false, 'SYSTEM'],
  ['interrupted while they talked', ours('INTERRUPTED', { cause: undefined, answered: true }), 'FAILED', false, 'SYSTEM'],
  ['the customer left while nobody listened', ours('LEFT_UNSEEN', { answered: true }), 'COMPLETED', false, 'CUSTOMER'],
];

describe('verdictOf', () => {
  it.each(cases)('should judge %s', (_case, end, outcome, tryNextTrunk, by) => {
    const verdict = verdictOf(end);
    expect({ ...verdict, by: endedByWhom(end, verdict.outcome) }).toEqual({ outcome, tryNextTrunk, by });
  });

  it('should say in words why a call failed', () => {
    for (const [, end] of cases.filter(([, , outcome]) => outcome === 'FAILED')) {
      expect(reasonInWords(end, verdictOf(end).outcome)).toMatch(/^[A-Z].+\.$/);
    }
    expect(reasonInWords(sip(503, 34), verdictOf(sip(503, 34)).outcome)).toBe('The provider answered 503.');
    expect(reasonInWords(sip(486, 17), verdictOf(sip(486, 17)).outcome)).toBeNull();
  });

  it.each([
    [403, 21, 'Wrong password or IP not allowed', 'The provider answered 403: Wrong password or IP not allowed.'],
    [503, 34, 'Maintenance till 6.', 'The provider answered 503: Maintenance till 6.'],
    [603, 21, 'Blocked by the operator', 'The provider answered 603: Blocked by the operator.'],
    [404, 1, 'Not Found', 'The provider answered 404: Not Found.'],
    [486, 17, 'Busy Here', null],
    [480, 19, 'Temporarily Unavailable', null],
  ])("should say %i in the provider's own words where they say more than the outcome", (code, cause, sipReason, said) => {
    const end = sip(code, cause, { sipReason });
    expect(reasonInWords(end, verdictOf(end).outcome)).toBe(said);
  });
});

describe('attemptReason', () => {
  it.each<[string, LegEnd, string | null]>([
    ["the provider's words", sip(486, 17, { sipReason: 'Busy Here' }), 'Busy Here'],
    ['ours where it gave none', sip(503, 34), 'The provider answered 503.'],
    ['ours where we ended it', ours('TRUNK_DEAD', { sipCode: 480, sipReason: 'x' }), 'Nothing came back from the provider.'],
    ['ours where the engine could not dial', ours('NOT_DIALLED'), 'Asterisk could not dial the number.'],
    ['nothing for a talk that came to its end', { ...theirs, answered: true, cause: 16 }, null],
    ['nothing for a call that we gave up', ours('CANCELED'), null],
  ])('should be %s', (_case, end, reason) => expect(attemptReason(end)).toBe(reason));
});

describe('attemptProblem', () => {
  it.each<[string, LegEnd, string | null]>([
    ['403', sip(403, 21), 'FORBIDDEN'],
    ['401', sip(401, 21), 'WRONG_CREDENTIALS'],
    ['408 from a silent trunk', sip(408, 18), 'NO_ANSWER'],
    ['503, also after a ring', sip(503, 34, { rang: true }), 'PROVIDER_FAILED'],
    ['not a word', ours('TRUNK_DEAD'), 'NO_ANSWER'],
    ['a 100 and nothing more', ours('TRUNK_SILENT'), 'PROVIDER_FAILED'],
    ['404, which is about the number and not about our login', sip(404, 1), null],
    ['486', sip(486, 17), null],
    ['a talk', { ...theirs, answered: true, cause: 16 }, null],
    ['our own cancel', ours('CANCELED'), null],
  ])('should be right for %s', (_case, end, problem) => expect(attemptProblem(end)).toBe(problem));
});
