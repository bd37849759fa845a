import { until } from '@app/common/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answersAtOnce } from '../sip/index.js';
import { AsteriskStack } from './asterisk-stack.js';
import { objects, storedFields } from './engine-state.js';
import { Given, type GivenTrunk } from './given.js';
import { accepted, operations, type Refusal, type TrunkView } from './operations.js';

let stack: AsteriskStack;
let given: Given;

beforeAll(async () => {
  stack = await AsteriskStack.start();
  given = new Given(stack);
});
afterAll(() => stack?.stop());

const rule = '... on DialplanRule { id } ... on OperationError { errorCode message field }';

async function ruleThatNames({ id }: GivenTrunk): Promise<string> {
  const { createDialplanRule } = await stack.admin.ask<{ createDialplanRule: { id: string } | Refusal }>(
    `mutation ($input: CreateDialplanRuleInput!) { createDialplanRule(input: $input) { ${rule} } }`,
    { input: { name: 'Toshkent', pattern: '_99871X.', trunkIds: [id] } },
  );
  return accepted(createDialplanRule).id;
}

async function deleted({ id }: GivenTrunk): Promise<TrunkView | Refusal> {
  const { deleteTrunk } = await stack.admin.ask<{ deleteTrunk: TrunkView | Refusal }>(operations.deleteTrunk, { id });
  return deleteTrunk;
}

const traces = async ({ name, username }: GivenTrunk): Promise<string[]> =>
  [...(await objects(stack)), ...(await storedFields(stack))].filter((line) => line.includes(name) || line.includes(username));

describe('a trunk that is deleted', () => {
  it('should first be taken out of the rule that names it, then be unregistered, and leave no object', async () => {
    const trunk = await given.trunk();
    expect((await traces(trunk)).length).toBeGreaterThan(4);
    const ruleId = await ruleThatNames(trunk);

    expect(await deleted(trunk)).toMatchObject({
      errorCode: 'TRUNK_IN_USE',
      message: expect.stringMatching(/Toshkent.*_99871X\./),
    });
    await given.untilTrunkIs(trunk.id, 'REGISTERED');
    expect(stack.carrier.registrar.isRegistered(trunk.username)).toBe(true);

    await stack.admin.ask(
      `mutation ($id: ID!, $input: UpdateDialplanRuleInput!) { updateDialplanRule(id: $id, input: $input) { ${rule} } }`,
      { id: ruleId, input: { trunkIds: [] } },
    );
    expect(await deleted(trunk)).toMatchObject({ id: trunk.id, name: trunk.name });
    await until(() =>
      expect(stack.carrier.registrar.attemptsOf(trunk.username).at(-1)).toMatchObject({ expires: 0, status: 200 }),
    );
    expect(stack.carrier.registrar.isRegistered(trunk.username)).toBe(false);
    await until(async () => expect(await traces(trunk)).toEqual([]));
  });

  it('should not go while a call is up, and go when it is over', async () => {
    const trunk = await given.trunk();
    const { id } = await given.announcement(trunk, answersAtOnce);
    await given.untilCallIs(id, 'ANSWERED');
    expect(await deleted(trunk)).toMatchObject({ errorCode: 'TRUNK_IN_USE', message: expect.stringContaining('1 call') });
    await given.hangUp(id);
    await given.untilCallIs(id, 'ENDED');
    expect(await deleted(trunk)).toMatchObject({ id: trunk.id });
    await until(async () => expect(await traces(trunk)).toEqual([]));
  });
});
