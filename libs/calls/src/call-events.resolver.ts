import { Args, Field, ObjectType, Query, Resolver, Subscription } from '@nestjs/graphql';
import { Allow, CurrentPrincipal, type Principal } from '@app/auth';
import { Call } from './call.entity.js';
import { type CallEventPayload, CallEvents } from './call-events.service.js';

@ObjectType({ description: 'A change of a call.' })
export class CallEvent {
  @Field({ description: 'Give it as `after` to go on after this change. It is good for 7 days.' })
  cursor: string;

  @Field(() => Call, { description: 'The call as it was then.' })
  call: Call;
}

@Resolver(() => CallEvent)
export class CallEventsResolver {
  constructor(private readonly events: CallEvents) {}

  @Allow('calls.own')
  @Query(() => String, {
    description: 'Take this, read activeCalls, then subscribe to callEvents with it: nothing is missed.',
  })
  callEventsCursor(): Promise<string> {
    return this.events.cursor();
  }

  @Allow('calls.own')
  @Subscription(() => CallEvent, {
    description:
      'Every change of every call that the subscriber may see, in the order in which they were committed; with after, first what came since. A cursor older than 7 days is BAD_USER_INPUT.',
    resolve: (event: CallEventPayload) => event,
  })
  callEvents(
    @CurrentPrincipal() principal: Principal,
    @Args('after', { type: () => String, nullable: true, description: 'The last cursor that you have; default: from now on.' })
    after: string | null,
  ): Promise<AsyncIterableIterator<CallEventPayload>> {
    return this.events.subscribe(principal, after);
  }
}
