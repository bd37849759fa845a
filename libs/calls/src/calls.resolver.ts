import { Args, ID, Int, Mutation, Query, Resolver, Subscription } from '@nestjs/graphql';
import { Allow, CurrentPrincipal, type Principal } from '@app/auth';
import type { OperationError } from '@app/common';
import { CallPlan, DialplanService, planCall } from '@app/dialplan';
import { Call } from './call.entity.js';
import { CallHistory } from './call-history.js';
import { CallFilter, OriginateCallInput } from './call.inputs.js';
import { CallPage, CallResult, OriginateCallResult } from './call-page.js';
import { CallUpdates } from './call-updates.js';
import { CallsService } from './calls.service.js';
import { TrunkLines } from './trunk-lines.js';

@Resolver(() => Call)
export class CallsResolver {
  constructor(
    private readonly service: CallsService,
    private readonly history: CallHistory,
    private readonly updates: CallUpdates,
    private readonly dialplan: DialplanService,
    private readonly lines: TrunkLines,
  ) {}

  @Allow('calls.own')
  @Mutation(() => OriginateCallResult, {
    description:
      'Makes a call. Once it is saved the answer is the call: a failure after that is ENDED, FAILED, with hangup.reason.',
  })
  originateCall(
    @CurrentPrincipal() principal: Principal,
    @Args('input', { description: 'The call.' }) input: OriginateCallInput,
  ): Promise<Call | OperationError> {
    return this.service.originate(principal, input);
  }

  @Allow('calls.own')
  @Mutation(() => CallResult, { description: 'Ends a call, whatever its state. Of an ended call: the call, as it is.' })
  hangupCall(
    @CurrentPrincipal() principal: Principal,
    @Args('id', { type: () => ID, description: "The call's id." }) id: string,
  ): Promise<Call | OperationError> {
    return this.service.hangUp(principal, id);
  }

  @Allow('calls.own')
  @Query(() => Call, { nullable: true, description: 'null where there is none that you may see.' })
  call(
    @CurrentPrincipal() principal: Principal,
    @Args('id', { type: () => ID, description: "The call's id." }) id: string,
  ): Promise<Call | null> {
    return this.history.find(principal, id);
  }

  @Allow('calls.own')
  @Query(() => [Call], { description: 'The calls that live now and that you may see, newest first.' })
  activeCalls(@CurrentPrincipal() principal: Principal): Promise<Call[]> {
    return this.history.active(principal);
  }

  @Allow('calls.own')
  @Query(() => CallPage, { description: 'The calls that you may see, newest first.' })
  calls(
    @CurrentPrincipal() principal: Principal,
    @Args('filter', { nullable: true, type: () => CallFilter, description: 'Which calls; default: all.' })
    filter: CallFilter | null,
    @Args('first', { type: () => Int, defaultValue: 50, description: '1 to 200.' }) first: number,
    @Args('after', { type: () => String, nullable: true, description: 'nextCursor of the page before.' }) after: string | null,
  ): Promise<CallPage> {
    return this.history.page(principal, filter ?? {}, first, after);
  }

  @Allow('calls.explain')
  @Query(() => CallPlan, { description: 'What originateCall would do with a number, and why.' })
  async explainCall(
    @Args('number', { description: 'As somebody would write it.' }) number: string,
    @Args('trunkName', { type: () => String, nullable: true, description: "Only this trunk, in place of the rule's." })
    trunkName: string | null,
  ): Promise<CallPlan> {
    return planCall({ to: number, trunkName }, await this.dialplan.snapshot(await this.lines.inUse()));
  }

  @Allow('calls.own')
  @Subscription(() => Call, {
    description:
      'Every change of one call, or (no id) of every call that the subscriber may see: each state in order, none skipped, each payload the call as it was at that sequence. With id, afterSequence gives what came after it first; 0 replays from the start. afterSequence without id is BAD_USER_INPUT.',
    resolve: (call: Call) => call,
  })
  callUpdated(
    @CurrentPrincipal() principal: Principal,
    @Args('id', { type: () => ID, nullable: true, description: "The call's id; default: every call that you may see." })
    id: string | null,
    @Args('afterSequence', { type: () => Int, nullable: true, description: 'The last sequence that you have.' })
    afterSequence: number | null,
  ): Promise<AsyncIterableIterator<Call>> {
    return this.updates.subscribe(principal, id, afterSequence);
  }
}
