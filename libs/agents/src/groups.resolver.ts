import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow, CurrentPrincipal, type Principal } from '@app/auth';
import type { OperationError } from '@app/common';
import { Group } from './group.entity.js';
import { CreateGroupInput, UpdateGroupInput } from './group.inputs.js';
import { GroupResult } from './group.results.js';
import { GroupsService } from './groups.service.js';

@Resolver(() => Group)
export class GroupsResolver {
  constructor(private readonly service: GroupsService) {}

  @Allow('groups.read')
  @Query(() => [Group], { description: 'Every group, by name.' })
  groups(): Promise<Group[]> {
    return this.service.list();
  }

  @Allow('groups.write')
  @Mutation(() => GroupResult, { description: 'Adds a group. NAME_TAKEN: there is one of this name.' })
  createGroup(
    @CurrentPrincipal() principal: Principal,
    @Args('input', { description: 'The new group.' }) input: CreateGroupInput,
  ): Promise<Group | OperationError> {
    return this.service.create(principal, input);
  }

  @Allow('groups.write')
  @Mutation(() => GroupResult, { description: 'Changes the fields that are given.' })
  updateGroup(
    @CurrentPrincipal() principal: Principal,
    @Args('id', { type: () => ID, description: "The group's id." }) id: string,
    @Args('input', { description: 'What changes.' }) input: UpdateGroupInput,
  ): Promise<Group | OperationError> {
    return this.service.update(principal, id, input);
  }

  @Allow('groups.write')
  @Mutation(() => GroupResult, {
    description: 'Takes a group away, and returns it as it was. GROUP_IN_USE: an inbound route names it.',
  })
  deleteGroup(
    @CurrentPrincipal() principal: Principal,
    @Args('id', { type: () => ID, description: "The group's id." }) id: string,
  ): Promise<Group | OperationError> {
    return this.service.delete(principal, id);
  }
}
