import { isRefusal, LiveUpdates } from '@app/common';
import { until } from '@app/common/testing';
import { plainTrunkOptions, type Trunk, TrunkAuthMode, TrunksService, TrunkTransport } from '@app/trunks';
import type { TestingModule } from '@nestjs/testing';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dialplanApp, gateway, principal, provisioning } from '../testing/dialplan-app.js';
import { DIALPLAN_TOPIC } from './dialplan-memory.js';
import { DialplanRulesService } from './dialplan-rules.service.js';
import { DialplanSeeder } from './dialplan.seeder.js';
import { DialplanService } from './dialplan.service.js';

describe('the text in the engine', () => {
  let app: TestingModule;
  let dialplan: DialplanService;
  let trunks: TrunksService;

  beforeAll(async () => {
    app = await dialplanApp();
    [dialplan, trunks] = [app.get(DialplanService), app.get(TrunksService)];
  });
  afterAll(() => app.close());

  beforeEach(async () => {
    await app.get(DataSource).query('truncate dialplan_rules, allowed_destinations, trunks, audit_entry cascade');
    await app.get(DialplanSeeder).seed();
    provisioning.trunks.clear();
    provisioning.dialplans.clear();
    gateway.connect();
  });

  const running = (context = 'outbound') => provisioning.dialplans.get(context)?.join('\n') ?? '';
  const aRule = async (pattern = '_7X.'): Promise<void> => {
    const options = { trunkIds: [], stripDigits: 0, prepend: '', ringTimeoutSeconds: 30, record: true, enabled: true };
    const rule = await app.get(DialplanRulesService).create(principal, { name: 'R', pattern, ...options, emergency: false });
    if (isRefusal(rule)) throw new Error(rule.message);
  };
  const aTrunk = async (name: string): Promise<Trunk> => {
    const account = { server: 'bell.uz', port: 5060, transport: TrunkTransport.UDP, authMode: TrunkAuthMode.IP };
    const rest = { allowedCallerIds: [], codecs: ['alaw'], ...plainTrunkOptions, enabled: true, priority: 100 };
    const trunk = await trunks.create(principal, { name, ...account, ...rest });
    if (isRefusal(trunk)) throw new Error(trunk.message);
    return trunk;
  };

  it('should say that the text is applied only while Asterisk runs exactly it', async () => {
    await dialplan.apply();
    expect((await dialplan.show()).applied).toBe(true);
    provisioning.dialplans.set('outbound', [...(provisioning.dialplans.get('outbound') ?? []), 'exten => 1,1,Hangup()']);
    expect((await dialplan.show()).applied).toBe(false);
    await dialplan.apply();
    expect((await dialplan.show()).applied).toBe(true);
    gateway.disconnect();
    expect((await dialplan.show()).applied).toBe(false);
  });

  it('should save a rule while Asterisk is away or refuses, and apply it later', async () => {
    gateway.disconnect();
    await aRule();
    expect(running()).toBe('');
    gateway.connect();
    provisioning.failNext('applyDialplan', 400);
    await aRule('_44X.');
    expect(running()).toBe('');
    await dialplan.apply();
    expect(running()).toContain('_44X.');
  });

  it('should apply a change by itself when the line to Asterisk broke in the middle of it', async () => {
    await dialplan.apply();
    provisioning.failNext('applyDialplan', 503);
    await aRule('_44X.');
    expect(running()).not.toContain('_44X.');
    await until(() => expect(running()).toContain('_44X.'));
  });

  it('should write the text anew when a trunk comes, changes or goes', async () => {
    await dialplan.apply();
    const trunk = await aTrunk('First');
    await until(() => expect(running()).toContain('@First'));
    await trunks.update(principal, trunk.id, { maxChannels: 3 });
    await until(() => expect(running()).toContain('GROUP_COUNT(First@trunk)} > 3'));
    await until(() => expect(running('inbound')).toContain('GROUP_COUNT(First@trunk)} > 3'));
    await trunks.delete(principal, trunk.id);
    await until(() => expect(running()).not.toContain('@First'));
  });

  it('should tell subscribers of changes', async () => {
    const told = await app.get(LiveUpdates).subscribe(DIALPLAN_TOPIC);
    await aRule();
    expect((await told.next()).done).toBe(false);
    await told.return?.();
  });
});
