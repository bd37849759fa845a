import { AuditEntry } from '@app/auth';
import { type FakeGateway, type FakeProvisioning, plainTrunkSpec } from '@app/telephony/testing';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PASSWORD, principal, trunkInput, trunksDatabase, trunksFixture, trunksFixtureAgain } from '../testing/trunks-fixture.js';
import { TrunkCallerIdHeader, TrunkDtmfMode, TrunkMediaEncryption, TrunkNumberFormat } from './trunk-options.js';
import { Trunk, TrunkAuthMode, TrunkTransport } from './trunk.entity.js';
import type { CreateTrunkInput, UpdateTrunkInput } from './trunk.inputs.js';
import type { TrunksService } from './trunks.service.js';

describe('TrunksService', () => {
  let database: DataSource;
  let gateway: FakeGateway;
  let provisioning: FakeProvisioning;
  let service: TrunksService;
  let published: string[];

  beforeAll(async () => {
    database = await trunksDatabase();
  });
  afterAll(() => database.destroy());
  beforeEach(async () => {
    ({ gateway, provisioning, service, published } = await trunksFixture(database));
  });

  const created = async (fields: Partial<CreateTrunkInput> = {}): Promise<Trunk> => {
    const trunk = await service.create(principal, trunkInput(fields));
    if (!(trunk instanceof Trunk)) throw new Error(trunk.message);
    return trunk;
  };
  const updated = async (id: string, fields: UpdateTrunkInput): Promise<Trunk> => {
    const trunk = await service.update(principal, id, fields);
    if (!(trunk instanceof Trunk)) throw new Error(trunk.message);
    return trunk;
  };
  const actions = async () =>
    (await database.getRepository(AuditEntry).find({ order: { at: 'ASC' } })).map(
      ({ action, subject }) => `${action} ${subject}`,
    );

  it('should save, push and publish a new trunk', async () => {
    const trunk = await created();
    expect(await service.findById(trunk.id)).toMatchObject({ name: 'BellUZ', callerId: '998712000000', maxChannels: 5 });
    expect(provisioning.trunks.get('BellUZ')).toEqual({
      name: 'BellUZ',
      server: 'bell.uz',
      port: 5060,
      transport: 'UDP',
      authMode: 'REGISTRATION',
      username: 'login',
      password: PASSWORD,
      callerId: '998712000000',
      codecs: ['alaw', 'ulaw'],
      ...plainTrunkSpec,
      isQualified: true,
      isEnabled: true,
    });
    expect(published).toContain(`trunk ${trunk.id}`);
    expect(await actions()).toEqual(['trunk.created BellUZ']);
  });

  it('should keep the password sealed, and tell it to nobody', async () => {
    const trunk = await created();
    const [row] = await database.query<{ sealedPassword: string }[]>('select "sealedPassword" from trunks');
    expect(row?.sealedPassword).toMatch(/^v1\./);
    const told = [
      trunk,
      ...(await service.list()),
      await service.findByName('bellUZ'),
      await database.getRepository(AuditEntry).find(),
    ];
    expect(JSON.stringify(told)).not.toContain('S3cret');
    expect(JSON.stringify(told)).not.toContain('sealedPassword');
  });

  it.each<[fields: UpdateTrunkInput, pushed: object]>([
    [{ port: 5070 }, { port: 5070 }],
    [{ server: '192.0.2.1' }, { server: '192.0.2.1' }],
    [{ transport: TrunkTransport.TLS }, { transport: 'TLS' }],
    [{ username: 'other' }, { username: 'other' }],
    [{ password: 'other' }, { password: 'other' }],
    [{ codecs: ['g722'] }, { codecs: ['g722'] }],
    [{ callerId: null }, { callerId: null }],
    [{ maxChannels: null }, {}],
    [{ priority: 7 }, {}],
    [{ allowedCallerIds: [] }, {}],
    [
      { transport: TrunkTransport.TLS, mediaEncryption: TrunkMediaEncryption.REQUIRED },
      { transport: 'TLS', mediaEncryption: 'REQUIRED' },
    ],
    [{ outboundProxy: 'proxy.bell.uz:5080' }, { outboundProxy: 'proxy.bell.uz:5080' }],
    [{ authUsername: 'auth' }, { authUsername: 'auth' }],
    [{ fromUser: 'account' }, { fromUser: 'account' }],
    [{ fromDomain: 'bell.uz' }, { fromDomain: 'bell.uz' }],
    [{ callerIdHeader: TrunkCallerIdHeader.PAI }, { callerIdHeader: 'PAI' }],
    [{ inboundAddresses: ['203.0.113.0/24'] }, { inboundAddresses: ['203.0.113.0/24'] }],
    [{ numberFormat: TrunkNumberFormat.PLUS }, {}],
    [{ dtmfMode: TrunkDtmfMode.INFO }, { dtmfMode: 'INFO' }],
    [{ expirySeconds: 600 }, { expirySeconds: 600 }],
    [{ qualify: false }, { isQualified: false }],
  ])('should change %j and leave the rest as it was', async (fields, pushed) => {
    const trunk = await created();
    const before = provisioning.trunks.get('BellUZ');
    const after = await updated(trunk.id, fields);
    const { password: _password, ...visible } = fields;
    expect({ ...after, updatedAt: null }).toEqual({ ...trunk, ...visible, updatedAt: null });
    expect(provisioning.trunks.get('BellUZ')).toEqual({ ...before, ...pushed });
  });

  it('should change nothing with nothing', async () => {
    const trunk = await created();
    expect({ ...(await updated(trunk.id, {})), updatedAt: null }).toEqual({ ...trunk, updatedAt: null });
    expect((await service.storedSpec(trunk.id)).password).toBe(PASSWORD);
  });

  it('should take the old name out of the engine when it is renamed', async () => {
    const { id } = await created();
    expect(await updated(id, { name: 'NewName' })).toMatchObject({ id, name: 'NewName' });
    expect([...provisioning.trunks.keys()]).toEqual(['NewName']);
    expect(await service.findByName('NEWNAME')).toMatchObject({ id });
    expect(await service.findByName('BellUZ')).toBeNull();
  });

  it('should take a trunk out of the engine when it is switched off, and put it back', async () => {
    const { id } = await created();
    expect(service.statusOf(await updated(id, { enabled: false })).state).toBe('NOT_REQUIRED');
    expect(provisioning.trunks.size).toBe(0);
    expect(service.statusOf(await updated(id, { enabled: true })).state).toBe('REGISTERING');
    expect(provisioning.trunks.get('BellUZ')?.password).toBe(PASSWORD);
  });

  it.each<[what: string, act: (id: string) => Promise<unknown>, code: string, field: string | null]>([
    ['a name that is taken', () => service.create(principal, trunkInput({ name: 'BELLuz' })), 'NAME_TAKEN', 'input.name'],
    [
      'no username',
      () => service.create(principal, trunkInput({ name: 'B', username: null })),
      'INVALID_INPUT',
      'input.username',
    ],
    [
      'no password',
      () => service.create(principal, trunkInput({ name: 'B', password: null })),
      'INVALID_INPUT',
      'input.password',
    ],
    [
      'encrypted voice over UDP',
      () => service.create(principal, trunkInput({ name: 'B', mediaEncryption: TrunkMediaEncryption.OPTIONAL })),
      'INVALID_INPUT',
      'input.mediaEncryption',
    ],
    [
      'beginning to encrypt over UDP',
      (id) => service.update(principal, id, { mediaEncryption: TrunkMediaEncryption.REQUIRED }),
      'INVALID_INPUT',
      'input.mediaEncryption',
    ],
    ['taking the username away', (id) => service.update(principal, id, { username: null }), 'INVALID_INPUT', 'input.username'],
    ['taking the password away', (id) => service.update(principal, id, { password: null }), 'INVALID_INPUT', 'input.password'],
  ])('should refuse %s, and store and push nothing', async (_what, act, code, field) => {
    const { id } = await created();
    const [rows, pushed] = [await service.list(), [...provisioning.trunks.values()]];
    expect(await act(id)).toMatchObject({ errorCode: code, field });
    expect(await service.list()).toEqual(rows);
    expect([...provisioning.trunks.values()]).toEqual(pushed);
    expect(await actions()).toEqual(['trunk.created BellUZ']);
  });

  it('should refuse to rename to a name that is taken, but let a trunk change the capitals of its own', async () => {
    const { id } = await created();
    await created({ name: 'Other' });
    expect(await service.update(principal, id, { name: 'OTHER' })).toMatchObject({
      errorCode: 'NAME_TAKEN',
      field: 'input.name',
    });
    expect(await updated(id, { name: 'bellUZ' })).toMatchObject({ name: 'bellUZ' });
    expect([...provisioning.trunks.keys()].sort()).toEqual(['Other', 'bellUZ']);
  });

  it('should ask for a login when a trunk begins to register', async () => {
    const { id } = await created({ authMode: TrunkAuthMode.IP, username: null, password: null });
    const register = { authMode: TrunkAuthMode.REGISTRATION };
    expect(await service.update(principal, id, register)).toMatchObject({ field: 'input.username' });
    expect(await service.update(principal, id, { ...register, username: 'a' })).toMatchObject({ field: 'input.password' });
    expect(await updated(id, { ...register, username: 'a', password: 'b' })).toMatchObject({ authMode: 'REGISTRATION' });
    expect(await updated(id, { authMode: TrunkAuthMode.IP, username: null, password: null })).toMatchObject({ username: null });
    expect((await service.storedSpec(id)).password).toBeNull();
  });

  it('should delete a trunk, and return it as it was', async () => {
    const trunk = await created();
    expect(await service.delete(principal, trunk.id)).toMatchObject({ id: trunk.id, name: 'BellUZ' });
    expect(await service.list()).toEqual([]);
    expect(provisioning.trunks.size).toBe(0);
    expect(published).toContain(`trunkDeleted ${trunk.id}`);
    expect(await actions()).toEqual(['trunk.created BellUZ', 'trunk.deleted BellUZ']);
  });

  it('should refuse to delete a trunk that something names, and say what', async () => {
    const trunk = await created();
    await database.query('insert into uses values ($1)', [trunk.id]);
    service.explainUses(async (id) => [`the rule of ${id}`]);
    const refusal = await service.delete(principal, trunk.id);
    expect(refusal).toMatchObject({ errorCode: 'TRUNK_IN_USE', message: expect.stringContaining(`the rule of ${trunk.id}`) });
    expect(await service.list()).toHaveLength(1);
    expect(provisioning.trunks.size).toBe(1);
    expect(await actions()).toEqual(['trunk.created BellUZ']);
  });

  it.each(['00000000-0000-4000-8000-000000000000', 'no uuid', ''])('should not find %j', async (id) => {
    const notFound = { code: 'NOT_FOUND' };
    expect(await service.findById(id)).toBeNull();
    await expect(service.update(principal, id, { port: 1 })).rejects.toMatchObject(notFound);
    await expect(service.delete(principal, id)).rejects.toMatchObject(notFound);
    await expect(service.reregister(principal, id)).rejects.toMatchObject(notFound);
    await expect(service.storedSpec(id)).rejects.toMatchObject(notFound);
  });

  it('should save while Asterisk is away, and have it pushed at the next connect', async () => {
    provisioning.isReady = false;
    gateway.disconnect();
    const trunk = await created();
    await updated(trunk.id, { port: 5080 });
    expect(service.statusOf(trunk).state).toBe('UNKNOWN');
    expect(provisioning.trunks.size).toBe(0);
    provisioning.isReady = true;
    gateway.connect();
    await provisioning.reconcile({ trunks: await service.desiredTrunks(), phones: [] });
    expect(provisioning.trunks.get('BellUZ')).toMatchObject({ port: 5080, password: PASSWORD });
  });

  it('should let a trunk rest whose password was sealed with another key, until it is entered again', async () => {
    const { id } = await created();
    await created({ name: 'Other', authMode: TrunkAuthMode.IP, password: null });
    const later = await trunksFixtureAgain(database, 'another key');
    expect((await later.service.desiredTrunks()).map(({ name, isEnabled }) => [name, isEnabled])).toEqual([
      ['BellUZ', false],
      ['Other', true],
    ]);
    expect(await later.service.update(principal, id, { port: 5070 })).toMatchObject({ field: 'input.password' });
    expect(await later.service.update(principal, id, { password: 'again' })).toMatchObject({ id });
    expect(later.provisioning.trunks.get('BellUZ')).toMatchObject({ password: 'again', isEnabled: true });
  });

  it('should list by priority, the older first among equals', async () => {
    for (const [name, priority] of [
      ['A', 100],
      ['B', 5],
      ['C', 100],
      ['D', 0],
    ] as const)
      await created({ name, priority });
    expect((await service.list()).map(({ name }) => name)).toEqual(['D', 'B', 'A', 'C']);
  });

  it('should let the later of many changes at once win, in the row and in the engine', async () => {
    const { id } = await created();
    await Promise.all(Array.from({ length: 20 }, (_, index) => service.update(principal, id, { port: 6000 + index })));
    const row = await service.getOrThrow(id);
    expect(provisioning.trunks.get('BellUZ')?.port).toBe(row.port);
  });

  it('should not lose one of two changes of different fields at once', async () => {
    const { id } = await created();
    await Promise.all([updated(id, { port: 6001 }), updated(id, { priority: 3 }), updated(id, { callerId: null })]);
    expect(await service.getOrThrow(id)).toMatchObject({ port: 6001, priority: 3, callerId: null });
  });

  it('should refuse to leave TLS while the voice is encrypted, and clear what may be empty', async () => {
    const tls = { transport: TrunkTransport.TLS, mediaEncryption: TrunkMediaEncryption.REQUIRED };
    const { id } = await created({ ...tls, outboundProxy: 'proxy.uz', authUsername: 'a', fromUser: 'b', fromDomain: 'c.uz' });
    expect(await service.update(principal, id, { transport: TrunkTransport.UDP })).toMatchObject({
      errorCode: 'INVALID_INPUT',
      field: 'input.transport',
      message: expect.stringContaining('mediaEncryption'),
    });
    const empty = { outboundProxy: null, authUsername: null, fromUser: null, fromDomain: null };
    const plain = { transport: TrunkTransport.UDP, mediaEncryption: TrunkMediaEncryption.OFF };
    expect(await updated(id, { ...plain, ...empty })).toMatchObject({ transport: 'UDP', ...empty });
    expect(provisioning.trunks.get('BellUZ')).toMatchObject({ transport: 'UDP', mediaEncryption: 'OFF', ...empty });
  });

  it('should tell subscribers of registrations', async () => {
    const trunk = await created();
    await expect.poll(() => published.length).toBe(2);
    gateway.registration({ trunkName: 'Stranger', state: 'REGISTERED', at: new Date() });
    gateway.registration({ trunkName: 'BellUZ', state: 'REGISTERED', at: new Date() });
    await expect.poll(() => published.length).toBe(3);
    expect(new Set(published)).toEqual(new Set([`trunk ${trunk.id}`]));
  });
});
