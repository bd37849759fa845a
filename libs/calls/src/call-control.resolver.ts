import { Args, ID, Mutation, Resolver } from '@nestjs/graphql';
import { Allow, CurrentPrincipal, type Principal } from '@app/auth';
import type { OperationError } from '@app/common';
import { Call } from './call.entity.js';
import { CallControl } from './call-control.service.js';
import { CallResult } from './call-page.js';

const theCall = { type: () => ID, description: "The call's id." };

@Resolver(() => Call)
export class CallControlResolver {
  constructor(private readonly control: CallControl) {}

  @Allow('calls.own')
  @Mutation(() => CallResult, {
    description: 'The customer hears music, the agent nothing. CALL_NOT_ACTIVE for a call that is not answered; likewise below.',
  })
  holdCall(@CurrentPrincipal() principal: Principal, @Args('id', theCall) id: string): Promise<Call | OperationError> {
    return this.control.hold(principal, id);
  }

  @Allow('calls.own')
  @Mutation(() => CallResult, { description: 'They talk again. A call that a phone itself holds is taken back at that phone.' })
  resumeCall(@CurrentPrincipal() principal: Principal, @Args('id', theCall) id: string): Promise<Call | OperationError> {
    return this.control.resume(principal, id);
  }

  @Allow('calls.own')
  @Mutation(() => CallResult, { description: 'The agent is not heard, and hears.' })
  muteCall(@CurrentPrincipal() principal: Principal, @Args('id', theCall) id: string): Promise<Call | OperationError> {
    return this.control.mute(principal, id);
  }

  @Allow('calls.own')
  @Mutation(() => CallResult, { description: 'The agent is heard again.' })
  unmuteCall(@CurrentPrincipal() principal: Principal, @Args('id', theCall) id: string): Promise<Call | OperationError> {
    return this.control.unmute(principal, id);
  }

  @Allow('calls.own')
  @Mutation(() => CallResult, { description: 'Plays keys to the customer, for the menus of machines.' })
  sendDtmf(
    @CurrentPrincipal() principal: Principal,
    @Args('id', theCall) id: string,
    @Args('digits', { description: '0-9, *, # and A-D, at most 32.' }) digits: string,
  ): Promise<Call | OperationError> {
    return this.control.sendDtmf(principal, id, digits);
  }
}
