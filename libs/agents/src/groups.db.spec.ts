import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuditEntry } from '@app/auth';
import { orThrow } from '@app/common';
import { type GivenAgents, givenAgents } from '../test/given-agents.js';
import { type Group, RingStrategy } from './group.entity.js';
import type { CreateGroupInput, UpdateGroupInput } from './group.inputs.js';
import { GROUP_TOPIC } from './groups.service.js';

let given: GivenAgents;
let people: string[];
beforeAll(async () => {
  given = await givenAgents();
  people = [(await given.agent()).id, (await given.agent()).id, (await given.agent()).id];
  // As a route of a higher lib does.
  await given.dataSource.query('create table uses (group_id uuid references agent_groups (id) on delete restrict)');
});
afterAll(() => given?.stop());

const input = (fields: Partial<CreateGroupInput> = {}): CreateGroupInput => ({
  name: `Guruh ${randomUUID()}`,
  memberIds: people,
  strategy: RingStrategy.ALL,
  wrapUpSeconds: 0,
  ...fields,
});
const created = async (fields: Partial<CreateGroupInput> = {}): Promise<Group> =>
  orThrow(await given.groups.create(given.admin, input(fields)));
const memberIds = ({ members }: Group) => members.map(({ id }) => id);
const names = async () => (await given.groups.list()).map(({ name }) => name);

describe('groups', () => {
  it('should be saved with their members in order', async () => {
    const [one, two, three] = people as [string, string, string];
    const group = await created({ name: ' Savdo ', memberIds: [three, one, two], wrapUpSeconds: 20 });
    expect(group).toMatchObject({ name: 'Savdo', strategy: 'ALL', wrapUpSeconds: 20 });
    expect(memberIds(group)).toEqual([three, one, two]);
    expect(memberIds(await given.groups.getOrThrow(group.id))).toEqual([three, one, two]);
  });

  it('should be listed by name', async () => {
    await created({ name: 'b second' });
    await created({ name: 'A first', memberIds: [] });
    const listed = await names();
    expect(listed.indexOf('A first')).toBeLessThan(listed.indexOf('b second'));
  });

  it.each<[UpdateGroupInput]>([[{ name: 'Another' }], [{ strategy: RingStrategy.IN_ORDER }], [{ wrapUpSeconds: 600 }], [{}]])(
    'should change %j and leave the rest as it was',
    async (fields) => {
      const group = await created();
      const { nameKey: _key, memberships: _before, ...kept } = group;
      const after = orThrow(await given.groups.update(given.admin, group.id, fields));
      expect(after).toMatchObject({ ...kept, ...fields });
      expect(memberIds(after)).toEqual(people);
    },
  );

  it('should replace the members, and only then', async () => {
    const group = await created();
    const [one] = people as [string];
    expect(memberIds(orThrow(await given.groups.update(given.admin, group.id, { memberIds: [one] })))).toEqual([one]);
    expect(memberIds(orThrow(await given.groups.update(given.admin, group.id, { name: 'Y' })))).toEqual([one]);
    expect(memberIds(orThrow(await given.groups.update(given.admin, group.id, { memberIds: [] })))).toEqual([]);
  });

  it('should take one list of members or the other when two come at once', async () => {
    const group = await created();
    const lists = [people, [...people].reverse(), people.slice(1), people.slice(0, 2)];
    await Promise.all(lists.map((list) => given.groups.update(given.admin, group.id, { memberIds: list })));
    expect(lists).toContainEqual(memberIds(await given.groups.getOrThrow(group.id)));
  });

  it('should refuse a name that another has, whatever the capitals, and somebody who is not there', async () => {
    const group = await created({ name: 'Xizmat' });
    const other = await created();
    const before = await names();
    expect(await given.groups.create(given.admin, input({ name: 'XIZMAT ' }))).toMatchObject({
      errorCode: 'NAME_TAKEN',
      field: 'input.name',
    });
    expect(await given.groups.update(given.admin, other.id, { name: 'xizmat' })).toMatchObject({ errorCode: 'NAME_TAKEN' });
    expect(await given.groups.update(given.admin, group.id, { name: 'XIZMAT' })).toMatchObject({ name: 'XIZMAT' });
    expect(await given.groups.create(given.admin, input({ memberIds: [randomUUID()] }))).toMatchObject({
      errorCode: 'INVALID_INPUT',
      field: 'input.memberIds',
    });
    expect(await names()).toEqual(before.map((name) => (name === 'Xizmat' ? 'XIZMAT' : name)));
  });

  it('should be deleted, and returned as they were', async () => {
    const group = await created();
    const deleted = orThrow(await given.groups.delete(given.admin, group.id));
    expect(deleted.id).toBe(group.id);
    expect(memberIds(deleted)).toEqual(people);
    await expect(given.groups.delete(given.admin, group.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(given.groups.update(given.admin, 'no uuid', {})).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('should stay while something names them, and say what', async () => {
    const group = await created({ name: 'Kerakli' });
    await given.dataSource.query('insert into uses values ($1)', [group.id]);
    given.groups.explainUses(async (id) => (id === group.id ? ['the inbound route 998712000000'] : []));
    expect(await given.groups.delete(given.admin, group.id)).toMatchObject({
      errorCode: 'GROUP_IN_USE',
      message: 'Kerakli is named by the inbound route 998712000000: take it out there first.',
    });
    expect(memberIds(await given.groups.getOrThrow(group.id))).toEqual(people);
    await given.dataSource.query('delete from uses');
    orThrow(await given.groups.delete(given.admin, group.id));
  });

  it('should leave an audit line and tell, after each change', async () => {
    const heard: unknown[] = [];
    const stop = await given.updates.listen(GROUP_TOPIC, (payload) => heard.push(payload));
    const { id, name } = await created();
    await given.groups.update(given.admin, id, { wrapUpSeconds: 5 });
    await given.groups.delete(given.admin, id);
    expect(heard).toEqual([{ groupId: id }, { groupId: id }, { groupId: id }]);
    const lines = await given.dataSource.manager.find(AuditEntry, { where: { subject: name }, order: { at: 'ASC' } });
    expect(lines.map(({ action }) => action).sort()).toEqual(['group.created', 'group.deleted', 'group.updated']);
    stop();
  });
});
