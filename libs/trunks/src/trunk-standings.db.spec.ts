import { aPort, until } from '@app/common/testing';
import type { FakeGateway } from '@app/telephony/testing';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  principal,
  trunkInput,
  trunksDatabase,
  trunksFixture,
  trunksFixtureAgain,
  type TrunksFixture,
} from '../testing/trunks-fixture.js';
import { DnsNameResolver } from './name-resolver.js';
import { ServerDiagnosis } from './server-diagnosis.js';
import { TrunkChange, TrunkChangeKind } from './trunk-change.entity.js';
import { TrunkDiagnoses } from './trunk-diagnoses.js';
import { Trunk, TrunkAuthMode, TrunkTransport } from './trunk.entity.js';
import type { CreateTrunkInput } from './trunk.inputs.js';

const HOUR_MS = 60 * 60_000;

describe('the history of trunks', () => {
  let database: DataSource;
  let fixture: TrunksFixture;
  let gateway: FakeGateway;

  beforeAll(async () => {
    database = await trunksDatabase();
  });
  afterAll(() => database.destroy());
  beforeEach(async () => {
    fixture = await trunksFixture(database);
    ({ gateway } = fixture);
  });

  const created = async (fields: Partial<CreateTrunkInput> = {}): Promise<Trunk> => {
    const trunk = await fixture.service.create(principal, trunkInput(fields));
    if (!(trunk instanceof Trunk)) throw new Error(trunk.message);
    // That it is there, and that it registers.
    if (trunk.authMode === TrunkAuthMode.REGISTRATION) await until(() => expect(fixture.published).toHaveLength(2));
    return trunk;
  };
  /** Newest first: `REJECTED 403 Forbidden`. */
  const history = async ({ id }: Trunk): Promise<string[]> => {
    const [changes = []] = await fixture.history.of([id]);
    return changes.map(({ state, sipCode, reason }) => [state, sipCode, reason].filter((part) => part !== null).join(' '));
  };
  const registration = (state: 'REGISTERED' | 'REJECTED' | 'UNREACHABLE', more: { sipCode?: number; reason?: string } = {}) =>
    gateway.registration({ trunkName: 'BellUZ', state, at: new Date(), ...more });
  const reachability = (state: 'REACHABLE' | 'UNREACHABLE') =>
    gateway.reachability({ trunkName: 'BellUZ', state, at: new Date() });

  it('should hold each change, newest first, written before it is told', async () => {
    const trunk = await created();
    const rowsWhenTold: number[] = [];
    await fixture.updates.listen('trunk', () => {
      void database
        .getRepository(TrunkChange)
        .count()
        .then((count) => rowsWhenTold.push(count));
    });
    registration('REJECTED', { sipCode: 403, reason: 'Wrong password' });
    registration('REJECTED', { sipCode: 404, reason: 'Not Found' });
    registration('UNREACHABLE', { reason: 'bell.uz:5060 does not answer.' });
    reachability('REACHABLE');
    registration('REGISTERED');
    await until(async () =>
      expect(await history(trunk)).toEqual([
        'REGISTERED 200',
        'REACHABLE',
        'UNREACHABLE bell.uz:5060 does not answer.',
        'REJECTED 404 Not Found',
        'REJECTED 403 Wrong password',
        'REGISTERING',
      ]),
    );
    await until(() => expect(rowsWhenTold.length).toBeGreaterThanOrEqual(5));
    expect(rowsWhenTold[0]).toBeGreaterThanOrEqual(2);
  });

  it('should not hold what is no change: a renewal, more words for the same, a round trip', async () => {
    const trunk = await created();
    registration('REJECTED');
    registration('REJECTED', { sipCode: 403, reason: 'Forbidden' });
    await until(async () => expect(await history(trunk)).toEqual(['REJECTED 403 Forbidden', 'REGISTERING']));
    registration('REGISTERED');
    gateway.registration({ trunkName: 'BellUZ', state: 'REGISTERED', at: new Date(), expiresAt: new Date(Date.now() + HOUR_MS) });
    reachability('REACHABLE');
    gateway.reachability({ trunkName: 'BellUZ', state: 'REACHABLE', at: new Date(Date.now() + HOUR_MS), roundTripMs: 3 });
    reachability('UNREACHABLE');
    await until(async () =>
      expect(await history(trunk)).toEqual([
        'UNREACHABLE',
        'REACHABLE',
        'REGISTERED 200',
        'REJECTED 403 Forbidden',
        'REGISTERING',
      ]),
    );
  });

  it('should not hold a first word after a reconnect that says what was known, but one that says another thing', async () => {
    const trunk = await created();
    registration('REGISTERED');
    await until(async () => expect(await history(trunk)).toHaveLength(2));
    gateway.disconnect();
    gateway.connect();
    registration('REGISTERED');
    gateway.disconnect();
    gateway.connect();
    registration('UNREACHABLE');
    await until(async () => expect(await history(trunk)).toEqual(['UNREACHABLE', 'REGISTERED 200', 'REGISTERING']));
  });

  it('should know after a restart what was known before it', async () => {
    const trunk = await created();
    registration('REGISTERED');
    await until(async () => expect(await history(trunk)).toHaveLength(2));
    fixture = await trunksFixtureAgain(database, 'a key');
    ({ gateway } = fixture);
    registration('REGISTERED');
    registration('REJECTED', { sipCode: 403 });
    await until(async () => expect(await history(trunk)).toEqual(['REJECTED 403', 'REGISTERED 200', 'REGISTERING']));
  });

  it('should hold that a trunk has nothing to register any more', async () => {
    const trunk = await created();
    registration('REGISTERED');
    await until(async () => expect(await history(trunk)).toHaveLength(2));
    await fixture.service.update(principal, trunk.id, { enabled: false });
    await fixture.service.update(principal, trunk.id, { priority: 3 });
    await fixture.service.update(principal, trunk.id, { enabled: true });
    await until(async () =>
      expect(await history(trunk)).toEqual(['REGISTERING', 'NOT_REQUIRED', 'REGISTERED 200', 'REGISTERING']),
    );
    const other = await created({ name: 'Other', authMode: TrunkAuthMode.IP });
    expect(await history(other)).toEqual([]);
  });

  it('should be written by nobody but the holder of the events', async () => {
    const trunk = await created();
    gateway.disconnect();
    expect(await fixture.history.note({ trunkId: trunk.id, kind: TrunkChangeKind.REST, state: 'RESTING' })).toBe(false);
    expect(await history(trunk)).toEqual(['REGISTERING']);
  });

  it('should forget what is a day old, but not what the next word is compared with', async () => {
    const trunk = await created();
    const longAgo = (hours: number) => new Date(Date.now() - hours * HOUR_MS);
    const kind = TrunkChangeKind.REGISTRATION;
    for (const [state, hours] of [
      ['REGISTERED', 60],
      ['REJECTED', 50],
      ['REGISTERED', 40],
    ] as const)
      await fixture.history.note({ trunkId: trunk.id, kind, state, at: longAgo(hours) });
    expect(await history(trunk)).toEqual(['REGISTERING']);
    await fixture.history.prune();
    const rows = await database.getRepository(TrunkChange).find({ order: { id: 'ASC' } });
    expect(rows.map(({ state }) => state)).toEqual(['REGISTERING', 'REGISTERED']);
    expect(await fixture.history.note({ trunkId: trunk.id, kind, state: 'REGISTERED' })).toBe(false);
  });

  it('should hold no more than 500 of a trunk', async () => {
    const trunk = await created();
    await database.query(
      `insert into trunk_changes ("trunkId", at, kind, state)
       select $1, now() - interval '1 hour', 'REGISTRATION', case when n % 2 = 0 then 'REJECTED' else 'REGISTERED' end
       from generate_series(1, 700) n`,
      [trunk.id],
    );
    registration('UNREACHABLE');
    await until(async () => {
      const lines = await history(trunk);
      expect(lines[0]).toBe('UNREACHABLE');
      expect(lines).toHaveLength(500);
    });
  });

  it('should find out why a server is not reached, and hold it in the line that is there', async () => {
    const port = await aPort();
    const trunk = await created({ server: '127.0.0.1', port, transport: TrunkTransport.TCP });
    const diagnosis = new ServerDiagnosis(new DnsNameResolver());
    const diagnoses = new TrunkDiagnoses(database.getRepository(Trunk), fixture.registrations, diagnosis);
    diagnoses.onModuleInit();
    registration('UNREACHABLE', { reason: 'Not reached.' });
    const reason = `Nothing listens on 127.0.0.1:${port} (TCP).`;
    await until(() => expect(fixture.service.statusOf(trunk)).toMatchObject({ problem: 'CONNECTION_REFUSED', reason }));
    await until(async () => expect(await history(trunk)).toEqual([`UNREACHABLE ${reason}`, 'REGISTERING']));
    diagnoses.onApplicationShutdown();
  });

  it('should tell when a trunk begins to flap, and when it is over', async () => {
    const trunk = await created();
    const almost = new Date(Date.now() - 10 * 60_000 + 300);
    const kind = TrunkChangeKind.REGISTRATION;
    for (const state of ['REGISTERED', 'REJECTED', 'REGISTERED', 'REJECTED', 'REGISTERED'])
      await fixture.history.note({ trunkId: trunk.id, kind, state, at: almost });
    await until(() => expect(fixture.published.length).toBeGreaterThan(0));
    const before = fixture.published.length;
    registration('REJECTED', { sipCode: 503 });
    // The loss, and 300 ms later that the oldest of the three is ten minutes old.
    await until(() => expect(fixture.published.length).toBeGreaterThanOrEqual(before + 2));
  });
});
