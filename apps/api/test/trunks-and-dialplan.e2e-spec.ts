/** Trunks and the dialplan as an integrator meets them: over GraphQL, with honest and hostile input. The engine is played. */
import { until } from '@app/common/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from './support/test-api.js';

const TRUNK = `id name server port transport authMode username callerId allowedCallerIds codecs enabled priority maxChannels
  registration { state sipCode reason since expiresAt } activeCalls createdAt updatedAt`;
const RULE = 'id name pattern trunks { id name } stripDigits prepend callerId ringTimeoutSeconds record enabled';
const REFUSAL = '... on OperationError { errorCode message field }';

const valid = { name: 'BellUZ', server: 'bell.uz', username: 'login', password: 'S3cret!' };

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api?.stop());
beforeEach(async () => {
  await api.dataSource.query('delete from dialplan_rule_trunks');
  await api.dataSource.query(`delete from dialplan_rules where pattern <> '_998X.'`);
  await api.dataSource.query('delete from trunks');
  api.provisioning.trunks.clear();
});

type Row = Record<string, unknown> & { id: string; errorCode?: string; field?: string };

const createTrunk = async (input: Record<string, unknown>): Promise<Row> => {
  const query = `mutation ($input: CreateTrunkInput!) { createTrunk(input: $input) { ... on Trunk { ${TRUNK} } ${REFUSAL} } }`;
  return (await api.admin.ask<{ createTrunk: Row }>(query, { input })).createTrunk;
};
const updateTrunk = async (id: string, input: Record<string, unknown>): Promise<Row> => {
  const query = `mutation ($id: ID!, $input: UpdateTrunkInput!) { updateTrunk(id: $id, input: $input) { ... on Trunk { ${TRUNK} } ${REFUSAL} } }`;
  return (await api.admin.ask<{ updateTrunk: Row }>(query, { id, input })).updateTrunk;
};
const createRule = async (input: Record<string, unknown>): Promise<Row> => {
  const query = `mutation ($input: CreateDialplanRuleInput!) { createDialplanRule(input: $input) { ... on DialplanRule { ${RULE} } ${REFUSAL} } }`;
  return (await api.admin.ask<{ createDialplanRule: Row }>(query, { input })).createDialplanRule;
};
const trunks = async (): Promise<Row[]> => (await api.admin.ask<{ trunks: Row[] }>(`{ trunks { ${TRUNK} } }`)).trunks;
const dialplan = async () =>
  (
    await api.admin.ask<{ dialplan: { rules: Row[]; text: string; applied: boolean } }>(
      `{ dialplan { rules { ${RULE} } text applied } }`,
    )
  ).dialplan;

