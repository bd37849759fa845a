import { describe, expect, it } from 'vitest';
import { CallTransfer, CallTransferState } from './call.results.js';
import {
  inPhase,
  isOpen,
  nextPhase,
  phaseOf,
  settled,
  type TransferEvent,
  type TransferPhase,
  transferTable,
} from './transfer-state.js';

const events: TransferEvent[] = [
  'answered',
  'notReached',
  'completeAsked',
  'cancelAsked',
  'joinAsked',
  'agentLeft',
  'targetLeft',
  'customerLeft',
];
const phases = Object.keys(transferTable) as TransferPhase[];
const transfer = Object.assign(new CallTransfer(), {
  to: '202',
  attended: true,
  state: CallTransferState.RINGING,
  isJoined: false,
  isReturning: true,
});

/** The drawing, line by line; every other pair changes nothing. */
const drawing = `
  BLIND    answered COMPLETED   notReached FAILED   cancelAsked CANCELED   customerLeft CANCELED
  RINGING  answered ASIDE   notReached FAILED   completeAsked BLIND   agentLeft BLIND   cancelAsked CANCELED   customerLeft CANCELED
  ASIDE    completeAsked COMPLETED   agentLeft COMPLETED   cancelAsked CANCELED   targetLeft CANCELED   joinAsked JOINED   customerLeft CANCELED
  JOINED   completeAsked COMPLETED   agentLeft COMPLETED   cancelAsked CANCELED   targetLeft CANCELED   customerLeft COMPLETED`;

const expected = new Map(
  drawing
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [from = '', ...pairs] = line.trim().split(/\s+/);
      return pairs.flatMap((event, n) => (n % 2 === 0 ? [[`${from} ${event}`, pairs[n + 1]] as const] : []));
    }),
);

describe('a transfer', () => {
  it.each(phases.flatMap((from) => events.map((event) => [from, event] as const)))(
    'should go on from %s at %s as drawn',
    (from, event) => {
      expect(nextPhase(from, event)).toBe(expected.get(`${from} ${event}`));
    },
  );

  it('should reach every phase, and end from each', () => {
    const reachable = (from: TransferPhase, seen = new Set<TransferPhase>()): Set<TransferPhase> => {
      if (seen.has(from)) return seen;
      seen.add(from);
      for (const to of Object.values(transferTable[from])) reachable(to, seen);
      return seen;
    };
    expect([...reachable('RINGING')].sort()).toEqual([...phases].sort());
    for (const phase of phases) expect([...reachable(phase)]).toEqual(expect.arrayContaining([expect.stringMatching(/ED$/)]));
  });

  it.each(phases)('should be known again in %s from what is stored', (phase) => {
    expect(phaseOf(inPhase(transfer, phase))).toBe(phase);
    expect(isOpen(inPhase(transfer, phase))).toBe(['BLIND', 'RINGING', 'ASIDE', 'JOINED'].includes(phase));
  });

  it.each([
    ['BLIND', 'CANCELED'],
    ['RINGING', 'CANCELED'],
    ['ASIDE', 'CANCELED'],
    ['JOINED', 'COMPLETED'],
    ['COMPLETED', 'COMPLETED'],
    ['FAILED', 'FAILED'],
  ] as const)('should be over with its call: %s becomes %s', (from, to) => {
    expect(settled(inPhase(transfer, from))).toMatchObject({ state: to, isReturning: false, isJoined: false });
  });

  it('should not be there where there was none', () => {
    expect([isOpen(null), settled(null)]).toEqual([false, null]);
  });
});
