import { Args, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow, CurrentPrincipal, type Principal } from '@app/auth';
import type { OperationError } from '@app/common';
import { Call } from './call.entity.js';
import { CallHistory } from './call-history.js';
import { AnnotateCallInput, CallFilter } from './call.inputs.js';
import { CallNotes } from './call-notes.service.js';
import { CallPage, CallResult } from './call-page.js';
import { CallStat, CallStatsBy } from './call-stats.results.js';
import { CallStats } from './call-stats.service.js';

/** What is looked up in the books, and written beside them. */
@Resolver(() => Call)
export class CallHistoryResolver {
  constructor(
    private readonly history: CallHistory,
    private readonly stats: CallStats,
    private readonly notes: CallNotes,
  ) {}

  @Allow('calls.own')
  @Query(() => CallPage, {
    description:
      'Inbound calls that nobody answered and whose number has had no answered call since. Without those whose number was withheld.',
  })
  missedCalls(
    @CurrentPrincipal() principal: Principal,
    @Args('first', { type: () => Int, defaultValue: 50, description: '1 to 200.' }) first: number,
    @Args('after', { type: () => String, nullable: true, description: 'nextCursor of the page before.' }) after: string | null,
  ): Promise<CallPage> {
    return this.history.missed(principal, first, after);
  }

  @Allow('stats.read')
  @Query(() => [CallStat], { description: 'How many calls, how many of them answered, and how long they were.' })
  callStats(
    @CurrentPrincipal() principal: Principal,
    @Args('filter', { nullable: true, type: () => CallFilter, description: 'Which calls; default: all.' })
    filter: CallFilter | null,
    @Args('by', { type: () => CallStatsBy, description: 'What they are counted by.' }) by: CallStatsBy,
  ): Promise<CallStat[]> {
    return this.stats.by(principal, by, filter ?? {});
  }

  @Allow('calls.own')
  @Mutation(() => CallResult, { description: 'Writes a note and tags about a call, while it lives or after.' })
  annotateCall(
    @CurrentPrincipal() principal: Principal,
    @Args('id', { type: () => ID, description: "The call's id." }) id: string,
    @Args('input', { description: 'What is written.' }) input: AnnotateCallInput,
  ): Promise<Call | OperationError> {
    return this.notes.annotate(principal, id, input);
  }
}
