import { randomUUID } from 'node:crypto';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import {
  getNamedType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Right, rightCells, Role } from '@app/auth';
import { until } from '@app/common/testing';
import { type ApiClient } from './support/graphql-client.js';
import { startTestApi, type TestApi } from './support/test-api.js';

/** What each right opens, over each way in. Rights whose feature comes later are listed so that no cell is forgotten. */
const waysIn: Record<
  Right,
  { graphql?: string[]; subscriptions?: string[]; rest?: [method: string, path: string, body?: unknown][] }
> = {
  'calls.own': {
    graphql: [
      '{ activeCalls { id } }',
      '{ calls { nextCursor } }',
      '{ missedCalls { nextCursor } }',
      '{ callEventsCursor }',
      `mutation { annotateCall(id: "${randomUUID()}", input: {}) { __typename } }`,
      'mutation { originateCall(input: { to: "x" }) { __typename } }',
      'mutation { setPresence(input: { presence: AWAY }) { __typename } }',
    ],
    subscriptions: ['subscription { callUpdated { id } }', 'subscription { callEvents { cursor } }'],
    rest: [
      ['GET', `/api/calls/${randomUUID()}`],
      ['GET', '/api/calls.csv'],
    ],
  },
  'calls.all': {},
  'calls.originateFor': {
    graphql: [
      'mutation { originateCall(input: { to: "998901234567", connect: { announcement: "sound:hello-world" } }) { __typename } }',
      'mutation { originateCall(input: { to: "998901234567", connect: { phone: "998901234568" } }) { __typename } }',
    ],
  },
  'calls.monitor': { graphql: [`mutation { monitorCall(id: "${randomUUID()}", mode: LISTEN) { __typename } }`] },
  'calls.explain': {
    graphql: ['{ explainCall(number: "998901234567") { number } }', '{ explainPattern(pattern: "_998X.") { valid } }'],
  },
  'people.read': { graphql: ['{ users { id } }'], subscriptions: ['subscription { userUpdated { id } }'] },
  'people.write': {
    graphql: [
      'mutation { createUser(input: { username: "", password: "" }) { __typename } }',
      `mutation { signOutUser(id: "${randomUUID()}") { id } }`,
    ],
  },
  'people.history': { graphql: [`{ presenceHistory(userId: "${randomUUID()}") { nextCursor } }`] },
  'groups.read': { graphql: ['{ groups { id } }'] },
  'groups.write': { graphql: ['mutation { createGroup(input: { name: "", memberIds: [] }) { __typename } }'] },
  'trunks.read': {
    graphql: ['{ trunks { id } }', '{ trunkTemplates { name } }'],
    subscriptions: ['subscription { trunkUpdated { id } }', 'subscription { trunkDeleted }'],
  },
  'trunks.write': { graphql: ['mutation { createTrunk(input: { name: "", server: "" }) { __typename } }'] },
  'dialplan.read': { graphql: ['{ dialplan { applied } }'], subscriptions: ['subscription { dialplanUpdated { applied } }'] },
  'dialplan.write': { graphql: ['mutation { createDialplanRule(input: { name: "", pattern: "" }) { __typename } }'] },
  'destinations.read': { graphql: ['{ allowedDestinations { prefix } }'] },
  'destinations.write': { graphql: ['mutation { createAllowedDestination(input: { prefix: "" }) { __typename } }'] },
  'inbound.read': { graphql: ['{ inboundRoutes { id } }'] },
  'inbound.write': { graphql: ['mutation { createInboundRoute(input: {}) { __typename } }'] },
  'stats.read': { graphql: ['{ callStats(by: DAY) { key } }'] },
  'audit.read': { graphql: ['{ auditLog { nextCursor } }'] },
  'system.read': { graphql: ['{ systemStatus { version } }'] },
  'system.write': { graphql: ['{ systemChecks { code } }'] },
  'apiTokens.write': { graphql: ['{ apiTokens { id } }', 'mutation { createApiToken(input: { name: "" }) { __typename } }'] },
};

let api: TestApi;
const bySession = {} as Record<Role, ApiClient>;
const byToken = {} as Record<Role, ApiClient>;

beforeAll(async () => {
  api = await startTestApi();
  for (const role of Object.values(Role)) {
    bySession[role] = (await api.user(role)).client;
    const { createApiToken } = await api.admin.ask<{ createApiToken: { token: string } }>(
      `mutation ($input: CreateApiTokenInput!) { createApiToken(input: $input) { ... on CreatedApiToken { token } ... on OperationError { message } } }`,
      { input: { name: `as ${role}`, role } },
    );
    byToken[role] = api.client.as(createApiToken.token);
  }
});
afterAll(() => api?.stop());

const cells = rightCells().map((cell) => ({ ...cell, verb: cell.isAllowed ? 'let' : 'not let' }));

