/** How soon a trunk's standing is told, as the issue asks for it. */
import { until } from '@app/common/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Subscription } from '../support/graphql-client.js';
import { AsteriskStack } from './asterisk-stack.js';
import { Given } from './given.js';
import { operations, type TrunkView } from './operations.js';

let stack: AsteriskStack;
let given: Given;
let told: Subscription<{ trunkUpdated: TrunkView }>;

beforeAll(async () => {
  stack = await AsteriskStack.start();
  given = new Given(stack);
});
afterAll(() => stack?.stop());
beforeEach(async () => {
  told = await stack.admin.subscribe(operations.trunkUpdated);
});
afterEach(() => {
  told.stop();
  stack.carrier.registrar.mood = { kind: 'accept' };
});

/** When a subscriber was first told that this trunk is so, after a moment. Wall clock, ms. */
async function toldAt(id: string, state: string, after: number, timeoutMs = 10_000): Promise<{ at: number; trunk: TrunkView }> {
  return until(
    () => {
      const update = told.received.find(
        ({ at, data: { trunkUpdated: trunk } }) => at >= after && trunk.id === id && trunk.registration.state === state,
      );
      if (!update) throw new Error(`${state} was not told: ${JSON.stringify(told.items)}`);
      return { at: update.at, trunk: update.data.trunkUpdated };
    },
    { timeoutMs },
  );
}

describe('a trunk', () => {
  it('should be REGISTERED within 2 s of its creation, ten times of ten', async ({ annotate }) => {
    const took: number[] = [];
    for (let n = 0; n < 10; n += 1) {
      const begin = Date.now();
      const { id } = await given.trunk();
      took.push((await toldAt(id, 'REGISTERED', begin)).at - begin);
    }
    await annotate(`createTrunk to REGISTERED at a subscriber: ${took.join(', ')} ms`);
    expect(Math.max(...took)).toBeLessThanOrEqual(2_000);
  });

  it('should register by itself within 3 s of its corrected password', async ({ annotate }) => {
    const trunk = await given.trunk({ password: 'wrong' });
    await given.untilTrunkIs(trunk.id, 'REJECTED');
    const begin = Date.now();
    await given.updatedTrunk(trunk.id, { password: trunk.password });
    const took = (await toldAt(trunk.id, 'REGISTERED', begin)).at - begin;
    await annotate(`updateTrunk to REGISTERED: ${took} ms`);
    expect(took).toBeLessThanOrEqual(3_000);
    expect(stack.carrier.registrar.isRegistered(trunk.username)).toBe(true);
  });

  it.each([
    [403, 'Wrong password or IP not allowed'],
    [404, 'No such account'],
    [503, 'Maintenance'],
  ])("should be REJECTED within 2 s of the provider's %i, with its words", async (status, reason) => {
    stack.carrier.registrar.mood = { kind: 'refuse', status, reason };
    const { id, username } = await given.trunk({ password: 'any' });
    const { at, trunk } = await toldAt(id, 'REJECTED', 0);
    const refusal = stack.carrier.registrar.attemptsOf(username).find((attempt) => attempt.status === status);
    expect(at - (refusal?.at ?? 0)).toBeLessThanOrEqual(2_000);
    expect(trunk.registration).toMatchObject({ sipCode: status, reason });
    await stack.admin.ask(operations.deleteTrunk, { id });
  });

  it('should be REJECTED within 2 s of the answer to a wrong password', async ({ annotate }) => {
    const { id, username } = await given.trunk({ password: 'wrong' });
    const { at } = await toldAt(id, 'REJECTED', 0);
    const refusal = stack.carrier.registrar.attemptsOf(username).find(({ status }) => status === 403);
    await annotate(`the provider's 403 to REJECTED: ${at - (refusal?.at ?? 0)} ms`);
    expect(at - (refusal?.at ?? 0)).toBeLessThanOrEqual(2_000);
    await stack.admin.ask(operations.deleteTrunk, { id });
  });

  it('should be UNREACHABLE within 5 s where its server has no address', async ({ annotate }) => {
    const begin = Date.now();
    const { id } = await given.trunk({ server: 'no-such-host.invalid', password: 'any' });
    const { at, trunk } = await toldAt(id, 'UNREACHABLE', begin);
    expect(trunk.registration.problem).toBe('UNKNOWN_HOST');
    await annotate(`createTrunk to UNREACHABLE, with the resolver's answer in between: ${at - begin} ms`);
    expect(at - begin).toBeLessThanOrEqual(5_000);
    await stack.admin.ask(operations.deleteTrunk, { id });
  });

  it('should be UNREACHABLE within 35 s where its server is silent', async ({ annotate }) => {
    stack.carrier.registrar.mood = { kind: 'silent' };
    const begin = Date.now();
    const { id } = await given.trunk({ password: 'any' });
    const { at, trunk } = await toldAt(id, 'UNREACHABLE', begin, 40_000);
    expect(trunk.registration.problem).toBe('NO_ANSWER');
    await annotate(`createTrunk to UNREACHABLE: ${at - begin} ms`);
    expect(at - begin).toBeLessThanOrEqual(35_000);
  });
});
