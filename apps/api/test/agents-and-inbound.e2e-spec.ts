/** Presence, groups and inbound routes as an integrator meets them: over GraphQL, with honest and hostile input. The engine is played. */
import { randomUUID } from 'node:crypto';
import { PresenceService } from '@app/agents';
import { until } from '@app/common/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ApiClient } from './support/graphql-client.js';
import { startTestApi, type TestApi } from './support/test-api.js';

const REFUSAL = '... on OperationError { errorCode message field }';
const PRESENCE = 'id presence presenceReason presenceSince';
const GROUP = 'id name strategy wrapUpSeconds members { id username }';
const ROUTE = `id number trunk { id name } group { id name } agent { id extension } ringTimeoutSeconds fallbackAnnouncement
  fallbackGroup { id name } enabled`;

type Row = Record<string, unknown> & { id: string };

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api?.stop());

const refused = (errorCode: string, field: string | null) => ({ errorCode, field: field && `input.${field}` });
const setPresence = async (client: ApiClient, input: Record<string, unknown>): Promise<Row> => {
  const query = `mutation ($input: SetPresenceInput!) { setPresence(input: $input) { ... on User { ${PRESENCE} } ${REFUSAL} } }`;
  return (await client.ask<{ setPresence: Row }>(query, { input })).setPresence;
};
const presenceOf = async (id: string): Promise<Row> =>
  (await api.admin.ask<{ user: Row }>(`query ($id: ID!) { user(id: $id) { ${PRESENCE} } }`, { id })).user;

/** create, update or delete of a Group or an InboundRoute. */
async function change(operation: string, variables: { id?: string; input?: Record<string, unknown> }): Promise<Row> {
  const [, verb = '', type = ''] = /^(create|update|delete)(.+)$/.exec(operation) ?? [];
  const inputType = `${verb === 'create' ? 'Create' : 'Update'}${type}Input!`;
  const declared = [...(variables.id ? ['$id: ID!'] : []), ...(variables.input ? [`$input: ${inputType}`] : [])];
  const passed = Object.keys(variables).map((name) => `${name}: $${name}`);
  const fields = type === 'Group' ? GROUP : ROUTE;
  const query = `mutation (${declared.join(', ')}) { result: ${operation}(${passed.join(', ')}) { ... on ${type} { ${fields} } ${REFUSAL} } }`;
  return (await api.admin.ask<{ result: Row }>(query, variables)).result;
}

let extension = 400;
async function anAgent(isOnline = true) {
  extension += 1;
  const agent = await api.user('AGENT', String(extension));
  if (isOnline) {
    api.telephony.phone(String(extension), true);
    await until(async () => expect(await presenceOf(agent.id)).toMatchObject({ presence: 'AVAILABLE' }));
  }
  return { ...agent, extension: String(extension) };
}

