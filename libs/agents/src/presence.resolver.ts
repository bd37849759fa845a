import { Args, ID, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import DataLoader from 'dataloader';
import { Allow, CurrentPrincipal, type Principal, UpdateUserResult, User } from '@app/auth';
import type { OperationError } from '@app/common';
import { PresenceHistory } from './presence-history.js';
import { SetPresenceInput } from './presence.inputs.js';
import { PresenceChangePage } from './presence.results.js';
import { PresenceService } from './presence.service.js';
import { Presence } from './presence-state.js';

@Resolver(() => User)
export class PresenceResolver {
  /** Many users in one answer are one query; nothing is remembered from one answer to the next. */
  private readonly written = new DataLoader((userIds: readonly string[]) => this.presences.written(userIds), { cache: false });

  constructor(
    private readonly presences: PresenceService,
    private readonly history: PresenceHistory,
  ) {}

  @ResolveField(() => Presence, { description: 'Whether they can be given a call.' })
  async presence(@Parent() { id }: User): Promise<Presence> {
    return (await this.written.load(id))?.presence ?? Presence.OFFLINE;
  }

  @ResolveField(() => Date, { description: 'Since when presence is what it is.' })
  async presenceSince(@Parent() { id, createdAt }: User): Promise<Date> {
    return (await this.written.load(id))?.since ?? createdAt;
  }

  @ResolveField(() => String, { nullable: true, description: 'Why they are AWAY, in their own words.' })
  async presenceReason(@Parent() { id }: User): Promise<string | null> {
    const row = await this.written.load(id);
    return row?.presence === Presence.AWAY ? row.reason : null;
  }

  @ResolveField(() => Date, { nullable: true, description: 'Until when WRAP_UP lasts. Null in any other presence.' })
  async wrapUpUntil(@Parent() { id }: User): Promise<Date | null> {
    const row = await this.written.load(id);
    return row?.presence === Presence.WRAP_UP ? row.wrapUpUntil : null;
  }

  @Allow('calls.own')
  @Mutation(() => UpdateUserResult, {
    description: 'Says of yourself whether you take calls. Said during a call it holds from its end; AVAILABLE ends the wrap-up.',
  })
  setPresence(
    @CurrentPrincipal() principal: Principal,
    @Args('input', { description: 'What you say.' }) input: SetPresenceInput,
  ): Promise<User | OperationError> {
    return this.presences.choose(principal, input);
  }

  @Allow('people.history')
  @Query(() => PresenceChangePage, { description: "How a user's presence changed in the last 90 days, newest first." })
  presenceHistory(
    @Args('userId', { type: () => ID, description: 'Whose.' }) userId: string,
    @Args('first', { type: () => Int, defaultValue: 50, description: '1 to 200.' }) first: number,
    @Args('after', { type: () => String, nullable: true, description: 'nextCursor of the page before.' }) after?: string | null,
  ): Promise<PresenceChangePage> {
    return this.history.page(userId, first, after);
  }
}
