import { randomUUID } from 'node:crypto';
import { AuditEntry } from '@app/auth';
import { isRefusal } from '@app/common';
import { type Trunk, TrunkAuthMode, TrunksService, TrunkTransport, plainTrunkOptions } from '@app/trunks';
import type { TestingModule } from '@nestjs/testing';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dialplanApp, gateway, principal, provisioning } from '../testing/dialplan-app.js';
import { AllowedDestination } from './allowed-destination.entity.js';
import { DestinationsService } from './destinations.service.js';
import type { DialplanRule } from './dialplan-rule.entity.js';
import { DialplanRulesService } from './dialplan-rules.service.js';
import type { CreateDialplanRuleInput, UpdateDialplanRuleInput } from './dialplan.inputs.js';
import { DialplanSeeder } from './dialplan.seeder.js';
import { DialplanService } from './dialplan.service.js';
import { planCall } from './plan-call.js';

const ruleInput = (fields: Partial<CreateDialplanRuleInput> = {}): CreateDialplanRuleInput => ({
  name: 'Rule',
  pattern: '_7X.',
  trunkIds: [],
  stripDigits: 0,
  prepend: '',
  ringTimeoutSeconds: 30,
  record: true,
  enabled: true,
  emergency: false,
  ...fields,
});

/** The seeded rules, in the order in which Asterisk asks them. */
const SEEDED = ['112', '_10[1-4]', '_998X.'];

