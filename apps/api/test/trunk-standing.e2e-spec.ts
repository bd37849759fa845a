/** How trunks stand, as an admin reads it: advice in three languages, reachability, history, rests, flapping, trials step by step. The engine is played. */
import { randomUUID } from 'node:crypto';
import { until } from '@app/common/testing';
import { TRIAL_PREFIX } from '@app/telephony';
import { TrunkRests } from '@app/trunks';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from './support/test-api.js';

const STANDING = `id name isFlapping restsUntil reachability { state roundTripMs since } history { at kind state sipCode reason }
  registration { state sipCode reason problem uz: advice(language: UZ) ru: advice(language: RU) advice }`;
const STEP = 'kind ok milliseconds sipCode detail problem advice(language: UZ)';
const TEST = `... on TrunkTest { ok steps { ${STEP} } advice uz: advice(language: UZ) } ... on OperationError { errorCode message field }`;

interface Standing {
  id: string;
  isFlapping: boolean;
  restsUntil: string | null;
  reachability: { state: string; roundTripMs: number | null; since: string | null };
  registration: {
    state: string;
    problem: string | null;
    reason: string | null;
    uz: string | null;
    ru: string | null;
    advice: string | null;
  };
  history: { at: string; kind: string; state: string; sipCode: number | null; reason: string | null }[];
}
interface Step {
  kind: string;
  ok: boolean;
  sipCode: number | null;
  problem: string | null;
  advice: string | null;
}
interface Trial {
  ok?: boolean;
  steps?: Step[];
  advice?: string | null;
  uz?: string | null;
  errorCode?: string;
  field?: string;
}

let api: TestApi;
let trunk: { id: string };
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api?.stop());
beforeEach(async () => {
  await api.dataSource.query('delete from trunks');
  api.provisioning.trunks.clear();
  api.telephony.registrations.clear();
  trunk = await createTrunk({});
});

const input = { name: 'BellUZ', server: '192.0.2.1', username: 'login', password: 'S3cret!' };

async function createTrunk(fields: Record<string, unknown>): Promise<{ id: string }> {
  const query = `mutation ($input: CreateTrunkInput!) { createTrunk(input: $input) { ... on Trunk { id } ... on OperationError { message field } } }`;
  const { createTrunk: made } = await api.admin.ask<{ createTrunk: { id: string } }>(query, { input: { ...input, ...fields } });
  expect(made).toHaveProperty('id');
  return made;
}
const standing = async (id = trunk.id): Promise<Standing> =>
  (await api.admin.ask<{ trunk: Standing }>(`query ($id: ID!) { trunk(id: $id) { ${STANDING} } }`, { id })).trunk;
const registration = (state: 'REGISTERED' | 'REJECTED', sipCode?: number, reason?: string) =>
  api.telephony.registration({
    trunkName: 'BellUZ',
    state,
    at: new Date(),
    ...(sipCode === undefined ? {} : { sipCode }),
    ...(reason === undefined ? {} : { reason }),
  });
const reachability = (state: 'REACHABLE' | 'UNREACHABLE', roundTripMs?: number, trunkName = 'BellUZ') =>
  api.telephony.reachability({ trunkName, state, at: new Date(), ...(roundTripMs === undefined ? {} : { roundTripMs }) });

describe('how a trunk stands', () => {
  it('should say why it does not register, and what to check, in every language', async () => {
    registration('REJECTED', 403, 'Wrong password or IP not allowed');
    const { registration: told } = await standing();
    expect(told).toMatchObject({ state: 'REJECTED', problem: 'FORBIDDEN', reason: 'Wrong password or IP not allowed' });
    expect(told.uz).toMatch(/Login va Password/);
    expect(told.ru).toMatch(/Логин/);
    expect(told.advice).toMatch(/Login and Password/);
    registration('REGISTERED');
    expect((await standing()).registration).toMatchObject({ problem: null, uz: null, ru: null, advice: null });
  });

  it('should tell reachability with its round trip, live, and hold it in the history with the rest', async () => {
    expect((await standing()).reachability).toEqual({ state: 'UNKNOWN', roundTripMs: null, since: null });
    const { client } = await api.user('AGENT');
    const live = await client.subscribe<{ trunkUpdated: Standing }>(`subscription { trunkUpdated { ${STANDING} } }`);
    // The socket is accepted before the subscription listens.
    await until(() => {
      registration('REGISTERED');
      registration('REJECTED', 503);
      expect(live.items.length).toBeGreaterThan(0);
    });
    reachability('REACHABLE', 12.5);
    await until(() =>
      expect(live.items.at(-1)?.trunkUpdated).toMatchObject({
        reachability: { state: 'REACHABLE', roundTripMs: 12.5 },
        history: expect.arrayContaining([
          expect.objectContaining({ kind: 'REACHABILITY', state: 'REACHABLE', sipCode: null, reason: null }),
          expect.objectContaining({ kind: 'REGISTRATION', state: 'REJECTED', sipCode: 503 }),
          expect.objectContaining({ kind: 'REGISTRATION', state: 'REGISTERING' }),
        ]),
      }),
    );
    const { history } = await standing();
    expect(history[0]).toMatchObject({ kind: 'REACHABILITY' });
    expect(history.map(({ at }) => Date.parse(at))).toEqual(history.map(({ at }) => Date.parse(at)).sort((a, b) => b - a));
    expect(live.errors).toEqual([]);
  });

  it.each([{ qualify: false }, { enabled: false }])('should not ask where %j', async (fields) => {
    const { id } = await createTrunk({ name: 'Other', ...fields });
    expect((await standing(id)).reachability.state).toBe('NOT_ASKED');
  });

  it('should be told to flap', async () => {
    for (let turn = 0; turn < 3; turn += 1) {
      expect((await standing()).isFlapping).toBe(false);
      registration('REGISTERED');
      registration('REJECTED', 503);
      await until(async () =>
        expect((await standing()).history.filter(({ state }) => state === 'REJECTED')).toHaveLength(turn + 1),
      );
    }
    expect((await standing()).isFlapping).toBe(true);
  });

  it('should be told to rest', async () => {
    const rests = api.app.get(TrunkRests, { strict: false });
    const at = new Date();
    for (let turn = 0; turn < 5; turn += 1) await rests.noteFailure(trunk.id, at);
    const { restsUntil, history } = await standing();
    expect(restsUntil).toBe(new Date(at.getTime() + 30_000).toISOString());
    expect(history[0]).toMatchObject({ kind: 'REST', state: 'RESTING' });
    await rests.noteSuccess(trunk.id);
    expect(await standing()).toMatchObject({ restsUntil: null });
  });

  it('should be readable for many trunks at once', async () => {
    for (let index = 0; index < 20; index += 1) await createTrunk({ name: `T${index}` });
    const { trunks } = await api.admin.ask<{ trunks: Standing[] }>(`{ trunks { ${STANDING} } }`);
    expect(trunks).toHaveLength(21);
    expect(trunks.every(({ history }) => history.every(({ state }) => state === 'REGISTERING'))).toBe(true);
  });
});

