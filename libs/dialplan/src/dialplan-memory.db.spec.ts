import { isRefusal, LiveUpdates } from '@app/common';
import { plainTrunkOptions, type Trunk, TRUNK_TOPIC, TrunkAuthMode, TrunksService, TrunkTransport } from '@app/trunks';
import type { TestingModule } from '@nestjs/testing';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dialplanApp, gateway, principal } from '../testing/dialplan-app.js';
import { AllowedDestination } from './allowed-destination.entity.js';
import { DestinationsService } from './destinations.service.js';
import { DIALPLAN_TOPIC, DialplanMemory } from './dialplan-memory.js';
import { DialplanRule } from './dialplan-rule.entity.js';
import { DialplanRulesService } from './dialplan-rules.service.js';
import { DialplanSeeder } from './dialplan.seeder.js';
import { DialplanService } from './dialplan.service.js';
import { planCall } from './plan-call.js';

const NUMBER = '998901234567';

describe('the memory of the dialplan', () => {
  let app: TestingModule;
  let database: DataSource;
  let memory: DialplanMemory;
  let rules: DialplanRulesService;
  let destinations: DestinationsService;
  let trunks: TrunksService;
  let trunk: Trunk;

  beforeAll(async () => {
    app = await dialplanApp();
    database = app.get(DataSource);
    memory = app.get(DialplanMemory);
    [rules, destinations, trunks] = [app.get(DialplanRulesService), app.get(DestinationsService), app.get(TrunksService)];
  });
  afterAll(() => app.close());

  beforeEach(async () => {
    gateway.connect();
    await database.query('truncate dialplan_rules, allowed_destinations, trunks, audit_entry cascade');
    await app.get(DialplanSeeder).seed();
    const made = await trunks.create(principal, {
      name: 'BellUZ',
      server: 'bell.uz',
      port: 5060,
      transport: TrunkTransport.UDP,
      authMode: TrunkAuthMode.IP,
      allowedCallerIds: [],
      codecs: ['alaw'],
      ...plainTrunkOptions,
      enabled: true,
      priority: 100,
    });
    if (isRefusal(made)) throw new Error(made.message);
    trunk = made;
    await plan();
  });

  const plan = async (to = NUMBER) => planCall({ to }, await app.get(DialplanService).snapshot(new Map()));
  const ruleFor = async (to: string) => (await plan(to)).rule?.pattern;
  const input = { name: 'R', trunkIds: [], stripDigits: 0, prepend: '', ringTimeoutSeconds: 30, record: true, emergency: false };

  it('should be read once while nothing changes, however many ask', async () => {
    const [first, second] = await Promise.all([memory.read(), memory.read()]);
    expect(second).toBe(first);
    expect(await memory.read()).toBe(first);
  });

  it('should be seen by the very next plan when a rule comes, changes or goes', async () => {
    const rule = await rules.create(principal, { ...input, pattern: '_99890XXXXXXX', enabled: true });
    if (isRefusal(rule)) throw new Error(rule.message);
    expect(await ruleFor(NUMBER)).toBe('_99890XXXXXXX');
    await rules.update(principal, rule.id, { ringTimeoutSeconds: 77 });
    expect((await plan()).ringTimeoutSeconds).toBe(77);
    await rules.update(principal, rule.id, { trunkIds: [trunk.id] });
    expect((await plan()).rule?.trunks.map(({ name }) => name)).toEqual(['BellUZ']);
    await rules.delete(principal, rule.id);
    expect(await ruleFor(NUMBER)).toBe('_998X.');
  });

  it('should be seen by the very next plan when a destination comes or goes', async () => {
    await rules.create(principal, { ...input, pattern: '_44X.', enabled: true });
    const code = async () => (await plan('+447911123456')).error?.errorCode ?? null;
    expect(await code()).toBe('DESTINATION_NOT_ALLOWED');
    const added = await destinations.create(principal, { prefix: '44' });
    if (isRefusal(added)) throw new Error(added.message);
    expect(await code()).toBeNull();
    await destinations.delete(principal, added.id);
    expect(await code()).toBe('DESTINATION_NOT_ALLOWED');
  });

  it('should be seen by the very next plan when a trunk comes, changes or goes', async () => {
    expect((await plan()).attempts.map(({ dialString }) => dialString)).toEqual([`PJSIP/${NUMBER}@BellUZ`]);
    await trunks.update(principal, trunk.id, { name: 'Renamed', callerId: '998712000000' });
    expect((await plan()).attempts).toMatchObject([{ dialString: `PJSIP/${NUMBER}@Renamed`, callerId: '998712000000' }]);
    await trunks.update(principal, trunk.id, { enabled: false });
    expect((await plan()).error).toMatchObject({ errorCode: 'TRUNK_UNAVAILABLE' });
    await trunks.delete(principal, trunk.id);
    expect((await plan()).attempts).toEqual([]);
  });

  it('should be of the time after a commit, though somebody asked between the write and it', async () => {
    await database.transaction(async (manager) => {
      await manager.update(DialplanRule, { pattern: '_998X.' }, { ringTimeoutSeconds: 99 });
      await manager.insert(AllowedDestination, { prefix: '44', note: null });
      expect((await plan()).ringTimeoutSeconds).toBe(30);
    });
    expect((await plan()).ringTimeoutSeconds).toBe(99);
    expect((await memory.read()).destinations.map(({ prefix }) => prefix)).toContain('44');
  });

  it('should not keep what was being read when a change was made', async () => {
    memory.forget();
    const early = memory.read();
    await rules.create(principal, { ...input, pattern: '_99890XXXXXXX', enabled: true });
    await early;
    expect(await ruleFor(NUMBER)).toBe('_99890XXXXXXX');
  });

  it('should hear of what another replica changed, and not mind how a trunk is doing', async () => {
    const updates = app.get(LiveUpdates);
    const before = await memory.read();
    await database.query(`update trunks set "maxChannels" = 7`);
    await updates.publish(TRUNK_TOPIC, { trunkId: trunk.id, what: 'state' });
    await updates.publish(TRUNK_TOPIC, { trunkId: trunk.id, what: 'calls' });
    expect(await memory.read()).toBe(before);
    await updates.publish(TRUNK_TOPIC, { trunkId: trunk.id, what: 'settings' });
    expect((await memory.read()).trunks).toMatchObject([{ maxChannels: 7 }]);
    await database.query(`update dialplan_rules set "ringTimeoutSeconds" = 55`);
    await updates.publish(DIALPLAN_TOPIC, {});
    expect((await plan()).ringTimeoutSeconds).toBe(55);
  });

  it('should be read anew at every reconcile', async () => {
    await database.query(`update dialplan_rules set "ringTimeoutSeconds" = 66`);
    await app.get(DialplanService).apply();
    expect((await plan()).ringTimeoutSeconds).toBe(66);
  });

  it('should ask again after a reading that failed', async () => {
    await database.query('alter table allowed_destinations rename to gone');
    memory.forget();
    await expect(memory.read()).rejects.toThrow();
    await database.query('alter table gone rename to allowed_destinations');
    expect((await plan()).error).toBeNull();
  });
});
