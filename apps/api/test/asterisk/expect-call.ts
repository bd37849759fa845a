/** What must be true of every finished call, whatever happened in it. */
import { until } from '@app/common/testing';
import { expect } from 'vitest';
import type { IncomingCall } from '../sip/index.js';
import type { AsteriskStack } from './asterisk-stack.js';
import type { CallView } from './operations.js';

/** The api's times come from Asterisk, the carrier's from its socket: so far apart they may be, ms. */
export const tolerance = 150;

export interface Expected {
  /** The states in their order. */
  states: readonly CallView['state'][];
  outcome: string;
  by: string;
  cause?: number;
  sipCode?: number | null;
  /** What the carrier saw or did when the call ended: `sent 486`, `received BYE` … */
  end?: string;
  /** `sent 180` unless it was a 183. */
  ring?: string;
  /** How far the times of both sides may lie apart, ms; `tolerance` unless said. */
  apartMs?: number;
}

export interface Differences {
  ringing?: number | undefined;
  answered?: number | undefined;
  ended?: number | undefined;
}

/** Waits for the end, then holds every promise of the contract against what the carrier saw. Returns how far the times lay apart, ms. */
export async function expectEnded(
  stack: AsteriskStack,
  callId: string,
  seen: IncomingCall | undefined,
  expected: Expected,
  timeoutMs = 5_000,
): Promise<Differences> {
  const updates = await until(
    () => {
      const all = stack.updatesOf(callId);
      expect(all.at(-1)?.call.state, seen && stack.carrier.journal.ladder(seen.callId)).toBe('ENDED');
      return all.map(({ call }) => call);
    },
    { timeoutMs },
  );
  const call = updates.at(-1);
  expectInOrder(updates);
  expect(statesOf(updates)).toEqual(expected.states);
  expect(call).toMatchObject({ outcome: expected.outcome, hangup: { by: expected.by } });
  if (expected.cause !== undefined) expect(call?.hangup?.cause).toBe(expected.cause);
  if (expected.sipCode !== undefined) expect(call?.hangup?.sipCode).toBe(expected.sipCode);
  const apart = (time: string | null | undefined, what: string | undefined): number | undefined => {
    const at = what === undefined ? undefined : seen?.at(what);
    if (at === undefined || !time) return undefined;
    const difference = Date.parse(time) - at;
    expect(Math.abs(difference), `${what ?? ''} at ${new Date(at).toISOString()}, ${time} in the call`).toBeLessThanOrEqual(
      expected.apartMs ?? tolerance,
    );
    return difference;
  };
  expect([Boolean(call?.ringingAt), Boolean(call?.answeredAt)]).toEqual([
    expected.states.includes('RINGING'),
    expected.states.includes('ANSWERED'),
  ]);
  return {
    ringing: apart(call?.ringingAt, expected.ring ?? 'sent 180'),
    answered: apart(call?.answeredAt, 'sent 200'),
    ended: apart(call?.endedAt, expected.end),
  };
}

/** The states without repetitions: a change that leaves the state (another trunk, a recording) comes with the old one. */
export function statesOf(updates: readonly CallView[]): CallView['state'][] {
  return updates.map(({ state }) => state).filter((state, n, all) => state !== all[n - 1]);
}

/** Each change once, none left out. */
export function expectInOrder(updates: readonly CallView[]): void {
  const sequences = updates.map(({ sequence }) => sequence);
  const first = sequences[0] ?? 0;
  expect(sequences).toEqual(sequences.map((_, n) => first + n));
}
