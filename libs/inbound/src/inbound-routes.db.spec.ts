import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Group } from '@app/agents';
import { AuditEntry, type User } from '@app/auth';
import { orThrow } from '@app/common';
import type { Trunk } from '@app/trunks';
import { type GivenInbound, givenInbound } from '../test/given-inbound.js';
import type { CreateInboundRouteInput, UpdateInboundRouteInput } from './inbound-route.inputs.js';
import { INBOUND_TOPIC } from './inbound-routes.service.js';

const DID = '998712000000';

let given: GivenInbound;
let sales: Group;
let service: Group;
let aziza: User;
let bell: Trunk;
beforeAll(async () => {
  given = await givenInbound();
  [sales, service] = [await given.group('Savdo'), await given.group('Xizmat')];
  aziza = await given.agent();
  bell = await given.trunk('Bell');
});
afterAll(() => given?.stop());
beforeEach(() => given.dataSource.query('delete from inbound_routes'));

const input = (fields: Partial<CreateInboundRouteInput> = {}): CreateInboundRouteInput => ({
  number: DID,
  groupId: sales.id,
  ringTimeoutSeconds: 30,
  enabled: true,
  ...fields,
});
const create = (fields: Partial<CreateInboundRouteInput> = {}) => given.routes.create(given.admin, input(fields));
const created = async (fields: Partial<CreateInboundRouteInput> = {}) => orThrow(await create(fields));
const update = (id: string, fields: UpdateInboundRouteInput) => given.routes.update(given.admin, id, fields);

