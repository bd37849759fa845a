import type { FakeGateway, FakeProvisioning } from '@app/telephony/testing';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PASSWORD, principal, trunkInput, trunksDatabase, trunksFixture } from '../testing/trunks-fixture.js';
import { TrunkDtmfMode } from './trunk-options.js';
import { Trunk, TrunkTransport } from './trunk.entity.js';
import type { CreateTrunkInput, UpdateTrunkInput } from './trunk.inputs.js';
import type { TrunksService } from './trunks.service.js';

describe('what makes a trunk register anew', () => {
  let database: DataSource;
  let gateway: FakeGateway;
  let provisioning: FakeProvisioning;
  let service: TrunksService;

  beforeAll(async () => {
    database = await trunksDatabase();
  });
  afterAll(() => database.destroy());
  beforeEach(async () => {
    ({ gateway, provisioning, service } = await trunksFixture(database));
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

  it.each<UpdateTrunkInput>([
    { name: 'Other' },
    { server: 'other.uz' },
    { port: 5070 },
    { transport: TrunkTransport.TCP },
    { username: 'other' },
    { password: 'other' },
    { outboundProxy: 'proxy.bell.uz' },
    { authUsername: 'other' },
    { expirySeconds: 600 },
  ])('should register anew with %j', async (fields) => {
    const { id } = await created();
    gateway.registration({ trunkName: 'BellUZ', state: 'REJECTED', at: new Date(), sipCode: 403 });
    expect(service.statusOf(await updated(id, fields))).toMatchObject({ state: 'REGISTERING', sipCode: null });
  });

  it.each<UpdateTrunkInput>([
    { callerId: null },
    { codecs: ['g722'] },
    { maxChannels: 1 },
    { inboundAddresses: ['203.0.113.5'] },
    { dtmfMode: TrunkDtmfMode.INFO },
    { qualify: false },
  ])('should stay registered with %j', async (fields) => {
    const { id } = await created();
    gateway.registration({ trunkName: 'BellUZ', state: 'REGISTERED', at: new Date() });
    expect(service.statusOf(await updated(id, fields))).toMatchObject({ state: 'REGISTERED' });
  });

  it('should begin anew with a corrected password, but not with another priority', async () => {
    const { id } = await created();
    gateway.registration({ trunkName: 'BellUZ', state: 'REJECTED', at: new Date(), sipCode: 403, reason: 'Forbidden' });
    expect(service.statusOf(await updated(id, { priority: 1 }))).toMatchObject({ state: 'REJECTED', sipCode: 403 });
    expect(service.statusOf(await updated(id, { password: PASSWORD }))).toMatchObject({ state: 'REJECTED' });
    expect(service.statusOf(await updated(id, { password: 'right' }))).toMatchObject({ state: 'REGISTERING', sipCode: null });
  });

  it('should register again with what is stored, where there is something to register', async () => {
    const { id } = await created();
    expect(await service.reregister(principal, id)).toMatchObject({ id });
    expect(provisioning.reregistered).toEqual(['BellUZ']);
    await updated(id, { enabled: false });
    expect(await service.reregister(principal, id)).toMatchObject({ errorCode: 'TRUNK_UNAVAILABLE' });
    gateway.disconnect();
    await updated(id, { enabled: true });
    expect(await service.reregister(principal, id)).toMatchObject({ errorCode: 'TELEPHONY_UNAVAILABLE' });
    expect(provisioning.reregistered).toEqual(['BellUZ']);
  });
});
