/** 1,000 calls of every kind at 20 a second: what the api says of each agrees with what the other side saw. */
import { setTimeout as pause } from 'node:timers/promises';
import { until } from '@app/common/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Carrier } from '../sip/index.js';
import { AsteriskStack } from './asterisk-stack.js';
import { expectEnded } from './expect-call.js';
import { Given } from './given.js';
import { GivenMixedCalls, type Kind, type MadeCall } from './given-mixed-calls.js';
import { inParallel } from './in-parallel.js';
import type { CallView } from './operations.js';
import { inWords } from './statistics.js';

const COUNT = 1_000;
const EVERY_MS = 50;
const AGENTS = 20;
/** Both sides of all of them are on this machine: what they say of one moment may be so far apart. */
const TOLERANCE_MS = 1_000;
const PATIENCE_MS = 60_000;

let stack: AsteriskStack;
let carrier: Carrier;
let mixed: GivenMixedCalls;

beforeAll(async () => {
  stack = await AsteriskStack.start({ rtpPorts: 1_000 });
  const given = new Given(stack);
  // Nothing is listened to: a tone for each would only load the machine.
  carrier = await given.carrier({ media: { toneHertz: null } });
  const agents = await inParallel(AGENTS, 4, () => given.deskPhone({ toneHertz: null }));
  mixed = new GivenMixedCalls(stack, given, carrier, await given.trunk({}, carrier), agents);
});
afterAll(() => stack?.stop());

/** So many in turn, at that pace, whatever became of those before. */
async function made(kinds: readonly Kind[]): Promise<{ kind: Kind; call: MadeCall }[]> {
  const begin = performance.now();
  const calls: Promise<{ kind: Kind; call: MadeCall }>[] = [];
  for (let n = 0; n < COUNT; n += 1) {
    const kind = kinds[n % kinds.length];
    if (!kind) throw new Error('There are no kinds.');
    await pause(Math.max(0, begin + n * EVERY_MS - performance.now()));
    calls.push(kind.make().then((call) => ({ kind, call })));
  }
  return Promise.all(calls);
}

it('1,000 mixed calls should each be told as they were', { timeout: 240_000 }, async ({ annotate }) => {
  const begin = performance.now();
  const calls = await made(mixed.kinds());
  await Promise.all(calls.map(({ call }) => stack.changes.when(call.id, ({ state }) => state === 'ENDED', PATIENCE_MS)));
  await annotate(`1,000 calls took ${Math.round(performance.now() - begin)} ms`);

  const apart: Record<'RINGING' | 'ANSWERED' | 'ENDED', number[]> = { RINGING: [], ANSWERED: [], ENDED: [] };
  for (const { kind, call } of calls) {
    const seen = carrier.callTo(call.number);
    const { ringing, answered, ended } = await expectEnded(stack, call.id, seen, { ...kind, apartMs: TOLERANCE_MS });
    const compared = { RINGING: ringing, ANSWERED: answered, ENDED: ended };
    for (const [state, difference] of Object.entries(compared)) {
      expect(difference !== undefined, `${kind.name}: ${state} on both sides`).toBe(
        kind.states.includes(state as CallView['state']),
      );
      if (difference !== undefined) apart[state as keyof typeof apart].push(Math.abs(difference));
    }
  }
  for (const [what, all] of Object.entries(apart)) await annotate(`${what}, against what the other side saw: ${inWords(all)}`);
  expect(carrier.incoming).toHaveLength(COUNT);
  await until(async () => expect(await stack.asterisk.cli('core show channels count')).toMatch(/^0 active channels/m));
  await until(async () => expect(await stack.asterisk.cli('bridge show all')).not.toMatch(/stasis/));
  expect(await stack.query(`select id from calls where state <> 'ENDED'`)).toEqual([]);
  expect(await stack.query('select id from call_legs where "endedAt" is null')).toEqual([]);
});