describe('inbound routes', () => {
  it('should be saved with what they name, and the number in one spelling', async () => {
    const route = await created({
      number: '+998 71 200-00-00',
      trunkId: bell.id.toUpperCase(),
      fallbackGroupId: service.id,
      fallbackAnnouncement: 'sound:vm-goodbye',
    });
    expect(route).toMatchObject({
      number: DID,
      trunkId: bell.id,
      groupId: sales.id,
      agentId: null,
      fallbackGroupId: service.id,
      fallbackAnnouncement: 'sound:vm-goodbye',
      ringTimeoutSeconds: 30,
      enabled: true,
    });
  });

  it('should be listed by number, those for any other last', async () => {
    await created({ number: null });
    await created({ number: '998712000009' });
    await created({ number: DID });
    expect((await given.routes.list()).map(({ number }) => number)).toEqual([DID, '998712000009', null]);
  });

  it.each<[what: string, fields: () => Partial<CreateInboundRouteInput>]>([
    ['a number on any trunk', () => ({})],
    ['a number on a trunk', () => ({ trunkId: bell.id })],
    ['any number on any trunk', () => ({ number: null })],
    ['any number on a trunk', () => ({ number: null, trunkId: bell.id })],
  ])('should be one for %s', async (_what, fields) => {
    await created(fields());
    const taken = { errorCode: 'NAME_TAKEN', field: 'input.number' };
    expect(await create({ ...fields(), groupId: null, agentId: aziza.id, enabled: false })).toMatchObject(taken);
    const other = await created({ number: '998712000009' });
    const { number = DID, trunkId = null } = fields();
    expect(await update(other.id, { number, trunkId })).toMatchObject(taken);
    expect(await given.routes.list()).toHaveLength(2);
  });

  it.each<[what: string, fields: () => Partial<CreateInboundRouteInput>, errorCode: string, field: string]>([
    ['no number', () => ({ number: 'office' }), 'INVALID_NUMBER', 'number'],
    ['an empty number', () => ({ number: '' }), 'INVALID_NUMBER', 'number'],
    ['nobody', () => ({ groupId: null }), 'INVALID_INPUT', 'groupId'],
    ['a group and an agent', () => ({ agentId: aziza.id }), 'INVALID_INPUT', 'agentId'],
    ['an unknown trunk', () => ({ trunkId: randomUUID() }), 'TRUNK_NOT_FOUND', 'trunkId'],
    ['an id that is none', () => ({ groupId: 'no uuid' }), 'INVALID_INPUT', 'groupId'],
    ['an unknown fallback', () => ({ fallbackGroupId: randomUUID() }), 'INVALID_INPUT', 'fallbackGroupId'],
    ['a circle', () => ({ fallbackGroupId: sales.id }), 'INVALID_INPUT', 'fallbackGroupId'],
  ])('should refuse %s, and store nothing', async (_what, fields, errorCode, field) => {
    expect(await create(fields())).toMatchObject({ errorCode, field: `input.${field}` });
    expect(await given.routes.list()).toEqual([]);
  });

  it('should change what is given and leave the rest', async () => {
    const route = await created({ trunkId: bell.id, fallbackGroupId: service.id, fallbackAnnouncement: 'sound:vm-goodbye' });
    const { matchKey: _key, ...kept } = route;
    expect(await update(route.id, { enabled: false })).toMatchObject({ ...kept, enabled: false });
    expect(await update(route.id, { ringTimeoutSeconds: 60 })).toMatchObject({ ringTimeoutSeconds: 60, trunkId: bell.id });
    const cleared = { number: null, trunkId: null, fallbackGroupId: null, fallbackAnnouncement: null };
    expect(await update(route.id, cleared)).toMatchObject({ ...cleared, groupId: sales.id, ringTimeoutSeconds: 60 });
    expect(await update(route.id, { number: '712000000' })).toMatchObject({ number: DID });
    expect(await update(route.id, {})).toMatchObject({ number: DID, groupId: sales.id });
  });

  it('should ring somebody else only when it is said who no longer is', async () => {
    const route = await created();
    expect(await update(route.id, { agentId: aziza.id })).toMatchObject({ errorCode: 'INVALID_INPUT', field: 'input.agentId' });
    expect(await update(route.id, { groupId: null })).toMatchObject({ errorCode: 'INVALID_INPUT', field: 'input.groupId' });
    expect(await update(route.id, { agentId: aziza.id, groupId: null })).toMatchObject({ agentId: aziza.id, groupId: null });
    expect(await update(route.id, { groupId: service.id, agentId: null })).toMatchObject({ groupId: service.id, agentId: null });
    expect(await update(route.id, { fallbackGroupId: service.id })).toMatchObject({ errorCode: 'INVALID_INPUT' });
  });

  it('should want an agent with a phone, and stay changeable when the phone is taken away', async () => {
    const phoneless = await given.agent(false);
    expect(await create({ groupId: null, agentId: phoneless.id })).toMatchObject({
      errorCode: 'NO_EXTENSION',
      field: 'input.agentId',
    });
    const agent = await given.agent();
    const route = await created({ groupId: null, agentId: agent.id });
    orThrow(await given.users.update(given.admin, agent.id, { extension: null }));
    expect(await update(route.id, { enabled: false })).toMatchObject({ enabled: false, agentId: agent.id });
  });

  it('should be deleted, and returned as they were', async () => {
    const route = await created();
    expect(await given.routes.delete(given.admin, route.id)).toEqual(route);
    expect(await given.routes.list()).toEqual([]);
    await expect(given.routes.delete(given.admin, route.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(update('no uuid', {})).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('should keep what they name, and say so', async () => {
    const route = await created({ trunkId: bell.id, fallbackGroupId: service.id });
    for (const group of [sales, service]) {
      expect(await given.groups.delete(given.admin, group.id)).toMatchObject({
        errorCode: 'GROUP_IN_USE',
        message: expect.stringContaining(`the inbound route ${DID}`),
      });
    }
    expect(await given.trunks.delete(given.admin, bell.id)).toMatchObject({
      errorCode: 'TRUNK_IN_USE',
      message: expect.stringContaining(`the inbound route ${DID}`),
    });
    expect(await given.routes.getOrThrow(route.id)).toEqual(route);
    await given.routes.delete(given.admin, route.id);
    const spare = await given.group('Zaxira');
    orThrow(await given.groups.delete(given.admin, spare.id));
  });

  it('should be what a call is sent by', async () => {
    const exact = await created({ trunkId: bell.id });
    const off = await created({ number: '998712000009', enabled: false });
    expect(await given.routes.routeOf({ number: DID, trunkId: bell.id })).toMatchObject({ id: exact.id });
    expect(await given.routes.routeOf({ number: off.number, trunkId: bell.id })).toBeNull();
    const any = await created({ number: null });
    expect(await given.routes.routeOf({ number: off.number, trunkId: bell.id })).toMatchObject({ id: any.id });
    expect(await given.routes.routeOf({ number: null, trunkId: randomUUID() })).toMatchObject({ id: any.id });
  });

  it('should leave an audit line and tell, after each change', async () => {
    const heard: unknown[] = [];
    const stop = await given.updates.listen(INBOUND_TOPIC, (payload) => heard.push(payload));
    await given.dataSource.query('delete from audit_entry');
    const { id } = await created();
    await update(id, { number: null });
    await given.routes.delete(given.admin, id);
    expect(heard).toEqual([{ routeId: id }, { routeId: id }, { routeId: id }]);
    const lines = await given.dataSource.manager.find(AuditEntry);
    expect(lines.map(({ action, subject }) => `${action} ${subject}`).sort()).toEqual([
      `inboundRoute.created ${DID}`,
      'inboundRoute.deleted null',
      `inboundRoute.updated ${DID}`,
    ]);
    stop();
  });
});
