/** A trunk that failed technically five times in a row is passed over for half a minute. */
import { until } from '@app/common/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refuses, ringsThenAnswers, type Carrier } from '../sip/index.js';
import { AsteriskStack } from './asterisk-stack.js';
import { Given, longSound, type GivenTrunk } from './given.js';
import { operations, type CallView, type TrunkView } from './operations.js';

let stack: AsteriskStack;
let given: Given;
let second: Carrier;
let first: GivenTrunk;
let spare: GivenTrunk;

beforeAll(async () => {
  stack = await AsteriskStack.start();
  given = new Given(stack);
  second = await given.carrier();
  first = await given.trunk({ priority: 1 });
  spare = await given.trunk({ priority: 2 }, second);
  stack.carrier.otherwise(...refuses(503, 'Out of service'));
  second.otherwise(...ringsThenAnswers(20));
});
afterAll(() => stack?.stop());

async function called(): Promise<CallView> {
  const { id } = await given.originated({ to: given.number(), connect: { announcement: longSound }, record: false });
  const call = await given.untilCallIs(id, 'ANSWERED');
  await given.hangUp(id);
  return call;
}

const trunksOf = ({ attempts }: CallView): string[] => attempts.map(({ trunkName }) => trunkName);

async function restsUntil(): Promise<string | null> {
  return (await stack.admin.ask<{ trunk: TrunkView }>(operations.trunk, { id: first.id })).trunk.restsUntil;
}

describe('a trunk that fails', () => {
  it('should be passed over after five calls, be said to rest, and be tried again', { timeout: 90_000 }, async ({ annotate }) => {
    const told = await stack.admin.subscribe<{ trunkUpdated: TrunkView }>(operations.trunkUpdated, { id: first.id });
    for (let n = 0; n < 5; n += 1) expect(trunksOf(await called())).toEqual([first.name, spare.name]);
    const until30 = await until(async () => (await restsUntil()) ?? Promise.reject(new Error('It does not rest.')));
    await until(() => expect(told.items.at(-1)?.trunkUpdated.restsUntil).toBe(until30));

    const sixth = await called();
    expect(trunksOf(sixth)).toEqual([spare.name]);
    const number = sixth.to;
    expect(stack.carrier.callsTo(number)).toEqual([]);
    const { explainCall } = await stack.admin.ask<{ explainCall: { attempts: { usable: boolean; reason: string | null }[] } }>(
      'query ($number: String!) { explainCall(number: $number) { attempts { usable reason } } }',
      { number },
    );
    expect(explainCall.attempts).toEqual([
      { usable: false, reason: expect.stringMatching(new RegExp(`^${first.name} rests until`)) },
      { usable: true, reason: null },
    ]);

    await until(async () => expect(await restsUntil()).toBeNull(), { timeoutMs: 40_000, everyMs: 100 });
    await annotate(`it rested for ${Date.now() - (Date.parse(until30) - 30_000)} ms after its fifth failure`);
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(until30));
    await until(() => expect(told.items.at(-1)?.trunkUpdated.restsUntil).toBeNull());
    expect(trunksOf(await called())).toEqual([first.name, spare.name]);
    await until(async () => expect(await restsUntil()).not.toBeNull());
  });

  it('should carry calls again after one that works', async () => {
    await until(async () => expect(await restsUntil()).not.toBeNull());
    // Whoever names it gets it, resting or not.
    await given.wellTrunk(first);
    stack.carrier.otherwise(...ringsThenAnswers(20));
    expect(trunksOf(await called())).toEqual([first.name]);
  });
});
