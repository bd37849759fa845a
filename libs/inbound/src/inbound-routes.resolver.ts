import { Args, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Group } from '@app/agents';
import { Allow, CurrentPrincipal, type Principal, User } from '@app/auth';
import type { OperationError } from '@app/common';
import { Trunk } from '@app/trunks';
import { InboundLoaders } from './inbound-loaders.js';
import { InboundRoute } from './inbound-route.entity.js';
import { CreateInboundRouteInput, UpdateInboundRouteInput } from './inbound-route.inputs.js';
import { InboundRouteResult } from './inbound-route.results.js';
import { InboundRoutesService } from './inbound-routes.service.js';

@Resolver(() => InboundRoute)
export class InboundRoutesResolver {
  constructor(
    private readonly service: InboundRoutesService,
    private readonly loaders: InboundLoaders,
  ) {}

  @Allow('inbound.read')
  @Query(() => [InboundRoute], { description: 'Every inbound route, by number; those for any other number last.' })
  inboundRoutes(): Promise<InboundRoute[]> {
    return this.service.list();
  }

  @Allow('inbound.write')
  @Mutation(() => InboundRouteResult, {
    description: 'Adds a route. NAME_TAKEN: there is one for this number on this trunk.',
  })
  createInboundRoute(
    @CurrentPrincipal() principal: Principal,
    @Args('input', { description: 'The new route.' }) input: CreateInboundRouteInput,
  ): Promise<InboundRoute | OperationError> {
    return this.service.create(principal, input);
  }

  @Allow('inbound.write')
  @Mutation(() => InboundRouteResult, { description: 'Changes the fields that are given.' })
  updateInboundRoute(
    @CurrentPrincipal() principal: Principal,
    @Args('id', { type: () => ID, description: "The route's id." }) id: string,
    @Args('input', { description: 'What changes.' }) input: UpdateInboundRouteInput,
  ): Promise<InboundRoute | OperationError> {
    return this.service.update(principal, id, input);
  }

  @Allow('inbound.write')
  @Mutation(() => InboundRouteResult, { description: 'Takes a route away, and returns it as it was.' })
  deleteInboundRoute(
    @CurrentPrincipal() principal: Principal,
    @Args('id', { type: () => ID, description: "The route's id." }) id: string,
  ): Promise<InboundRoute | OperationError> {
    return this.service.delete(principal, id);
  }

  @ResolveField(() => Trunk, { nullable: true, description: 'Only calls over this trunk; null: over any.' })
  trunk(@Parent() { trunkId }: InboundRoute): Promise<Trunk | null> | null {
    return trunkId === null ? null : this.loaders.trunks.load(trunkId);
  }

  @ResolveField(() => Group, { nullable: true, description: 'The group that is rung, where it is not an agent.' })
  group(@Parent() { groupId }: InboundRoute): Promise<Group | null> | null {
    return groupId === null ? null : this.loaders.groups.load(groupId);
  }

  @ResolveField(() => User, { nullable: true, description: 'The agent who is rung, where it is not a group.' })
  agent(@Parent() { agentId }: InboundRoute): Promise<User | null> | null {
    return agentId === null ? null : this.loaders.agents.load(agentId);
  }

  @ResolveField(() => Group, { nullable: true, description: 'The group that is rung when nobody answered.' })
  fallbackGroup(@Parent() { fallbackGroupId }: InboundRoute): Promise<Group | null> | null {
    return fallbackGroupId === null ? null : this.loaders.groups.load(fallbackGroupId);
  }
}
