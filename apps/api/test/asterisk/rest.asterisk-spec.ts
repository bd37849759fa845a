import { randomUUID } from 'node:crypto';
import { until } from '@app/common/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answersAtOnce, ringsThenAnswers } from '../sip/index.js';
import type { ApiClient } from '../support/graphql-client.js';
import { AsteriskStack } from './asterisk-stack.js';
import { Given, type GivenAgent, type GivenTrunk } from './given.js';
import { accepted, operations, type Refusal } from './operations.js';

interface Outcome {
  status: number;
  type: string;
  body: {
    id?: string;
    state?: string;
    fromNumber?: string;
    toNumber?: string;
    trunkName?: string;
    code?: string;
    errorCode?: string;
  };
}

const callerId = '998712000000';
const otherCallerId = '998712000001';
const path = '/api/calls/outbound';

let stack: AsteriskStack;
let given: Given;
let trunk: GivenTrunk;
let agent: GivenAgent;
/** Acts as the agent, as an ADMIN with a phone, and as the first admin, who has none. */
let agents: ApiClient;
let admins: ApiClient;
let phoneless: ApiClient;

async function token(userId: string, role: string): Promise<ApiClient> {
  const input = { name: `t-${randomUUID()}`, userId, role };
  const { createApiToken } = await stack.admin.ask<{ createApiToken: { token: string } | Refusal }>(operations.createApiToken, {
    input,
  });
  return stack.track(stack.admin.as(accepted(createApiToken).token));
}

beforeAll(async () => {
  stack = await AsteriskStack.start();
  given = new Given(stack);
  trunk = await given.trunk({ callerId, allowedCallerIds: [otherCallerId] });
  const input = { name: 'Elsewhere', pattern: '_79XXXXXXXXX' };
  await stack.admin.ask(
    `mutation ($input: CreateDialplanRuleInput!) { createDialplanRule(input: $input) { ... on DialplanRule { id } } }`,
    { input },
  );
  agent = await given.agentPhone();
  agents = await token(agent.userId, 'AGENT');
  const { me } = await stack.admin.ask<{ me: { id: string } }>('query { me { id } }');
  phoneless = await token(me.id, 'ADMIN');
  const boss = await given.agentPhone();
  await stack.admin.ask(`mutation ($id: ID!) { updateUser(id: $id, input: { role: ADMIN }) { ... on User { id } } }`, {
    id: boss.userId,
  });
  admins = await token(boss.userId, 'ADMIN');
});
afterAll(() => stack?.stop());

async function post(client: ApiClient, body: unknown, headers: Record<string, string> = {}): Promise<Outcome> {
  const response = await client.rest('POST', path, body, headers);
  return {
    status: response.status,
    type: response.headers.get('content-type') ?? '',
    body: (await response.json()) as Outcome['body'],
  };
}

const codeOf = ({ body }: Outcome): string | undefined => body.code ?? body.errorCode;

