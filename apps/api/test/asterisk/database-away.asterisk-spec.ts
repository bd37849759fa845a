/** PostgreSQL is away: calls go on, what changes is kept, and written and told when it is back. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '@app/common/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Postgres, startPostgres } from '../../../../scripts/postgres.mjs';
import { ringsForEver } from '../sip/index.js';
import { AsteriskStack } from './asterisk-stack.js';
import { expectInOrder, statesOf } from './expect-call.js';
import { Given, type GivenAgent, type GivenTrunk } from './given.js';
import { GivenInbound } from './given-inbound.js';

let folder: string;
let postgres: Postgres;
let stack: AsteriskStack;
let given: Given;
let inbound: GivenInbound;
let trunk: GivenTrunk;
let agent: GivenAgent;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trunkline-away-'));
  postgres = await startPostgres({ dataDir: folder });
  stack = await AsteriskStack.start({ databaseUrl: postgres.url });
  given = new Given(stack);
  inbound = new GivenInbound(stack, given);
  trunk = await given.trunk();
  agent = await given.agentPhone();
});
afterAll(async () => {
  await stack?.stop();
  await postgres?.stop();
  await rm(folder, { recursive: true, force: true });
});

const comesBack = async (): Promise<void> => {
  postgres = await startPostgres({ dataDir: folder, port: postgres.port });
};
const apart = (one: string | null, other: number): number => Math.abs(Date.parse(one ?? '') - other);

describe('PostgreSQL away', { timeout: 120_000 }, () => {
  it('should refuse what is new within 1 s, let calls go on and end, and have it all written when it is back', async () => {
    const talking = await given.answeredCall(trunk, agent);
    const number = given.number();
    stack.carrier.on(number, ...ringsForEver);
    const ringing = await given.announcement(trunk, ringsForEver);
    await given.untilCallIs(ringing.id, 'RINGING');
    await postgres.stop();

    const ask = async (path: string, body: object) => {
      const begin = performance.now();
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${stack.admin.token}` };
      const response = await fetch(`${stack.api.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
      return { status: response.status, ms: performance.now() - begin, text: await response.text() };
    };
    const login = { query: 'mutation { login(input: { username: "admin", password: "x" }) { __typename } }' };
    const [originate, signIn] = [await ask('/api/calls/outbound', { to: given.number() }), await ask('/graphql', login)];
    // GraphQL tells by the code alone, as with every other error.
    expect([originate.status, signIn.status]).toEqual([503, 200]);
    for (const { text, ms } of [originate, signIn]) {
      expect(text).toContain('DATABASE_UNAVAILABLE');
      expect(ms).toBeLessThan(1000);
    }

    await ringing.seen.answer();
    const answeredAt = Date.now();
    await until(() => expect(ringing.seen.media.audible).toBeGreaterThan(25));
    await talking.seen.hangUp();
    const endedAt = Date.now();
    await until(() => expect(agent.phone.calls.at(-1)?.endedBy).toBe('them'));
    const heard = ringing.seen.media.received;
    await until(() => expect(ringing.seen.media.received).toBeGreaterThan(heard + 100));

    await comesBack();
    await until(() => expect(stack.updatesOf(talking.id).at(-1)?.call.state).toBe('ENDED'), { timeoutMs: 15_000 });
    const ended = await given.untilCallIs(talking.id, 'ENDED');
    expect(ended).toMatchObject({ outcome: 'COMPLETED', hangup: { by: 'CUSTOMER', cause: 16 } });
    expect(apart(ended.endedAt, endedAt)).toBeLessThan(300);
    const answered = await given.untilCallIs(ringing.id, 'ANSWERED');
    expect(apart(answered.answeredAt, answeredAt)).toBeLessThan(300);
    for (const { id } of [talking, ringing]) expectInOrder(stack.updatesOf(id).map(({ call }) => call));
    expect(statesOf(stack.updatesOf(ringing.id).map(({ call }) => call))).toEqual(['DIALING', 'RINGING', 'ANSWERED']);
    await inbound.untilPresenceIs(agent, 'AVAILABLE');
    await given.hangUp(ringing.id);
    expect(await given.untilCallIs(ringing.id, 'ENDED')).toMatchObject({ outcome: 'COMPLETED', hangup: { by: 'AGENT' } });
  });

  it('should not cost what an api that is killed meanwhile had kept', async () => {
    const { id, seen } = await given.answeredCall(trunk, agent);
    await postgres.stop();
    await seen.hangUp();
    const endedAt = Date.now();
    await until(() => expect(agent.phone.calls.at(-1)?.endedBy).toBe('them'));
    await stack.killApi();
    await comesBack();
    await stack.startApiAgain();
    const call = await given.untilCallIs(id, 'ENDED', 15_000);
    expect(call).toMatchObject({ outcome: 'COMPLETED', hangup: { by: 'CUSTOMER', cause: 16 } });
    expect(apart(call.endedAt, endedAt)).toBeLessThan(300);
    await until(async () => expect(await stack.query('select id from call_legs where "endedAt" is null')).toEqual([]));
  });
});