describe('presence', () => {
  it('should be OFFLINE without a phone, and keep what was said until there is one', async () => {
    const agent = await anAgent(false);
    expect(await setPresence(agent.client, { presence: 'AWAY', reason: 'tushlik' })).toMatchObject({
      presence: 'OFFLINE',
      presenceReason: null,
    });
    api.telephony.phone(agent.extension, true);
    await until(async () => expect(await presenceOf(agent.id)).toMatchObject({ presence: 'AWAY', presenceReason: 'tushlik' }));
    expect(await setPresence(agent.client, { presence: 'AVAILABLE' })).toMatchObject({
      presence: 'AVAILABLE',
      presenceReason: null,
    });
  });

  it('should tell subscribers every change, as it was written', async () => {
    const agent = await anAgent();
    const watcher = await anAgent(false);
    const subscription = await watcher.client.subscribe<{ userUpdated: Row }>(`subscription { userUpdated { ${PRESENCE} } }`);
    // Until the subscription stands: the same word said again changes nothing but its reason.
    await until(async () => {
      await setPresence(agent.client, { presence: 'AWAY', reason: randomUUID() });
      expect(subscription.items).not.toEqual([]);
    });
    const heard = () => subscription.items.map(({ userUpdated }) => userUpdated).filter(({ id }) => id === agent.id);
    await setPresence(agent.client, { presence: 'AVAILABLE' });
    await until(() => expect(heard().at(-1)).toMatchObject({ presence: 'AVAILABLE', presenceReason: null }));
    await setPresence(agent.client, { presence: 'AWAY', reason: 'majlis' });
    await until(() => expect(heard().at(-1)).toMatchObject({ presence: 'AWAY', presenceReason: 'majlis' }));
    api.telephony.phone(agent.extension, false);
    await until(() => expect(heard().at(-1)).toMatchObject({ presence: 'OFFLINE' }));
    expect(subscription.errors).toEqual([]);
  });

  it('should tell until when a wrap-up lasts, and no longer once it is over', async () => {
    const agent = await anAgent();
    const ask = `query ($id: ID!) { user(id: $id) { presence wrapUpUntil } }`;
    const wrapUp = async () => (await api.admin.ask<{ user: Row }>(ask, { id: agent.id })).user;
    expect(await wrapUp()).toEqual({ presence: 'AVAILABLE', wrapUpUntil: null });
    const [callId, endedAt] = [randomUUID(), new Date()];
    const presences = api.app.get(PresenceService);
    await presences.callBegan(agent.id, callId, endedAt);
    await presences.callEnded(agent.id, callId, endedAt, 60);
    expect(await wrapUp()).toEqual({ presence: 'WRAP_UP', wrapUpUntil: new Date(endedAt.getTime() + 60_000).toISOString() });
    await setPresence(agent.client, { presence: 'AVAILABLE' });
    expect(await wrapUp()).toEqual({ presence: 'AVAILABLE', wrapUpUntil: null });
  });

  it.each([
    [{ presence: 'IN_CALL' }, 'presence'],
    [{ presence: 'WRAP_UP' }, 'presence'],
    [{ presence: 'OFFLINE' }, 'presence'],
    [{ presence: 'AVAILABLE', reason: 'bored' }, 'reason'],
    [{ presence: 'AWAY', reason: 'a'.repeat(201) }, 'reason'],
    [{ presence: 'AWAY', reason: 'a\nb' }, 'reason'],
    [{ presence: 'AWAY', reason: '\u202egnp' }, 'reason'],
  ])('should refuse %j', async (input, field) => {
    const agent = await anAgent();
    expect(await setPresence(agent.client, input)).toMatchObject(refused('INVALID_INPUT', field));
    expect(await presenceOf(agent.id)).toMatchObject({ presence: 'AVAILABLE' });
  });

  it('should have a history, in pages, for those who may see it', async () => {
    const agent = await anAgent();
    await setPresence(agent.client, { presence: 'AWAY', reason: 'tushlik' });
    await setPresence(agent.client, { presence: 'AVAILABLE' });
    const supervisor = (await api.user('SUPERVISOR')).client;
    const query = `query ($id: ID!, $first: Int!, $after: String) {
      presenceHistory(userId: $id, first: $first, after: $after) { items { at from to reason } nextCursor } }`;
    interface Page {
      presenceHistory: { items: Row[]; nextCursor: string | null };
    }
    const page = async (first: number, after: string | null) =>
      (await supervisor.ask<Page>(query, { id: agent.id, first, after })).presenceHistory;
    const newest = await page(2, null);
    expect(newest.items).toMatchObject([
      { from: 'AWAY', to: 'AVAILABLE', reason: null },
      { from: 'AVAILABLE', to: 'AWAY', reason: 'tushlik' },
    ]);
    expect(await page(2, newest.nextCursor)).toMatchObject({ items: [{ from: 'OFFLINE', to: 'AVAILABLE' }], nextCursor: null });

    const codeOf = async (client: ApiClient, variables: Record<string, unknown>) =>
      (await client.send(query, { id: agent.id, first: 2, ...variables })).errors?.[0]?.extensions?.code;
    expect(await codeOf(agent.client, {})).toBe('FORBIDDEN');
    expect(await codeOf(supervisor, { first: 0 })).toBe('BAD_USER_INPUT');
    expect(await codeOf(supervisor, { after: 'x' })).toBe('BAD_USER_INPUT');
    expect(await codeOf(supervisor, { id: randomUUID() })).toBe('NOT_FOUND');
  });

  it('should be read of many users at once', async () => {
    const read = vi.spyOn(api.app.get(PresenceService), 'written');
    const users = (await api.admin.ask<{ users: Row[] }>(`{ users { ${PRESENCE} softphoneOnline } }`)).users;
    expect(users.length).toBeGreaterThan(3);
    expect(read.mock.calls.length).toBeLessThanOrEqual(2);
    read.mockRestore();
    for (const user of users) expect(user['presenceSince']).toMatch(/^\d{4}-.*Z$/);
  });
});