describe('POST /api/calls/outbound', () => {
  it('should ring the agent whose extension fromNumber is, then the customer, and answer with the call', async () => {
    const number = given.number();
    stack.carrier.on(number, ...ringsThenAnswers(100));
    const before = agent.phone.calls.length;
    const { status, body } = await post(agents, { fromNumber: agent.extension, toNumber: number, trunkName: trunk.name });
    expect(status).toBe(201);
    expect(body).toMatchObject({ toNumber: number, trunkName: trunk.name, state: 'dialing', id: expect.any(String) });
    await given.untilCallIs(body.id ?? '', 'ANSWERED');
    expect(agent.phone.calls.length).toBe(before + 1);
    const shown = await agents.rest('GET', `/api/calls/${body.id}`);
    expect(await shown.json()).toMatchObject({ id: body.id, state: 'answered', toNumber: number });
    await given.hangUp(body.id ?? '');
  });

  it.each([callerId, otherCallerId])("should send the trunk's caller ID %s and ring the token's user", async (fromNumber) => {
    const number = given.number();
    stack.carrier.on(number, ...answersAtOnce);
    const { status, body } = await post(agents, { fromNumber, toNumber: number });
    expect([status, body.fromNumber]).toEqual([201, fromNumber]);
    await given.untilCallIs(body.id ?? '', 'ANSWERED');
    expect(stack.carrier.callTo(number).callerId).toBe(fromNumber);
    await given.hangUp(body.id ?? '');
  });

  it('should ring any other number first through the trunk, for those who may', async () => {
    const [phone, number] = [given.number(), given.number()];
    stack.carrier.on(phone, ...answersAtOnce);
    stack.carrier.on(number, ...answersAtOnce);
    const { status, body } = await post(admins, { fromNumber: phone, toNumber: number, trunkName: trunk.name });
    expect(status).toBe(201);
    await given.untilCallIs(body.id ?? '', 'ANSWERED');
    expect([stack.carrier.callsTo(phone).length, stack.carrier.callsTo(number).length]).toEqual([1, 1]);
    await given.hangUp(body.id ?? '');
  });

  it.each([
    [
      "the trunk's caller ID while the token's user has no phone",
      () => phoneless,
      () => ({ fromNumber: callerId }),
      409,
      'AGENT_UNAVAILABLE',
    ],
    ['another number from an agent', () => agents, () => ({ fromNumber: given.number() }), 422, 'CALLER_ID_NOT_ALLOWED'],
    ['a number that calls itself', () => admins, (to: string) => ({ fromNumber: to }), 422, 'CALLER_ID_NOT_ALLOWED'],
    ['an unknown trunk', () => agents, () => ({ fromNumber: agent.extension, trunkName: 'Nobody' }), 404, 'TRUNK_NOT_FOUND'],
    ['a number that is none', () => agents, () => ({ fromNumber: agent.extension, toNumber: '99890abc' }), 400, 'INVALID_NUMBER'],
    [
      'a destination that is not allowed',
      () => agents,
      () => ({ fromNumber: agent.extension, toNumber: '+79261234567' }),
      403,
      'DESTINATION_NOT_ALLOWED',
    ],
    ['a number without a rule', () => agents, () => ({ fromNumber: agent.extension, toNumber: '+4930123456' }), 422, 'NO_ROUTE'],
    ['an id that is none', () => agents, () => ({ fromNumber: agent.extension, id: 'x' }), 400, 'INVALID_INPUT'],
  ])('should refuse %s with its status and code, and call nobody', async (_, client, body, status, code) => {
    const number = given.number();
    const [toCarrier, toAgent] = [stack.carrier.incoming.length, agent.phone.calls.length];
    const outcome = await post(client(), { toNumber: number, ...body(number) });
    expect([outcome.status, codeOf(outcome)]).toEqual([status, code]);
    expect(outcome.type).toContain('application/problem+json');
    expect([stack.carrier.incoming.length, agent.phone.calls.length]).toEqual([toCarrier, toAgent]);
  });

  it('should refuse whoever has no token', async () => {
    const outcome = await post(stack.admin.as('tl_nonsense'), { fromNumber: agent.extension, toNumber: given.number() });
    expect([outcome.status, codeOf(outcome)]).toEqual([401, 'UNAUTHENTICATED']);
  });

  it.each([
    ['in the body', (id: string) => [{ id }, {}] as const],
    ['in the header Idempotency-Key', (id: string) => [{}, { 'idempotency-key': id }] as const],
  ])('should make one call of the same id %s, however often and however fast it comes', async (_, place) => {
    const [number, id] = [given.number(), randomUUID()];
    stack.carrier.on(number, ...answersAtOnce);
    const [body, headers] = place(id);
    const request = { fromNumber: agent.extension, toNumber: number, trunkName: trunk.name, ...body };
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => post(agents, request, headers)));
    expect(new Set(outcomes.map((each) => `${each.status < 300} ${each.body.id}`))).toEqual(new Set([`true ${id}`]));
    await given.untilCallIs(id, 'ANSWERED');
    expect((await post(agents, request, headers)).body.id).toBe(id);
    expect(stack.carrier.callTo(number).history.filter(({ what }) => what === 'received INVITE')).toHaveLength(1);
    const other = await post(agents, { ...request, toNumber: given.number() }, headers);
    expect([other.status, codeOf(other)]).toEqual([409, 'ID_CONFLICT']);
    await given.hangUp(id);
  });

  it('should answer 404 for a call that there is not, and for one of others', async () => {
    expect((await agents.rest('GET', `/api/calls/${randomUUID()}`)).status).toBe(404);
    const [phone, number] = [given.number(), given.number()];
    stack.carrier.otherwise(...answersAtOnce);
    const { body } = await post(admins, { fromNumber: phone, toNumber: number, trunkName: trunk.name });
    await until(async () => expect((await admins.rest('GET', `/api/calls/${body.id}`)).status).toBe(200));
    expect((await agents.rest('GET', `/api/calls/${body.id}`)).status).toBe(404);
    await given.hangUp(body.id ?? '');
  });
});
