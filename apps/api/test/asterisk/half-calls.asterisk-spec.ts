/** The api is killed at every step of a call's making, before Asterisk gets the command and after it has done it, and somebody hangs up in the gap. */
import { randomUUID } from 'node:crypto';
import { until } from '@app/common/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answersAtOnce } from '../sip/index.js';
import { callsCommands, type Hold } from './ari-gate.js';
import { AsteriskStack } from './asterisk-stack.js';
import { Given, type GivenAgent, type GivenTrunk } from './given.js';
import { inParallel } from './in-parallel.js';
import type { CallView } from './operations.js';

/** All that Asterisk is told until the customer's phone rings. */
const steps = [
  'POST bridges/CALL',
  'POST channels/create LEG1',
  'POST channels/LEG1/dial',
  'POST bridges/CALL/addChannel LEG1',
  'POST channels/create LEG2',
  'POST bridges/CALL/addChannel LEG2',
  'POST channels/LEG2/dial',
] as const;
/** The conversation is made beside the dialling of the agent's phone, and keeps nobody from answering. */
const agentsAnswer = ['POST bridges/CALL before', 'POST bridges/CALL after', 'POST channels/LEG1/dial after'];
const customersAnswer = 'POST channels/LEG2/dial after';
const moments = steps.flatMap((step) => [`${step} before`, `${step} after`]);
/** A command that is not answered is given up by the api after 8 s; by then it has to be dead. */
const HELD_MS = 6000;

let stack: AsteriskStack;
let given: Given;
let trunk: GivenTrunk;
let agents: GivenAgent[];

beforeAll(async () => {
  stack = await AsteriskStack.start({ gate: true });
  given = new Given(stack);
  trunk = await given.trunk();
  agents = await inParallel(moments.length, 4, () => given.agentPhone());
});
afterAll(() => stack?.stop());

interface HalfCall {
  id: string;
  moment: string;
  number: string;
  agent: GivenAgent;
}

const originate = ({ id, number, agent }: HalfCall): Promise<CallView> =>
  given.originated({ id, to: number, trunkName: trunk.name, connect: { agentId: agent.userId }, record: false });

/** One call for each moment, each stopped there; and the api is killed. */
async function halfCalls(): Promise<HalfCall[]> {
  const calls = moments.map((moment, n) => ({ id: randomUUID(), moment, number: given.number(), agent: agents[n]! }));
  for (const { number } of calls) stack.carrier.on(number, ...answersAtOnce);
  const { gate } = stack;
  gate.held.length = 0;
  gate.holds = (command): Hold | undefined => {
    const call = calls.find(({ id }) => callsCommands(gate.commands, id).some((each) => each.command === command));
    const name = call && callsCommands(gate.commands, call.id).at(-1)?.name;
    if (!name || !call.moment.startsWith(`${name} `)) return undefined;
    return call.moment.endsWith('before') ? 'before' : 'after';
  };
  await inParallel(calls.length, 8, (n) => originate(calls[n]!));
  await until(() => expect(gate.held).toHaveLength(calls.length), { timeoutMs: HELD_MS });
  // Who can answer has done so.
  const phonesOf = (moment: string) => {
    const call = calls.find((each) => each.moment === moment);
    return call && [call.agent.phone.calls.at(-1), stack.carrier.callsTo(call.number).at(-1)];
  };
  for (const moment of agentsAnswer) await until(() => expect(phonesOf(moment)?.[0]?.progress).toBe('answered'));
  await until(() => expect(phonesOf(customersAnswer)?.[1]?.progress).toBe('answered'));
  await stack.killApi();
  gate.holds = () => undefined;
  return calls;
}

