import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Language } from '@app/common';
import { until } from '@app/common/testing';
import { adviceFor, TrunkProblem } from '@app/trunks';
import { startTestApi, type TestApi } from './support/test-api.js';

let api: TestApi;

beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api?.stop());

const plan = 'plan { number ruleName rulePattern attempts { trunkName dialString callerId usable reason } }';

async function trunk(name: string, priority: number, enabled = true): Promise<void> {
  const input = { name, server: '127.0.0.1', authMode: 'IP', callerId: '998712000000', priority, enabled };
  const { createTrunk } = await api.admin.ask<{ createTrunk: object }>(
    'mutation ($input: CreateTrunkInput!) { createTrunk(input: $input) { ... on Trunk { name } ... on OperationError { message } } }',
    { input },
  );
  expect(createTrunk).toEqual({ name });
}

describe("a call's plan", () => {
  it('should be kept as explainCall showed it, and be told with every change', async () => {
    await trunk('Off', 1, false);
    await trunk('Works', 2);
    await trunk('Spare', 3);
    const { explainCall } = await api.admin.ask<{
      explainCall: { attempts: { trunk: { name: string }; usable: boolean; reason: string | null }[] };
    }>('{ explainCall(number: "901234567") { attempts { trunk { name } usable reason } } }');

    const subscription = await api.admin.subscribe<{ callUpdated: { state: string; plan: unknown } }>(
      `subscription { callUpdated { state ${plan} } }`,
    );
    const { originateCall } = await api.admin.ask<{ originateCall: { id: string; plan: { attempts: object[] } } }>(
      `mutation ($input: OriginateCallInput!) { originateCall(input: $input) { ... on Call { id ${plan} } ... on OperationError { message } } }`,
      { input: { to: '901234567', connect: { announcement: 'sound:beep' } } },
    );
    expect(originateCall.plan).toMatchObject({ number: '998901234567', rulePattern: '_998X.' });
    expect(originateCall.plan.attempts).toMatchObject(
      explainCall.attempts.map(({ trunk: { name }, usable, reason }) => ({ trunkName: name, usable, reason })),
    );
    expect(originateCall.plan.attempts).toContainEqual({
      trunkName: 'Works',
      dialString: 'PJSIP/998901234567@Works',
      callerId: '998712000000',
      usable: true,
      reason: null,
    });

    const { id } = originateCall;
    const { legId } = await until(() => {
      const [dial] = api.telephony.sent('dialLeg');
      if (!dial || !api.telephony.leg(dial.request.legId)) throw new Error('It is not dialled.');
      return dial.request;
    });
    api.telephony.end(legId, { cause: 21, sipCode: 403, sipReason: 'No credit' });
    const spare = await until(() => api.telephony.sent('dialLeg')[1]?.request ?? Promise.reject(new Error('No second trunk.')));
    await until(() => expect(api.telephony.leg(spare.legId)).toBeDefined());
    api.telephony.end(spare.legId, { cause: 17, sipCode: 486, sipReason: 'Busy Here' });
    await until(() => expect(subscription.items.at(-1)?.callUpdated).toEqual({ state: 'ENDED', plan: originateCall.plan }));
    const { call } = await api.admin.ask<{ call: object }>(
      `query ($id: ID!) { call(id: $id) { ${plan} attempts { trunkName sipCode reason advice uz: advice(language: UZ) } } }`,
      { id },
    );
    expect(call).toEqual({
      plan: originateCall.plan,
      attempts: [
        {
          trunkName: 'Works',
          sipCode: 403,
          reason: 'No credit',
          advice: adviceFor(TrunkProblem.FORBIDDEN, Language.EN),
          uz: adviceFor(TrunkProblem.FORBIDDEN, Language.UZ),
        },
        { trunkName: 'Spare', sipCode: 486, reason: 'Busy Here', advice: null, uz: null },
      ],
    });
    subscription.stop();
  });
});