describe('trunks', () => {
  it('should take the defaults of the contract', async () => {
    const trunk = await createTrunk(valid);
    expect(trunk).toMatchObject({
      name: 'BellUZ',
      port: 5060,
      transport: 'UDP',
      authMode: 'REGISTRATION',
      callerId: null,
      allowedCallerIds: [],
      codecs: ['alaw', 'ulaw'],
      enabled: true,
      priority: 100,
      maxChannels: null,
      activeCalls: 0,
      registration: { state: 'REGISTERING' },
    });
    expect(trunk['createdAt']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(api.provisioning.trunks.get('BellUZ')).toMatchObject({ password: 'S3cret!' });
  });

  it('should never give the password away', async () => {
    await createTrunk(valid);
    const { errors } = await api.admin.send('{ trunks { password } }');
    expect(errors?.[0]?.message).toMatch(/password/);
    expect(JSON.stringify(await trunks())).not.toContain('S3cret');
  });

  it('should leave what an update does not name, and clear what may be cleared', async () => {
    const trunk = await createTrunk({
      ...valid,
      callerId: '998712000000',
      allowedCallerIds: ['101'],
      maxChannels: 3,
      codecs: ['g722'],
    });
    const { updatedAt: _updatedAt, registration: _registration, ...kept } = trunk;
    expect(await updateTrunk(trunk.id, { port: 5061 })).toMatchObject({ ...kept, port: 5061 });
    expect(await updateTrunk(trunk.id, { callerId: null, maxChannels: null })).toMatchObject({
      callerId: null,
      maxChannels: null,
      port: 5061,
    });
  });

  it.each<[field: string, value: unknown]>([
    ['name', 'a\n[b]'],
    ['name', 'a;b'],
    ['name', 'a,b'],
    ['name', 'a@b'],
    ['name', 'anonymous'],
    ['name', 'transport-udp'],
    ['name', '201'],
    ['name', ''],
    ['server', 'bell.uz\r\nAction: Originate'],
    ['server', 'bell.uz;transport=tcp'],
    ['server', '300.1.1.1'],
    ['port', 0],
    ['port', 70_000],
    ['username', 'a;b'],
    ['username', 'a"b'],
    ['password', 'a\r\nb'],
    ['codecs', ['g729']],
    ['codecs', []],
    ['codecs', ['alaw', 'alaw']],
    ['callerId', '998712000000>;x=<'],
    ['allowedCallerIds', ['1,2']],
    ['priority', -1],
    ['maxChannels', 0],
  ])('should refuse %s %j, on creation and change, and store and push nothing', async (field, value) => {
    expect(await createTrunk({ ...valid, [field]: value })).toMatchObject({
      errorCode: 'INVALID_INPUT',
      field: `input.${field}`,
    });
    expect(await trunks()).toEqual([]);
    expect(api.provisioning.trunks.size).toBe(0);
    const trunk = await createTrunk(valid);
    const pushed = api.provisioning.trunks.get('BellUZ');
    expect(await updateTrunk(trunk.id, { [field]: value })).toMatchObject({
      errorCode: 'INVALID_INPUT',
      field: `input.${field}`,
    });
    expect(await trunks()).toEqual([trunk]);
    expect([...api.provisioning.trunks.values()]).toEqual([pushed]);
  });

  it.each(['name', 'server', 'port', 'transport', 'authMode', 'allowedCallerIds', 'codecs', 'enabled', 'priority'])(
    'should refuse null for %s',
    async (field) => {
      const trunk = await createTrunk(valid);
      expect(await updateTrunk(trunk.id, { [field]: null })).toMatchObject({
        errorCode: 'INVALID_INPUT',
        field: `input.${field}`,
      });
    },
  );

  it('should know the templates', async () => {
    const { trunkTemplates } = await api.admin.ask<{ trunkTemplates: unknown[] }>(
      '{ trunkTemplates { name title server port transport authMode codecs } }',
    );
    expect(trunkTemplates).toContainEqual({
      name: 'BellUZ',
      title: 'Bell.uz',
      server: 'bell.uz',
      port: 5060,
      transport: 'UDP',
      authMode: 'REGISTRATION',
      codecs: ['alaw', 'ulaw'],
    });
  });

  it('should tell subscribers of creation, registration, change and deletion', async () => {
    const { client } = await api.user('AGENT');
    const updated = await client.subscribe<{ trunkUpdated: Row & { registration: Row } }>(
      `subscription { trunkUpdated { ${TRUNK} } }`,
    );
    const deleted = await client.subscribe<{ trunkDeleted: string }>('subscription { trunkDeleted }');
    const { id } = await createTrunk(valid);
    // The socket is accepted before the subscription listens.
    await until(async () => {
      await updateTrunk(id, { priority: 2 });
      expect(updated.items.at(-1)?.trunkUpdated).toMatchObject({ id, priority: 2 });
    });
    api.telephony.registration({ trunkName: 'BellUZ', state: 'REJECTED', at: new Date(), sipCode: 403, reason: 'Forbidden' });
    await until(() =>
      expect(updated.items.at(-1)?.trunkUpdated.registration).toMatchObject({
        state: 'REJECTED',
        sipCode: 403,
        reason: 'Forbidden',
      }),
    );
    await updateTrunk(id, { priority: 1 });
    await until(() => expect(updated.items.at(-1)?.trunkUpdated).toMatchObject({ priority: 1 }));
    await api.admin.ask('mutation ($id: ID!) { deleteTrunk(id: $id) { ... on Trunk { id } } }', { id });
    await until(() => expect(deleted.items).toEqual([{ trunkDeleted: id }]));
    expect(updated.errors).toEqual([]);
  });
});

describe('the dialplan', () => {
  it('should show the rules, the text and whether it is applied', async () => {
    const trunk = await createTrunk(valid);
    const rule = await createRule({ name: 'Rossiya', pattern: '_7X.', trunkIds: [trunk.id] });
    expect(rule).toMatchObject({
      pattern: '_7X.',
      trunks: [{ name: 'BellUZ' }],
      ringTimeoutSeconds: 30,
      record: true,
      prepend: '',
      stripDigits: 0,
    });
    await until(async () => expect((await dialplan()).applied).toBe(true));
    const { rules, text } = await dialplan();
    expect(rules.map(({ pattern }) => pattern)).toEqual(['_7X.', '_998X.']);
    expect(text).toContain('Dial(PJSIP/${TO_NUMBER}@BellUZ,30)');
  });

  it.each<[field: string, value: unknown, code: string]>([
    ['pattern', '_998X.,1,System(id)', 'INVALID_INPUT'],
    ['pattern', '_.', 'INVALID_INPUT'],
    ['pattern', '_998X.\nexten => s,1,NoOp()', 'INVALID_INPUT'],
    ['pattern', '_998X.', 'NAME_TAKEN'],
    ['name', 'a\nb', 'INVALID_INPUT'],
    ['name', '', 'INVALID_INPUT'],
    ['prepend', '1&PJSIP/2', 'INVALID_INPUT'],
    ['prepend', '9'.repeat(21), 'INVALID_INPUT'],
    ['stripDigits', -1, 'INVALID_INPUT'],
    ['stripDigits', 21, 'INVALID_INPUT'],
    ['ringTimeoutSeconds', 4, 'INVALID_INPUT'],
    ['ringTimeoutSeconds', 301, 'INVALID_INPUT'],
    ['callerId', '1;2', 'INVALID_INPUT'],
    ['trunkIds', ['00000000-0000-4000-8000-000000000000'], 'TRUNK_NOT_FOUND'],
  ])('should refuse a rule with %s %j', async (field, value, code) => {
    const { applied: _before, ...before } = await dialplan();
    expect(await createRule({ name: 'Rule', pattern: '_44X.', [field]: value })).toMatchObject({
      errorCode: code,
      field: `input.${field}`,
    });
    expect(await dialplan()).toMatchObject(before);
  });

  it('should refuse to delete a trunk that a rule names, and say which', async () => {
    const trunk = await createTrunk(valid);
    await createRule({ name: 'Rossiya', pattern: '_7X.', trunkIds: [trunk.id] });
    const { deleteTrunk } = await api.admin.ask<{ deleteTrunk: Row }>(
      `mutation ($id: ID!) { deleteTrunk(id: $id) { ... on Trunk { id } ${REFUSAL} } }`,
      { id: trunk.id },
    );
    expect(deleteTrunk).toMatchObject({ errorCode: 'TRUNK_IN_USE', message: expect.stringContaining('Rossiya') });
  });

  it('should tell subscribers of a change', async () => {
    const told = await api.admin.subscribe<{ dialplanUpdated: { rules: Row[] } }>(
      'subscription { dialplanUpdated { rules { pattern } text applied } }',
    );
    await createRule({ name: 'Rossiya', pattern: '_7X.' });
    // The socket is accepted before the subscription listens.
    await until(async () => {
      await createRule({ name: 'Again', pattern: `7${Date.now()}` });
      expect(told.items.length).toBeGreaterThan(0);
    });
    await until(() => expect(told.items.at(-1)?.dialplanUpdated.rules).toContainEqual({ pattern: '_7X.' }));
  });

  it('should explain a call with the rules that are there', async () => {
    await createTrunk({ ...valid, callerId: '998712000000' });
    const { explainCall } = await api.admin.ask<{ explainCall: unknown }>(
      `{ explainCall(number: "90 123 45 67") { input number rule { pattern } attempts { trunk { name } dialString callerId usable reason } error { errorCode } } }`,
    );
    expect(explainCall).toEqual({
      input: '90 123 45 67',
      number: '998901234567',
      rule: { pattern: '_998X.' },
      attempts: [
        {
          trunk: { name: 'BellUZ' },
          dialString: 'PJSIP/998901234567@BellUZ',
          callerId: '998712000000',
          usable: true,
          reason: null,
        },
      ],
      error: null,
    });
  });

  it.each<[prefix: string, code: string]>([
    ['', 'INVALID_INPUT'],
    ['+998', 'INVALID_INPUT'],
    ['00998', 'INVALID_INPUT'],
    ['99;8', 'INVALID_INPUT'],
    ['1234567890123456', 'INVALID_INPUT'],
    ['998', 'NAME_TAKEN'],
  ])('should refuse the destination %j', async (prefix, code) => {
    const { createAllowedDestination } = await api.admin.ask<{ createAllowedDestination: Row }>(
      `mutation ($input: CreateAllowedDestinationInput!) { createAllowedDestination(input: $input) { ... on AllowedDestination { id } ${REFUSAL} } }`,
      { input: { prefix } },
    );
    expect(createAllowedDestination).toMatchObject({ errorCode: code, field: 'input.prefix' });
  });
});