describe('groups', () => {
  it('should take the defaults of the contract, change, and go', async () => {
    const [one, two] = [await anAgent(false), await anAgent(false)];
    const name = `Savdo ${randomUUID()}`;
    const group = await change('createGroup', { input: { name, memberIds: [two.id, one.id] } });
    expect(group).toEqual({
      id: group.id,
      name,
      strategy: 'ALL',
      wrapUpSeconds: 0,
      members: [
        { id: two.id, username: two.username },
        { id: one.id, username: one.username },
      ],
    });
    const input = { strategy: 'LONGEST_IDLE', wrapUpSeconds: 30, memberIds: [one.id] };
    const changed = await change('updateGroup', { id: group.id, input });
    expect(changed).toMatchObject({ name, strategy: 'LONGEST_IDLE', wrapUpSeconds: 30, members: [{ id: one.id }] });
    expect((await one.client.ask<{ groups: Row[] }>(`{ groups { ${GROUP} } }`)).groups).toContainEqual(changed);
    expect(await change('deleteGroup', { id: group.id })).toEqual(changed);
    const { errors } = await api.admin.send(`mutation { deleteGroup(id: "${group.id}") { __typename } }`);
    expect(errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
  });

  it('should refuse what is wrong, with its path', async () => {
    const name = `Xizmat ${randomUUID()}`;
    const { id } = await change('createGroup', { input: { name, memberIds: [] } });
    const create = (input: Record<string, unknown>) => change('createGroup', { input: { name: 'Y', memberIds: [], ...input } });
    expect(await create({ name: name.toUpperCase() })).toMatchObject(refused('NAME_TAKEN', 'name'));
    expect(await create({ name: ' ' })).toMatchObject(refused('INVALID_INPUT', 'name'));
    expect(await create({ memberIds: [randomUUID()] })).toMatchObject(refused('INVALID_INPUT', 'memberIds'));
    expect(await create({ wrapUpSeconds: 601 })).toMatchObject(refused('INVALID_INPUT', 'wrapUpSeconds'));
    expect(await change('updateGroup', { id, input: { name: null } })).toMatchObject(refused('INVALID_INPUT', 'name'));
    expect(await change('updateGroup', { id, input: { strategy: null } })).toMatchObject(refused('INVALID_INPUT', 'strategy'));
    expect((await api.admin.ask<{ groups: Row[] }>('{ groups { id name } }')).groups).toContainEqual({ id, name });
  });
});

describe('inbound routes', () => {
  it('should take the defaults of the contract, change, hold what they name, and go', async () => {
    const agent = await anAgent(false);
    const group = await change('createGroup', { input: { name: `G ${randomUUID()}`, memberIds: [] } });
    const { createTrunk: trunk } = await api.admin.ask<{ createTrunk: Row }>(
      `mutation { createTrunk(input: { name: "BellUZ", server: "bell.uz", username: "login", password: "S3cret" }) { ... on Trunk { id name } ${REFUSAL} } }`,
    );
    const route = await change('createInboundRoute', { input: { number: '71 200 00 00', groupId: group.id } });
    expect(route).toEqual({
      id: route.id,
      number: '998712000000',
      trunk: null,
      group: { id: group.id, name: group['name'] },
      agent: null,
      ringTimeoutSeconds: 30,
      fallbackAnnouncement: null,
      fallbackGroup: null,
      enabled: true,
    });
    const input = {
      number: null,
      trunkId: trunk.id,
      groupId: null,
      agentId: agent.id,
      fallbackGroupId: group.id,
      fallbackAnnouncement: 'sound:vm-goodbye',
    };
    const changed = await change('updateInboundRoute', { id: route.id, input });
    expect(changed).toMatchObject({
      number: null,
      trunk: { name: 'BellUZ' },
      group: null,
      agent: { extension: agent.extension },
      fallbackGroup: { id: group.id },
      fallbackAnnouncement: 'sound:vm-goodbye',
    });
    expect((await api.admin.ask<{ inboundRoutes: Row[] }>(`{ inboundRoutes { ${ROUTE} } }`)).inboundRoutes).toEqual([changed]);
    expect(await change('deleteGroup', { id: group.id })).toMatchObject(refused('GROUP_IN_USE', null));
    const deleteTrunk = `mutation { deleteTrunk(id: "${trunk.id}") { ${REFUSAL} } }`;
    expect(await api.admin.ask(deleteTrunk)).toMatchObject({ deleteTrunk: { errorCode: 'TRUNK_IN_USE' } });
    expect(await change('deleteInboundRoute', { id: route.id })).toEqual(changed);
    expect(await change('deleteGroup', { id: group.id })).toMatchObject({ id: group.id });
  });

  it('should refuse what is wrong, with its path', async () => {
    const group = await change('createGroup', { input: { name: `G ${randomUUID()}`, memberIds: [] } });
    const create = (input: Record<string, unknown>) => change('createInboundRoute', { input: { groupId: group.id, ...input } });
    const route = await create({ number: '998712000001' });
    for (const [fields, errorCode, field] of [
      [{ number: '+998712000001' }, 'NAME_TAKEN', 'number'],
      [{ number: 'x; System(rm)' }, 'INVALID_NUMBER', 'number'],
      [{ groupId: null }, 'INVALID_INPUT', 'groupId'],
      [{ trunkId: randomUUID() }, 'TRUNK_NOT_FOUND', 'trunkId'],
      [{ fallbackGroupId: group.id }, 'INVALID_INPUT', 'fallbackGroupId'],
      [{ fallbackAnnouncement: 'sound:../secret' }, 'INVALID_INPUT', 'fallbackAnnouncement'],
      [{ fallbackAnnouncement: 'sound:a&b' }, 'INVALID_INPUT', 'fallbackAnnouncement'],
      [{ ringTimeoutSeconds: 4 }, 'INVALID_INPUT', 'ringTimeoutSeconds'],
      [{ ringTimeoutSeconds: 301 }, 'INVALID_INPUT', 'ringTimeoutSeconds'],
    ] as const) {
      expect(await create(fields), JSON.stringify(fields)).toMatchObject(refused(errorCode, field));
    }
    for (const field of ['ringTimeoutSeconds', 'enabled']) {
      const result = await change('updateInboundRoute', { id: route.id, input: { [field]: null } });
      expect(result).toMatchObject(refused('INVALID_INPUT', field));
    }
    const { inboundRoutes } = await api.admin.ask<{ inboundRoutes: Row[] }>(`{ inboundRoutes { ${ROUTE} } }`);
    expect(inboundRoutes).toEqual([route]);
  });
});