/** What became of each, by its moment, once it is over; one that goes on is ended by us. */
async function fates(calls: readonly HalfCall[]): Promise<Record<string, string>> {
  const entries = await inParallel(calls.length, 8, async (n) => {
    const { id, moment, number } = calls[n]!;
    const first = await given.call(id);
    if (first.state === 'ANSWERED') {
      const { media } = stack.carrier.callTo(number);
      const before = media.audible;
      await until(() => expect(media.audible).toBeGreaterThan(before + 25));
      await given.hangUp(id);
    }
    const { outcome, hangup, endedAt } = await given.untilCallIs(id, 'ENDED', 3000);
    expect(Date.parse(endedAt ?? '')).toBeLessThanOrEqual(Date.now());
    const goesOn = first.state === 'ANSWERED' ? 'goes on, ' : '';
    const why = hangup?.reason?.startsWith('Interrupted') ? ', interrupted' : '';
    return [moment, `${goesOn}${outcome ?? ''} by ${hangup?.by ?? ''}${why}`] as const;
  });
  return Object.fromEntries(entries);
}

async function expectNothingIsLeft(): Promise<void> {
  await until(async () => expect(await stack.asterisk.cli('core show channels count')).toMatch(/^0 active channels/m));
  await until(async () => expect((await stack.asterisk.cli('bridge show all')).trim().split('\n')).toHaveLength(1));
  for (const { phone } of agents) await until(() => expect(phone.calls.every(({ progress }) => progress === 'ended')).toBe(true));
}

const everyMoment = (fate: (step: number, hold: Hold) => string): Record<string, string> =>
  Object.fromEntries(
    steps.flatMap((step, n) => (['before', 'after'] as const).map((hold) => [`${step} ${hold}`, fate(n, hold)] as const)),
  );
const makesConversation = steps.indexOf('POST bridges/CALL');
const dialsAgent = steps.indexOf('POST channels/LEG1/dial');
const dialsCustomer = steps.indexOf('POST channels/LEG2/dial');
const isPast = (step: number, hold: Hold, dialling: number): boolean =>
  step > dialling || (step === dialling && hold === 'after');

it('should know every command of a call that is made', async () => {
  const call = { id: randomUUID(), moment: '', number: given.number(), agent: agents[0]! };
  stack.carrier.on(call.number, ...answersAtOnce);
  await originate(call);
  await given.untilCallIs(call.id, 'ANSWERED');
  expect(callsCommands(stack.gate.commands, call.id).map(({ name }) => name)).toEqual(steps);
  await stack.carrier.callTo(call.number).hangUp();
  await given.untilCallIs(call.id, 'ENDED');
  await expectNothingIsLeft();
});

describe('the api, killed at every step of an originate', { timeout: 120_000 }, () => {
  const interrupted = 'FAILED by SYSTEM, interrupted';

  it.each([
    [
      'nobody',
      () => [],
      (step: number, hold: Hold) => (isPast(step, hold, dialsCustomer) ? 'goes on, COMPLETED by AGENT' : interrupted),
    ],
    [
      'the agent',
      ({ agent }: HalfCall) => agent.phone.calls.slice(-1),
      (step: number, hold: Hold) => {
        if (isPast(step, hold, dialsCustomer)) return 'COMPLETED by AGENT';
        return isPast(step, hold, dialsAgent) || step === makesConversation ? 'CANCELED by AGENT' : interrupted;
      },
    ],
    [
      'the customer',
      ({ number }: HalfCall) => stack.carrier.callsTo(number),
      (step: number, hold: Hold) => (isPast(step, hold, dialsCustomer) ? 'COMPLETED by CUSTOMER' : interrupted),
    ],
  ])('should settle each at once where %s hangs up in the gap, and dial nobody late', async (_who, partiesOf, fate) => {
    const calls = await halfCalls();
    await Promise.all(calls.flatMap(partiesOf).map((party) => party.hangUp()));
    const dialled = () => calls.map(({ number, moment }) => [moment, stack.carrier.callsTo(number).length]);
    const before = dialled();
    await stack.startApiAgain();
    expect(await fates(calls)).toEqual(everyMoment(fate));
    expect(dialled()).toEqual(before);
    await expectNothingIsLeft();
  });
});
