import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, In, type Repository } from 'typeorm';
import { AuditService, type Principal, UsersService } from '@app/auth';
import { ApiError, brokenConstraint, ErrorCode, isUuid, LiveUpdates, type OperationError, refuse } from '@app/common';
import { Group, GROUP_NAME_TAKEN, GroupMember } from './group.entity.js';
import type { CreateGroupInput, UpdateGroupInput } from './group.inputs.js';

/** Topic of LiveUpdates: a group was made, changed or deleted. */
export const GROUP_TOPIC = 'group';
export type GroupPayload = { groupId: string };

/** Says which things of a higher lib name a group, as in: the inbound route 998712000000. */
export type GroupUses = (groupId: string) => Promise<string[]>;

/** Groups of people, saved with their members, then told. */
@Injectable()
export class GroupsService {
  private readonly uses: GroupUses[] = [];

  constructor(
    @InjectRepository(Group) private readonly groups: Repository<Group>,
    private readonly users: UsersService,
    private readonly audit: AuditService,
    private readonly updates: LiveUpdates,
  ) {}

  /** By name. */
  list(): Promise<Group[]> {
    return this.groups.find({ order: { nameKey: 'ASC' } });
  }

  async findByIds(ids: readonly string[]): Promise<Group[]> {
    return this.groups.findBy({ id: In(ids.filter(isUuid)) });
  }

  /** @throws {ApiError} NOT_FOUND */
  async getOrThrow(id: string): Promise<Group> {
    const [group] = await this.findByIds([id]);
    if (!group) throw ApiError.notFound('group');
    return group;
  }

  /** Lets a higher lib say why a group can't be deleted. That it can't is held by its foreign key. */
  explainUses(uses: GroupUses): void {
    this.uses.push(uses);
  }

  async create(principal: Principal, input: CreateGroupInput): Promise<Group | OperationError> {
    const { memberIds, name, ...fields } = input;
    return this.save(input, async (manager) => {
      const { id } = await manager.save(Group, this.groups.create({ ...fields, ...named(name) }));
      await replaceMembers(manager, id, memberIds);
      await this.audit.record({ principal, action: 'group.created', subject: name, input }, manager);
      return id;
    });
  }

  /** @throws {ApiError} NOT_FOUND */
  async update(principal: Principal, id: string, input: UpdateGroupInput): Promise<Group | OperationError> {
    const { memberIds, name, ...fields } = input;
    const { name: before } = await this.getOrThrow(id);
    return this.save(input, async (manager) => {
      // Two lists of members that come at once: the one, then the other.
      await manager.findOne(Group, { where: { id }, lock: { mode: 'pessimistic_write' }, loadEagerRelations: false });
      const changes = { ...fields, ...(name === undefined ? {} : named(name)) };
      if (Object.keys(changes).length > 0) await manager.update(Group, { id }, changes);
      if (memberIds) await replaceMembers(manager, id, memberIds);
      await this.audit.record({ principal, action: 'group.updated', subject: before, input }, manager);
      return id;
    });
  }

  /** The group as it was. @throws {ApiError} NOT_FOUND */
  async delete(principal: Principal, id: string): Promise<Group | OperationError> {
    const group = await this.getOrThrow(id);
    try {
      await this.groups.manager.transaction(async (manager) => {
        await manager.delete(Group, { id });
        await this.audit.record({ principal, action: 'group.deleted', subject: group.name }, manager);
      });
    } catch (error) {
      if (brokenConstraint(error)?.kind !== 'FOREIGN_KEY') throw error;
      return this.inUse(group);
    }
    await this.announce(id);
    return group;
  }

  /** A name that somebody has, or a member that there is not, is a refusal; nothing is written then. */
  private async save(
    { name, memberIds }: UpdateGroupInput,
    work: (manager: EntityManager) => Promise<string>,
  ): Promise<Group | OperationError> {
    const unknown = memberIds && (await this.unknownMember(memberIds));
    if (unknown) return unknown;
    try {
      const id = await this.groups.manager.transaction(work);
      await this.announce(id);
      return await this.getOrThrow(id);
    } catch (error) {
      if (brokenConstraint(error)?.name !== GROUP_NAME_TAKEN) throw error;
      return refuse(ErrorCode.NAME_TAKEN, `There is a group named ${name?.trim()} already: choose another name.`, 'input.name');
    }
  }

  private async unknownMember(memberIds: readonly string[]): Promise<OperationError | undefined> {
    const known = new Set((await this.users.findByIds(memberIds)).map(({ id }) => id));
    const unknown = memberIds.find((id) => !known.has(id.toLowerCase()));
    if (unknown === undefined) return undefined;
    return refuse(ErrorCode.INVALID_INPUT, `There is no user with the id ${unknown}.`, 'input.memberIds');
  }

  private async inUse(group: Group): Promise<OperationError> {
    const users = (await Promise.all(this.uses.map((uses) => uses(group.id)))).flat();
    const message = `${group.name} is named by ${users.join(', ') || 'something else'}: take it out there first.`;
    return refuse(ErrorCode.GROUP_IN_USE, message);
  }

  private announce(groupId: string): Promise<void> {
    return this.updates.publish(GROUP_TOPIC, { groupId } satisfies GroupPayload);
  }
}

function named(text: string): Pick<Group, 'name' | 'nameKey'> {
  const name = text.trim();
  return { name, nameKey: name.toLowerCase() };
}

async function replaceMembers(manager: EntityManager, groupId: string, memberIds: readonly string[]): Promise<void> {
  await manager.delete(GroupMember, { groupId });
  if (memberIds.length === 0) return;
  await manager.insert(
    GroupMember,
    memberIds.map((userId, position) => ({ groupId, userId, position })),
  );
}
