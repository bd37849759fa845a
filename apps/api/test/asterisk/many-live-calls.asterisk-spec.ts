/** 200 calls in progress, and the api killed: none is lost, all are controlled again, and each is booked as it ended. */
import { until } from '@app/common/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { answersAtOnce, type Carrier } from '../sip/index.js';
import { AsteriskStack } from './asterisk-stack.js';
import { Given, longestSound, type GivenTrunk } from './given.js';
import { inParallel } from './in-parallel.js';
import { operations, type CallView } from './operations.js';
import { inWords } from './statistics.js';

const COUNT = 200;
/** So many are asked for in one request, as an integrator would. */
const TOGETHER = 10;
/** From the api's health turning green. */
const CONTROLLABLE_MS = 3_000;

let stack: AsteriskStack;
let given: Given;
let carrier: Carrier;
let trunk: GivenTrunk;

beforeAll(async () => {
  stack = await AsteriskStack.start({ rtpPorts: COUNT * 2 + 100 });
  given = new Given(stack);
  // Nothing is listened to: a tone for each would only load the machine.
  carrier = await given.carrier({ media: { toneHertz: null } });
  trunk = await given.trunk({}, carrier);
});
afterAll(() => stack?.stop());

type Control = 'sendDtmf' | 'hangupCall';

/** Of each of them, so many in one request as an integrator would put there. */
async function controlAll(what: Control, calls: readonly { id: string }[]): Promise<void> {
  await inParallel(calls.length / TOGETHER, 20, async (turn) => {
    const some = calls.slice(turn * TOGETHER, (turn + 1) * TOGETHER);
    const digits = what === 'sendDtmf' ? ', digits: "1"' : '';
    const wishes = some.map(({ id }, n) => `c${n}: ${what}(id: "${id}"${digits}) { __typename }`);
    const answers = await stack.admin.ask<Record<string, { __typename: string }>>(`mutation { ${wishes.join(' ')} }`);
    expect(Object.values(answers)).toEqual(some.map(() => ({ __typename: 'Call' })));
  });
}

it('200 live calls should outlive the api', { timeout: 180_000 }, async ({ annotate }) => {
  const numbers = Array.from({ length: COUNT }, () => given.number());
  for (const number of numbers) carrier.on(number, ...answersAtOnce);
  const calls = await inParallel(COUNT, 20, async (n) => {
    const connect = { announcement: longestSound };
    const to = numbers[n] ?? '';
    const { id } = await given.originated({ to, trunkName: trunk.name, connect, record: false });
    return { id, seen: await until(() => carrier.callTo(to)) };
  });
  await until(() => expect(calls.map(({ id }) => stack.updatesOf(id).at(-1)?.call.state)).toEqual(calls.map(() => 'ANSWERED')), {
    timeoutMs: 10_000,
  });

  await stack.killApi();
  await stack.startApiAgain();
  const green = performance.now();
  const { activeCalls } = await stack.admin.ask<{ activeCalls: CallView[] }>(operations.activeCalls);
  const lost = calls.filter(({ id }) => !activeCalls.some((active) => active.id === id));
  expect(await inParallel(lost.length, 10, async (n) => (await given.call(lost[n]?.id ?? '')).hangup)).toEqual([]);
  expect(activeCalls).toHaveLength(COUNT);
  expect(calls.filter(({ seen }) => seen.progress !== 'answered')).toEqual([]);

  await controlAll('sendDtmf', calls);
  const controlled = performance.now() - green;
  await controlAll('hangupCall', calls);
  const ended = performance.now() - green;
  await until(() => expect(calls.filter(({ seen }) => seen.endedBy !== 'them')).toEqual([]));
  const differences = await inParallel(COUNT, 20, async (n) => {
    const { id = '', seen } = calls[n] ?? {};
    const { endedAt } = await given.untilCallIs(id, 'ENDED');
    return Math.abs(Date.parse(endedAt ?? '') - (seen?.at('received BYE') ?? 0));
  });
  await annotate(
    `all ${COUNT} were controlled ${Math.round(controlled)} ms, and ended ${Math.round(ended)} ms after the api was ready; ends against the carrier's: ${inWords(differences)}`,
  );
  expect(controlled).toBeLessThanOrEqual(CONTROLLABLE_MS);
  const rows = await stack.query(
    `select outcome, hangup->>'by' as by, "timesExact" as exact, count(*)::int as count from calls group by 1, 2, 3`,
  );
  expect(rows).toEqual([{ outcome: 'COMPLETED', by: 'AGENT', exact: true, count: COUNT }]);
  await until(async () => expect(await stack.asterisk.cli('core show channels count')).toMatch(/^0 active channels/m));
});
