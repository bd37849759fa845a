/** No limit and no list stops an emergency number: here all of them are exhausted. */
import { until } from '@app/common/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { answersAtOnce, refuses, type Carrier } from '../sip/index.js';
import { ApiClient } from '../support/graphql-client.js';
import { AsteriskStack } from './asterisk-stack.js';
import { Given, longSound, type GivenAgent, type GivenTrunk } from './given.js';
import { accepted, operations, type CallView, type Refusal } from './operations.js';

let stack: AsteriskStack;
let given: Given;
let first: GivenTrunk;
let second: Carrier;
let agent: GivenAgent;
let token: ApiClient;

beforeAll(async () => {
  const limits = { MAX_CALLS: '1', MAX_CALLS_PER_USER: '1', MAX_ORIGINATES_PER_USER_PER_MINUTE: '10', ALLOWED_PREFIXES: '99890' };
  stack = await AsteriskStack.start({ env: limits });
  given = new Given(stack);
  second = await given.carrier();
  // This provider wants a + before full numbers; 112 is none.
  first = await given.trunk({ priority: 1, maxChannels: 1, callerId: '998712000000', numberFormat: 'PLUS' });
  await given.trunk({ priority: 2, maxChannels: 1, callerId: '998713000000' }, second);
  agent = await given.agentPhone();
  const { createApiToken } = await stack.admin.ask<{ createApiToken: { token: string } | Refusal }>(operations.createApiToken, {
    input: { name: 'integrator', role: 'SUPERVISOR' },
  });
  token = new ApiClient(stack.api.url, accepted(createApiToken).token);
});
afterAll(() => stack?.stop());

let busy: string;

/** The only call that there may be, on the only line of the first trunk, on the agent's phone. */
beforeEach(async () => {
  const number = given.number();
  stack.carrier.on(`+${number}`, ...answersAtOnce);
  const connect = { agentId: agent.userId };
  busy = (await given.originated({ to: number, trunkName: first.name, connect, record: false })).id;
  await given.untilCallIs(busy, 'ANSWERED');
  expect(stack.carrier.callTo(`+${number}`).callerId).toBe('+998712000000');
});
afterEach(async () => {
  const { activeCalls } = await stack.admin.ask<{ activeCalls: CallView[] }>(operations.activeCalls);
  await Promise.all(activeCalls.map(({ id }) => given.hangUp(id)));
  await until(async () => expect(await stack.asterisk.cli('core show channels count')).toMatch(/^0 active channels/m));
});

const refused = async (client: ApiClient): Promise<void> => {
  const answer = await given.originate({ to: given.number(), connect: { announcement: longSound } }, client);
  expect(answer).toMatchObject({ errorCode: 'CALL_LIMIT_REACHED' });
};

async function untilTalkingTo(number: string, carrier: Carrier = stack.carrier): Promise<void> {
  const { activeCalls } = await until(async () => {
    const answer = await stack.admin.ask<{ activeCalls: CallView[] }>(operations.activeCalls);
    expect(answer.activeCalls.find(({ to }) => to === number)?.state).toBe('ANSWERED');
    return answer;
  });
  expect(activeCalls.map(({ id }) => id)).toContain(busy);
  const seen = carrier.callTo(number);
  expect(seen.number).toBe(number);
  await until(() => expect(seen.media.audible).toBeGreaterThan(20));
}

async function untilWrittenDown(number: string): Promise<void> {
  await until(async () => {
    const lines = await stack.query('select action, subject from audit_entry where subject = $1', [number]);
    expect(lines).toEqual([{ action: 'call.emergency', subject: number }]);
  });
}

describe('an emergency number, with every limit reached', () => {
  it('should be called by an agent over the API', async () => {
    expect(await given.originate({ to: given.number() }, agent.client)).toMatchObject({ errorCode: 'CALL_LIMIT_REACHED' });
    stack.carrier.on('112', ...answersAtOnce);
    await given.originated({ to: '112' }, agent.client);
    await untilTalkingTo('112');
    await untilWrittenDown('112');
  });

  it('should be called with an API token', async () => {
    await refused(token);
    stack.carrier.on('101', ...answersAtOnce);
    await given.originated({ to: '101', connect: { announcement: longSound } }, token);
    await untilTalkingTo('101');
    await untilWrittenDown('101');
  });

  it("should be called from a desk phone's own keys", async () => {
    const desk = await given.agentPhone();
    expect((await desk.phone.dial(given.number()).finished).status).toBeGreaterThanOrEqual(400);
    stack.carrier.on('103', ...answersAtOnce);
    const dialled = desk.phone.dial('103');
    expect((await dialled.finished).status).toBe(200);
    await untilTalkingTo('103');
    await dialled.hangUp();
    await untilWrittenDown('103');
  });

  it('should go to the next trunk when the first fails, also where it was named', async () => {
    stack.carrier.on('102', ...refuses(503));
    second.on('102', ...answersAtOnce);
    const { id } = await given.originated({ to: '102', trunkName: first.name, connect: { announcement: longSound } });
    const call = await given.untilCallIs(id, 'ANSWERED');
    expect(call.attempts.map(({ sipCode }) => sipCode)).toEqual([503, null]);
    await untilTalkingTo('102', second);
  });
});
