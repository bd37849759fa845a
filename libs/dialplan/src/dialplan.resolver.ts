import { Args, ID, Mutation, Query, Resolver, Subscription } from '@nestjs/graphql';
import { Allow, CurrentPrincipal, type Principal } from '@app/auth';
import { LiveUpdates, type OperationError, type UpdatePayload } from '@app/common';
import { AllowedDestination } from './allowed-destination.entity.js';
import { DestinationsService } from './destinations.service.js';
import { DialplanRule } from './dialplan-rule.entity.js';
import { DialplanRulesService } from './dialplan-rules.service.js';
import { CreateAllowedDestinationInput, CreateDialplanRuleInput, UpdateDialplanRuleInput } from './dialplan.inputs.js';
import {
  AllowedDestinationResult,
  CreateDialplanRuleResult,
  DeleteDialplanRuleResult,
  Dialplan,
  UpdateDialplanRuleResult,
} from './dialplan.results.js';
import { DialplanService } from './dialplan.service.js';
import { DIALPLAN_TOPIC } from './dialplan-memory.js';

@Resolver()
export class DialplanResolver {
  constructor(
    private readonly service: DialplanService,
    private readonly rules: DialplanRulesService,
    private readonly destinations: DestinationsService,
    private readonly updates: LiveUpdates,
  ) {}

  @Allow('dialplan.read')
  @Query(() => Dialplan, { description: 'The rules, the text that is made of them, and whether Asterisk runs it.' })
  dialplan(): Promise<Dialplan> {
    return this.service.show();
  }

  @Allow('dialplan.write')
  @Mutation(() => CreateDialplanRuleResult, {
    description: 'Adds a rule; Asterisk has it when this returns, or at its next connect.',
  })
  createDialplanRule(
    @CurrentPrincipal() principal: Principal,
    @Args('input', { description: 'The rule.' }) input: CreateDialplanRuleInput,
  ): Promise<DialplanRule | OperationError> {
    return this.rules.create(principal, input);
  }

  @Allow('dialplan.write')
  @Mutation(() => UpdateDialplanRuleResult, { description: 'Changes the fields that are given.' })
  updateDialplanRule(
    @CurrentPrincipal() principal: Principal,
    @Args('id', { type: () => ID, description: "The rule's id." }) id: string,
    @Args('input', { description: 'What changes.' }) input: UpdateDialplanRuleInput,
  ): Promise<DialplanRule | OperationError> {
    return this.rules.update(principal, id, input);
  }

  @Allow('dialplan.write')
  @Mutation(() => DeleteDialplanRuleResult, { description: 'Takes a rule away, and returns it as it was.' })
  deleteDialplanRule(
    @CurrentPrincipal() principal: Principal,
    @Args('id', { type: () => ID, description: "The rule's id." }) id: string,
  ): Promise<DialplanRule | OperationError> {
    return this.rules.delete(principal, id);
  }

  @Allow('dialplan.read')
  @Subscription(() => Dialplan, {
    description: 'A rule, a destination or the text changed, or Asterisk took it.',
    resolve(this: DialplanResolver) {
      return this.service.show();
    },
  })
  dialplanUpdated(): Promise<AsyncIterableIterator<UpdatePayload>> {
    return this.updates.subscribe(DIALPLAN_TOPIC);
  }

  @Allow('destinations.read')
  @Query(() => [AllowedDestination], { description: 'What may be dialled.' })
  allowedDestinations(): Promise<AllowedDestination[]> {
    return this.service.listDestinations();
  }

  @Allow('destinations.write')
  @Mutation(() => AllowedDestinationResult, { description: 'Lets numbers with this prefix be dialled.' })
  createAllowedDestination(
    @CurrentPrincipal() principal: Principal,
    @Args('input', { description: 'The prefix.' }) input: CreateAllowedDestinationInput,
  ): Promise<AllowedDestination | OperationError> {
    return this.destinations.create(principal, input);
  }

  @Allow('destinations.write')
  @Mutation(() => AllowedDestinationResult, { description: 'Lets them be dialled no more, and returns the entry as it was.' })
  deleteAllowedDestination(
    @CurrentPrincipal() principal: Principal,
    @Args('id', { type: () => ID, description: "The entry's id." }) id: string,
  ): Promise<AllowedDestination | OperationError> {
    return this.destinations.delete(principal, id);
  }
}