describe.each(cells)('$right', ({ right, role, isAllowed, verb }) => {
  const { graphql = [], subscriptions = [], rest = [] } = waysIn[right];

  it(`should ${verb} ${role} in, over GraphQL, subscriptions and REST`, async () => {
    for (const client of [bySession[role], byToken[role]]) {
      for (const operation of graphql) {
        const { errors } = await client.send(operation);
        expect(errors?.map(({ extensions }) => extensions?.code).includes('FORBIDDEN') ?? false, operation).toBe(!isAllowed);
      }
      for (const operation of subscriptions) {
        const subscription = await client.subscribe(operation);
        if (isAllowed) {
          await settled(client);
          expect(subscription.errors, operation).toEqual([]);
        } else await until(() => expect(JSON.stringify(subscription.errors), operation).toContain('FORBIDDEN'));
        subscription.stop();
      }
      for (const [method, path, body] of rest) {
        const { status } = await client.rest(method, path, body);
        expect(status === 403, `${method} ${path}`).toBe(!isAllowed);
      }
    }
  });
});

/** A round trip after which an answer to what was sent before it must have come. */
async function settled(client: ApiClient): Promise<void> {
  await client.ask('{ me { id } }');
  await client.ask('{ me { id } }');
}

describe('a stranger', () => {
  const open = new Set(['Mutation.login', 'Mutation.refreshSession']);

  it('should be refused by every operation but login and refreshSession', async () => {
    const { schema } = api.app.get(GraphQLSchemaHost);
    const roots = { query: schema.getQueryType(), mutation: schema.getMutationType() };
    for (const [operation, root] of Object.entries(roots)) {
      for (const field of Object.values(root?.getFields() ?? {})) {
        const { errors } = await api.client.send(
          `${operation} { ${field.name}${dummyArguments(field)}${isLeafType(getNamedType(field.type)) ? '' : ' { __typename }'} }`,
        );
        const codes = errors?.map(({ extensions }) => extensions?.code) ?? [];
        expect(codes.includes('UNAUTHENTICATED'), `${root?.name}.${field.name}: ${JSON.stringify(errors)}`).toBe(
          !open.has(`${root?.name}.${field.name}`),
        );
      }
    }
  });

  it('should not get a socket', async () => {
    await expect(api.client.subscribe('subscription { callUpdated { id } }')).rejects.toThrow('4403');
    await expect(api.client.as('wrong').subscribe('subscription { callUpdated { id } }')).rejects.toThrow('4403');
  });

  it.each([
    ['GET', `/api/calls/${randomUUID()}`],
    ['GET', '/api/calls.csv'],
    ['POST', '/api/calls/outbound'],
  ])('should be told 401 by %s %s, as a problem document', async (method, path) => {
    const response = await api.client.rest(method, path, method === 'POST' ? {} : undefined);
    expect(response.status).toBe(401);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(await response.json()).toMatchObject({ code: 'UNAUTHENTICATED', status: 401 });
  });

  it('should see health', async () => {
    expect((await api.client.rest('GET', '/health/live')).status).toBe(200);
    expect((await api.client.rest('GET', '/health/ready')).status).toBe(200);
  });
});

describe('a session that ends', () => {
  it.each([
    ['a new role', { role: 'SUPERVISOR' }],
    ['being disabled', { enabled: false }],
    ['a new password', { password: 'another long password' }],
  ])('should close its sockets (4403) within 2 s and refuse its token: %s', async (_name, input) => {
    const { client, id } = await api.user('AGENT');
    const subscription = await client.subscribe('subscription { callUpdated { id } }');
    await api.admin.ask(`mutation ($id: ID!, $input: UpdateUserInput!) { updateUser(id: $id, input: $input) { __typename } }`, {
      id,
      input,
    });
    await until(() => expect(subscription.closed?.code).toBe(4403), { timeoutMs: 2000 });
    const { errors } = await client.send('{ me { id } }');
    expect(errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  });

  it('should close the sockets of a revoked API token', async () => {
    const { createApiToken } = await api.admin.ask<{ createApiToken: { token: string; apiToken: { id: string } } }>(
      `mutation { createApiToken(input: { name: "short-lived" }) { ... on CreatedApiToken { token apiToken { id } } } }`,
    );
    const subscription = await api.client.as(createApiToken.token).subscribe('subscription { callUpdated { id } }');
    await api.admin.ask(`mutation ($id: ID!) { revokeApiToken(id: $id) { id } }`, { id: createApiToken.apiToken.id });
    await until(() => expect(subscription.closed?.code).toBe(4403), { timeoutMs: 2000 });
  });
});

/** Arguments that the schema takes, whatever they mean. */
function dummyArguments(field: GraphQLField<unknown, unknown>): string {
  const needed = field.args.filter(
    (argument: GraphQLArgument) => isNonNullType(argument.type) && argument.defaultValue === undefined,
  );
  return needed.length === 0 ? '' : `(${needed.map((argument) => `${argument.name}: ${dummy(argument.type)}`).join(', ')})`;
}

function dummy(type: GraphQLInputType): string {
  if (isNonNullType(type)) return dummy(type.ofType);
  if (isListType(type)) return '[]';
  if (isEnumType(type)) return type.getValues()[0]!.name;
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields());
    const needed = type.isOneOf
      ? fields.slice(0, 1)
      : fields.filter((field) => isNonNullType(field.type) && field.defaultValue === undefined);
    return `{ ${needed.map((field) => `${field.name}: ${dummy(field.type)}`).join(', ')} }`;
  }
  return (
    { Int: '1', Float: '1', Boolean: 'true', ID: `"${randomUUID()}"`, DateTime: '"2026-11-23T10:50:00.123Z"' }[type.name] ?? '"x"'
  );
}