describe('a trial', () => {
  const testTrunk = async (testId?: string, fields: Record<string, unknown> = {}): Promise<Trial> => {
    const query = `mutation ($input: CreateTrunkInput!, $testId: ID) { testTrunk(input: $input, testId: $testId) { ${TEST} } }`;
    return (await api.admin.ask<{ testTrunk: Trial }>(query, { input: { ...input, name: 'Trial', ...fields }, testId }))
      .testTrunk;
  };
  const probe = () =>
    until(() => {
      const name = [...api.provisioning.trunks.keys()].find((key) => key.startsWith(TRIAL_PREFIX));
      if (name === undefined) throw new Error('There is no trial yet');
      return name;
    });

  it('should tell its steps as they are done to who started it alone, and end with them', async () => {
    const testId = randomUUID();
    const query = `subscription ($testId: ID!) { trunkTested(testId: $testId) { ${STEP} } }`;
    const mine = await api.admin.subscribe<{ trunkTested: Step }>(query, { testId });
    const { client } = await api.user('ADMIN');
    const others = await client.subscribe<{ trunkTested: Step }>(query, { testId });
    const trial = testTrunk(testId);
    const name = await probe();
    reachability('REACHABLE', 3, name);
    await until(() => expect(mine.items.map(({ trunkTested }) => trunkTested.kind)).toEqual(['RESOLVE', 'REACH']));
    api.telephony.registration({ trunkName: name, state: 'REJECTED', at: new Date(), sipCode: 401, reason: 'Unauthorized' });
    const { ok, steps, advice, uz } = await trial;
    expect(ok).toBe(false);
    expect(steps?.at(-1)).toMatchObject({ kind: 'REGISTER', ok: false, sipCode: 401, problem: 'WRONG_CREDENTIALS' });
    expect(uz).toBe(steps?.at(-1)?.advice);
    expect(advice).toMatch(/Login and Password/);
    await until(() => expect(mine.isComplete).toBe(true));
    expect(mine.items.map(({ trunkTested }) => trunkTested)).toEqual(steps);
    expect(others.items).toEqual([]);
    expect(others.isComplete).toBe(false);
    expect([...api.provisioning.trunks.keys()]).toEqual(['BellUZ']);
  });

  it('should be refused before anything is tried where it makes no sense', async () => {
    expect(await testTrunk('no uuid')).toMatchObject({ errorCode: 'INVALID_INPUT', field: 'testId' });
    expect(await testTrunk(undefined, { mediaEncryption: 'REQUIRED' })).toMatchObject({
      errorCode: 'INVALID_INPUT',
      field: 'input.mediaEncryption',
    });
    expect(await testTrunk(undefined, { password: null })).toMatchObject({ field: 'input.password' });
    const subscription = await api.admin.subscribe('subscription { trunkTested(testId: "no uuid") { kind } }');
    await until(() => expect(JSON.stringify(subscription.errors)).toContain('BAD_USER_INPUT'));
  });

  it('should be nothing that an agent or a supervisor may start or watch', async () => {
    for (const role of ['AGENT', 'SUPERVISOR'] as const) {
      const { client } = await api.user(role);
      const { errors } = await client.send(`mutation ($id: ID!) { testStoredTrunk(id: $id) { ${TEST} } }`, { id: trunk.id });
      expect(errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
      const subscription = await client.subscribe(`subscription { trunkTested(testId: "${randomUUID()}") { kind } }`);
      await until(() => expect(JSON.stringify(subscription.errors)).toContain('FORBIDDEN'));
    }
  });

  it('should try a stored trunk with its stored password, and register the trunk again where the trial has', async () => {
    const query = `mutation ($id: ID!) { testStoredTrunk(id: $id) { ${TEST} } }`;
    const trial = api.admin.ask<{ testStoredTrunk: Trial }>(query, { id: trunk.id });
    const name = await probe();
    expect(api.provisioning.trunks.get(name)).toMatchObject({ password: 'S3cret!', server: '192.0.2.1' });
    api.telephony.registration({ trunkName: name, state: 'REGISTERED', at: new Date() });
    expect((await trial).testStoredTrunk).toMatchObject({ ok: true, advice: null });
    expect(api.provisioning.reregistered).toContain('BellUZ');
  });
});
