import { until } from '@app/common/testing';
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
import { TrunkChangeKind } from './trunk-change.entity.js';
import { TrunkRest } from './trunk-rest.entity.js';
import { TrunkRests } from './trunk-rests.js';
import type { Trunk } from './trunk.entity.js';

describe('TrunkRests', () => {
  let database: DataSource;
  let fixture: TrunksFixture;
  let rests: TrunkRests;
  let trunk: Trunk;

  beforeAll(async () => {
    database = await trunksDatabase();
  });
  afterAll(() => database.destroy());
  beforeEach(async () => {
    fixture = await trunksFixture(database);
    ({ rests } = fixture);
    trunk = (await fixture.service.create(principal, trunkInput())) as Trunk;
    // What is told of the registration is told before what is told of rests.
    await until(() => expect(fixture.published).toHaveLength(2));
  });

  const failures = async (count: number, at = new Date()) => {
    for (let turn = 0; turn < count; turn += 1) await rests.noteFailure(trunk.id, at);
  };
  const history = async () => {
    const [changes = []] = await fixture.history.of([trunk.id]);
    return changes
      .filter(({ kind }) => kind === TrunkChangeKind.REST)
      .map(({ state, reason }) => `${state} ${reason ?? ''}`.trim());
  };
  const secondsAgo = (seconds: number) => new Date(Date.now() - seconds * 1000);

  it('should let a trunk rest for 30 s after 5 failures in a row, and tell it', async () => {
    await failures(4);
    expect(rests.restsUntil(trunk.id)).toBeNull();
    expect(fixture.published).toHaveLength(2);
    const at = new Date();
    await failures(1, at);
    expect(rests.restsUntil(trunk.id)).toEqual(new Date(at.getTime() + 30_000));
    expect(fixture.service.standingOf(trunk).restsUntil).toEqual(new Date(at.getTime() + 30_000));
    expect(fixture.published).toHaveLength(3);
    expect(await history()).toEqual(['RESTING 5 technical failures in a row.']);
  });

  it('should count in a row: a success clears', async () => {
    await failures(4);
    await rests.noteSuccess(trunk.id);
    await failures(4);
    expect(rests.restsUntil(trunk.id)).toBeNull();
    expect(await database.getRepository(TrunkRest).find()).toMatchObject([{ failures: 4, restsUntil: null }]);
  });

  it('should write nothing for a success where there was no failure', async () => {
    const writes = rests['rests'].delete.bind(rests['rests']);
    let count = 0;
    rests['rests'].delete = (criteria) => {
      count += 1;
      return writes(criteria);
    };
    await rests.noteSuccess(trunk.id);
    expect(count).toBe(0);
    await failures(1);
    await rests.noteSuccess(trunk.id);
    expect(count).toBe(1);
    expect(fixture.published).toHaveLength(2);
  });

  it('should end a rest by a success, and tell it', async () => {
    await failures(5);
    await rests.noteSuccess(trunk.id);
    expect(rests.restsUntil(trunk.id)).toBeNull();
    expect(await history()).toEqual(['RESTED', 'RESTING 5 technical failures in a row.']);
    expect(fixture.published).toHaveLength(4);
  });

  it('should try again after the rest, and rest again at one failure more', async () => {
    await failures(5, secondsAgo(31));
    expect(rests.restsUntil(trunk.id)).toBeNull();
    await failures(1);
    expect(rests.restsUntil(trunk.id)).not.toBeNull();
    expect((await history())[0]).toBe('RESTING 6 technical failures in a row.');
  });

  it('should tell when the rest is over by itself', async () => {
    await failures(5, secondsAgo(29.8));
    expect(rests.restsUntil(trunk.id)).not.toBeNull();
    await until(async () => expect(await history()).toEqual(['RESTED', 'RESTING 5 technical failures in a row.']));
    await until(() => expect(fixture.published).toHaveLength(4));
    expect(rests.restsUntil(trunk.id)).toBeNull();
  });

  it('should rest on after a restart, and be told that it was over meanwhile', async () => {
    await failures(5);
    const until1 = rests.restsUntil(trunk.id);
    fixture = await trunksFixtureAgain(database, 'a key');
    expect(fixture.rests.restsUntil(trunk.id)).toEqual(until1);
    await database.query(`update trunk_rests set "restsUntil" = now() - interval '1 second'`);
    fixture.gateway.disconnect();
    fixture.gateway.connect();
    await until(async () => expect(await history()).toEqual(['RESTED', 'RESTING 5 technical failures in a row.']));
    expect(fixture.rests.restsUntil(trunk.id)).toBeNull();
  });

  it('should be known to another process by what it is told', async () => {
    const other = new TrunkRests(database.getRepository(TrunkRest), fixture.history, fixture.gateway, fixture.updates);
    await other.onModuleInit();
    await failures(5);
    await until(() => expect(other.restsUntil(trunk.id)).toEqual(rests.restsUntil(trunk.id)));
    await rests.noteSuccess(trunk.id);
    await until(() => expect(other.restsUntil(trunk.id)).toBeNull());
    other.onApplicationShutdown();
  });

  it('should count failures that come at once', async () => {
    await Promise.all(Array.from({ length: 20 }, () => rests.noteFailure(trunk.id, new Date())));
    expect(await database.getRepository(TrunkRest).find()).toMatchObject([{ failures: 20 }]);
  });

  it('should know nothing of a trunk that was deleted', async () => {
    await fixture.service.delete(principal, trunk.id);
    await failures(5);
    expect(rests.restsUntil(trunk.id)).toBeNull();
  });

  it('should begin anew with other settings, but not with another priority', async () => {
    await failures(5);
    await fixture.service.update(principal, trunk.id, { priority: 1 });
    expect(rests.restsUntil(trunk.id)).not.toBeNull();
    await fixture.service.update(principal, trunk.id, { port: 5070 });
    expect(rests.restsUntil(trunk.id)).toBeNull();
  });
});