describe('the dialplan', () => {
  let app: TestingModule;
  let database: DataSource;
  let dialplan: DialplanService;
  let rules: DialplanRulesService;
  let destinations: DestinationsService;
  let trunks: TrunksService;

  beforeAll(async () => {
    app = await dialplanApp();
    [database, dialplan, rules, destinations, trunks] = [
      app.get(DataSource),
      app.get(DialplanService),
      app.get(DialplanRulesService),
      app.get(DestinationsService),
      app.get(TrunksService),
    ];
  });
  afterAll(() => app.close());

  beforeEach(async () => {
    await database.query('truncate dialplan_rules, allowed_destinations, trunks, audit_entry cascade');
    await app.get(DialplanSeeder).seed();
    provisioning.trunks.clear();
    provisioning.dialplans.clear();
    gateway.connect();
  });

  const aTrunk = async (name: string): Promise<Trunk> => {
    const trunk = await trunks.create(principal, {
      name,
      server: 'bell.uz',
      port: 5060,
      transport: TrunkTransport.UDP,
      authMode: TrunkAuthMode.REGISTRATION,
      username: 'login',
      password: 'secret',
      allowedCallerIds: [],
      codecs: ['alaw'],
      ...plainTrunkOptions,
      enabled: true,
      priority: 100,
    });
    if (isRefusal(trunk)) throw new Error(trunk.message);
    return trunk;
  };
  const created = async (fields: Partial<CreateDialplanRuleInput> = {}): Promise<DialplanRule> => {
    const rule = await rules.create(principal, ruleInput(fields));
    if (isRefusal(rule)) throw new Error(rule.message);
    return rule;
  };
  const running = () => provisioning.dialplans.get('outbound')?.join('\n') ?? '';
  const patterns = async () => (await dialplan.show()).rules.map(({ pattern }) => pattern);

  it('should begin with the rules for Uzbekistan and emergencies and the prefixes of the settings, in an empty list only', async () => {
    const services = { name: 'Favqulodda xizmatlar', emergency: true, enabled: true, stripDigits: 0, prepend: '', trunks: [] };
    expect((await dialplan.show()).rules).toMatchObject([
      { ...services, pattern: '112' },
      { ...services, pattern: '_10[1-4]' },
      {
        name: "O'zbekiston",
        pattern: '_998X.',
        ringTimeoutSeconds: 30,
        record: true,
        enabled: true,
        stripDigits: 0,
        prepend: '',
        emergency: false,
        trunks: [],
      },
    ]);
    expect((await dialplan.listDestinations()).map(({ prefix }) => prefix)).toEqual(['7', '998']);
    await database.query(`delete from allowed_destinations where prefix = '7'`);
    await created();
    await database.query(`delete from dialplan_rules where emergency`);
    await app.get(DialplanSeeder).seed();
    expect(await patterns()).toEqual(['_7X.', '_998X.']);
    expect((await dialplan.listDestinations()).map(({ prefix }) => prefix)).toEqual(['998']);
  });

  it('should save a rule with its trunks in order, and bring it to Asterisk', async () => {
    const [first, second] = [await aTrunk('First'), await aTrunk('Second')];
    const rule = await created({ trunkIds: [second.id, first.id], callerId: '998712000000' });
    expect(rule).toMatchObject({ pattern: '_7X.', callerId: '998712000000' });
    expect(rule.trunks.map(({ name }) => name)).toEqual(['Second', 'First']);
    expect(running()).toMatch(/exten => _7X\.[^]*@Second[^]*@First/);
    expect(await dialplan.show()).toMatchObject({ applied: true, text: `[outbound]\n${running()}\n` });
  });

  it.each<[fields: UpdateDialplanRuleInput]>([
    [{ name: 'Another' }],
    [{ pattern: '_79X.' }],
    [{ stripDigits: 1 }],
    [{ prepend: '00' }],
    [{ callerId: '101' }],
    [{ callerId: null }],
    [{ ringTimeoutSeconds: 60 }],
    [{ record: false }],
    [{ enabled: false }],
    [{ pattern: '1050', emergency: true }],
  ])('should change %j and leave the rest as it was', async (fields) => {
    const trunk = await aTrunk('First');
    const rule = await created({ trunkIds: [trunk.id], callerId: '998712000000' });
    const after = await rules.update(principal, rule.id, fields);
    const { patternKey: _before, ...kept } = rule;
    expect({ ...after, ...(isRefusal(after) ? {} : { trunks: after.trunks }) }).toMatchObject({
      ...kept,
      ...fields,
      trunks: [{ id: trunk.id }],
    });
  });

  it('should replace the trunks of a rule, and only then', async () => {
    const [first, second] = [await aTrunk('First'), await aTrunk('Second')];
    const rule = await created({ trunkIds: [first.id] });
    expect(await rules.update(principal, rule.id, { trunkIds: [second.id, first.id] })).toMatchObject({
      trunks: [{ name: 'Second' }, { name: 'First' }],
    });
    expect(await rules.update(principal, rule.id, { name: 'X' })).toMatchObject({
      trunks: [{ name: 'Second' }, { name: 'First' }],
    });
    expect(await rules.update(principal, rule.id, { trunkIds: [] })).toMatchObject({ trunks: [] });
  });

  it.each<[what: string, fields: Partial<CreateDialplanRuleInput>, code: string, field: string]>([
    ['a pattern that is there', { pattern: '_998X.' }, 'NAME_TAKEN', 'input.pattern'],
    ['a pattern that Asterisk holds for the same', { pattern: '_998[0-9].' }, 'NAME_TAKEN', 'input.pattern'],
    ['an unknown trunk', { trunkIds: [randomUUID()] }, 'TRUNK_NOT_FOUND', 'input.trunkIds'],
    ['a trunk id that is none', { trunkIds: ['no uuid'] }, 'TRUNK_NOT_FOUND', 'input.trunkIds'],
    ['digits that leave nothing', { pattern: '1010', stripDigits: 4 }, 'INVALID_INPUT', 'input.stripDigits'],
    ['an emergency number that is no short one', { pattern: '_1X.', emergency: true }, 'INVALID_INPUT', 'input.pattern'],
    ['an emergency number that is changed', { pattern: '911', emergency: true, prepend: '9' }, 'INVALID_INPUT', 'input.prepend'],
  ])('should refuse %s, and store and apply nothing', async (_what, fields, code, field) => {
    await dialplan.apply();
    const before = running();
    expect(await rules.create(principal, ruleInput(fields))).toMatchObject({ errorCode: code, field });
    expect(await patterns()).toEqual(SEEDED);
    expect(running()).toBe(before);
    expect(await database.getRepository(AuditEntry).count()).toBe(0);
  });

  it('should refuse a pattern that another rule has, when it is changed to it', async () => {
    const rule = await created();
    expect(await rules.update(principal, rule.id, { pattern: '_998X.' })).toMatchObject({ errorCode: 'NAME_TAKEN' });
    expect(await rules.update(principal, rule.id, { pattern: '_7[0-9].' })).toMatchObject({ pattern: '_7[0-9].' });
  });

  it('should hold the whole rule to what an emergency number is, whichever part of it changes', async () => {
    const ordinary = await created({ pattern: '1050', prepend: '9' });
    const update = (id: string, input: UpdateDialplanRuleInput) => rules.update(principal, id, input);
    expect(await update(ordinary.id, { emergency: true })).toMatchObject({ errorCode: 'INVALID_INPUT', field: 'input.prepend' });
    expect(await update(ordinary.id, { emergency: true, prepend: '' })).toMatchObject({ emergency: true, prepend: '' });
    expect(await update(ordinary.id, { stripDigits: 1 })).toMatchObject({ field: 'input.stripDigits' });
    expect(await update(ordinary.id, { pattern: '_105.' })).toMatchObject({ field: 'input.pattern' });
    expect(await update(ordinary.id, { pattern: '_105.', emergency: false })).toMatchObject({
      pattern: '_105.',
      emergency: false,
    });
  });

  it('should delete a rule, and return it as it was', async () => {
    const trunk = await aTrunk('First');
    const rule = await created({ trunkIds: [trunk.id] });
    expect(await rules.delete(principal, rule.id)).toMatchObject({ id: rule.id, trunks: [{ name: 'First' }] });
    expect(await patterns()).toEqual(SEEDED);
    expect(running()).not.toContain('_7X.');
    await expect(rules.delete(principal, rule.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(rules.update(principal, 'no uuid', {})).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('should keep a trunk that a rule names, and say which', async () => {
    const trunk = await aTrunk('First');
    const rule = await created({ name: 'Rossiya', trunkIds: [trunk.id] });
    expect(await trunks.delete(principal, trunk.id)).toMatchObject({
      errorCode: 'TRUNK_IN_USE',
      message: expect.stringContaining('Rossiya (_7X.)'),
    });
    await rules.update(principal, rule.id, { trunkIds: [] });
    expect(await trunks.delete(principal, trunk.id)).toMatchObject({ name: 'First' });
  });

  it('should keep the list of destinations, in the text too', async () => {
    const added = await destinations.create(principal, { prefix: '44', note: 'Britaniya' });
    expect(added).toMatchObject({ prefix: '44', note: 'Britaniya' });
    expect(running()).toContain('44........');
    expect(await destinations.create(principal, { prefix: '44' })).toMatchObject({
      errorCode: 'NAME_TAKEN',
      field: 'input.prefix',
    });
    if (!(added instanceof AllowedDestination)) throw new Error('refused');
    expect(await destinations.delete(principal, added.id)).toMatchObject({ id: added.id, prefix: '44' });
    expect(running()).not.toContain('44........');
    await expect(destinations.delete(principal, added.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const audited = await database.getRepository(AuditEntry).find({ order: { at: 'ASC' } });
    expect(audited.map(({ action, subject }) => `${action} ${subject}`)).toEqual([
      'destination.allowed 44',
      'destination.removed 44',
    ]);
  });

  it('should plan with what is stored', async () => {
    const trunk = await aTrunk('First');
    const snapshot = await dialplan.snapshot(new Map());
    expect(planCall({ to: '90 123 45 67' }, snapshot)).toMatchObject({
      number: '998901234567',
      error: null,
      attempts: [{ dialString: 'PJSIP/998901234567@First', trunk: { id: trunk.id } }],
    });
  });

  it('should give the demo trunk a rule of its own, and take both away', async () => {
    const demo = { server: '127.0.0.1', port: 5070, username: 'demo', password: 'demo' };
    const trunk = await trunks.ensureDemo(demo);
    await dialplan.ensureDemoRule(trunk);
    await dialplan.ensureDemoRule(trunk);
    expect(await patterns()).toEqual(['112', '_10[1-4]', '_9980000000XX', '_998X.']);
    const snapshot = await dialplan.snapshot(new Map());
    expect(planCall({ to: '998000000001' }, snapshot).attempts).toMatchObject([{ dialString: 'PJSIP/998000000001@Demo' }]);
    expect(planCall({ to: '998901234567' }, snapshot).error).toMatchObject({ errorCode: 'TRUNK_UNAVAILABLE' });
    await dialplan.ensureDemoRule(await trunks.ensureDemo(null));
    expect(await patterns()).toEqual(SEEDED);
    expect(await trunks.list()).toEqual([]);
  });
});
