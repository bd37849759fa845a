import { Args, Float, Int, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { CurrentPrincipal, type Principal, User } from '@app/auth';
import { Language } from '@app/common';
import { adviceFor, Trunk } from '@app/trunks';
import { Call } from './call.entity.js';
import { CallLeg } from './call-leg.entity.js';
import { CallLoaders } from './call-loaders.js';
import { CallState } from './call-state.js';
import { CallAttempt } from './call.results.js';
import { StoredCallPlan, storedCallPlan } from './stored-plan.js';
import { visibleLegs } from './visible-legs.js';

@Resolver(() => Call)
export class CallFieldsResolver {
  constructor(private readonly loaders: CallLoaders) {}

  @ResolveField(() => User, { nullable: true, description: 'Who talks now, or talked last.' })
  agent(@Parent() { agentId }: Call): Promise<User | null> | null {
    return agentId === null ? null : this.loaders.users.load(agentId);
  }

  @ResolveField(() => Float, {
    nullable: true,
    description: 'Whole time from answer to end; null if it was never answered.',
  })
  talkSeconds(@Parent() call: Call): number | null {
    return talkSecondsOf(call);
  }

  @ResolveField(() => StoredCallPlan, {
    nullable: true,
    description:
      'What was planned when it was made: every trunk, and why it would or would not be used. null for a call that was not planned.',
  })
  async plan(@Parent() { id, plan }: Call): Promise<StoredCallPlan | null> {
    // Snapshots, from which changes are told, do not repeat it.
    const stored = (plan as Call['plan'] | undefined) === undefined ? await this.loaders.plans.load(id) : plan;
    return stored && storedCallPlan(stored);
  }

  @ResolveField(() => [CallLeg], {
    description:
      'Every line of it, oldest first: also the phones that were rung and did not answer. Who listens in is shown to those who may do so themselves.',
  })
  async legs(@CurrentPrincipal() principal: Principal, @Parent() { id }: Call): Promise<CallLeg[]> {
    return visibleLegs(principal, await this.loaders.legs.load(id));
  }
}

export function talkSecondsOf({ answeredAt, endedAt }: Pick<Call, 'answeredAt' | 'endedAt'>): number | null {
  return answeredAt && endedAt ? Math.max(0, endedAt.getTime() - answeredAt.getTime()) / 1000 : null;
}

@Resolver(() => CallLeg)
export class CallLegResolver {
  constructor(private readonly loaders: CallLoaders) {}

  @ResolveField(() => User, { nullable: true, description: 'Whose phone it is; null for a party outside.' })
  user(@Parent() { userId }: CallLeg): Promise<User | null> | null {
    return userId === null ? null : this.loaders.users.load(userId);
  }

  @ResolveField(() => CallState, { description: 'How far it has come.' })
  state(@Parent() { ringingAt, answeredAt, endedAt }: CallLeg): CallState {
    if (endedAt) return CallState.ENDED;
    return answeredAt ? CallState.ANSWERED : ringingAt ? CallState.RINGING : CallState.DIALING;
  }
}

@Resolver(() => CallAttempt)
export class CallAttemptResolver {
  constructor(private readonly loaders: CallLoaders) {}

  @ResolveField(() => Trunk, { nullable: true, description: 'null once it is deleted.' })
  trunk(@Parent() { trunkId }: CallAttempt): Promise<Trunk | null> | null {
    return trunkId === null ? null : this.loaders.trunks.load(trunkId);
  }

  @ResolveField(() => String, {
    nullable: true,
    description: 'Short and practical: what an administrator could check. null where the trunk did its part.',
  })
  advice(
    @Parent() { problem }: CallAttempt,
    @Args('language', { type: () => Language, defaultValue: Language.EN, description: 'The language of the answer.' })
    language: Language,
  ): string | null {
    return problem === null ? null : adviceFor(problem, language);
  }
}

@Resolver(() => Trunk)
export class TrunkCallsResolver {
  constructor(private readonly loaders: CallLoaders) {}

  @ResolveField(() => Int, { description: 'How many of its lines are in use now.' })
  activeCalls(@Parent() trunk: Trunk): Promise<number> {
    return this.loaders.activeCalls.load(trunk.id);
  }
}
