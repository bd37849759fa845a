import { Args, ID, Mutation, Resolver } from '@nestjs/graphql';
import { Allow, CurrentPrincipal, type Principal } from '@app/auth';
import type { OperationError } from '@app/common';
import { Call } from './call.entity.js';
import { CallResult } from './call-page.js';
import { TransferInput } from './transfer.inputs.js';
import { Transfers } from './transfers.service.js';

const theCall = { type: () => ID, description: "The call's id." };

@Resolver(() => Call)
export class TransferResolver {
  constructor(private readonly transfers: Transfers) {}

  @Allow('calls.own')
  @Mutation(() => CallResult, {
    description:
      'Gives a call to somebody else. While one is under way another is CALL_NOT_ACTIVE. A target that is not reached: transfer.state FAILED, and the agent has the call again.',
  })
  transferCall(
    @CurrentPrincipal() principal: Principal,
    @Args('id', theCall) id: string,
    @Args('input', { description: 'To whom.' }) input: TransferInput,
  ): Promise<Call | OperationError> {
    return this.transfers.begin(principal, id, input);
  }

  @Allow('calls.own')
  @Mutation(() => CallResult, {
    description:
      'The customer talks to the target, and the agent is out. While the target still rings the transfer becomes a blind one.',
  })
  completeTransfer(@CurrentPrincipal() principal: Principal, @Args('id', theCall) id: string): Promise<Call | OperationError> {
    return this.transfers.complete(principal, id);
  }

  @Allow('calls.own')
  @Mutation(() => CallResult, { description: 'The target is hung up, and the agent is back with the customer.' })
  cancelTransfer(@CurrentPrincipal() principal: Principal, @Args('id', theCall) id: string): Promise<Call | OperationError> {
    return this.transfers.cancel(principal, id);
  }

  @Allow('calls.own')
  @Mutation(() => CallResult, {
    description: 'All three talk. Whoever of ours leaves, the others go on; the customer ends the call.',
  })
  joinTransfer(@CurrentPrincipal() principal: Principal, @Args('id', theCall) id: string): Promise<Call | OperationError> {
    return this.transfers.join(principal, id);
  }
}
