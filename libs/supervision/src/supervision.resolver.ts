import { Args, ID, Mutation, Resolver } from '@nestjs/graphql';
import { Allow, CurrentPrincipal, type Principal } from '@app/auth';
import { Call, CallResult, MonitorMode } from '@app/calls';
import type { OperationError } from '@app/common';
import { SupervisionService } from './supervision.service.js';

@Resolver(() => Call)
export class SupervisionResolver {
  constructor(private readonly supervision: SupervisionService) {}

  @Allow('calls.monitor')
  @Mutation(() => CallResult, {
    description:
      'Rings your own phone, and lets you listen to an answered call, whisper to its agent or talk with both. Asked again with another mode it changes to that. What is whispered is not in the recording; every use is in the audit log.',
  })
  monitorCall(
    @CurrentPrincipal() principal: Principal,
    @Args('id', { type: () => ID, description: "The call's id." }) id: string,
    @Args('mode', { type: () => MonitorMode, description: 'Who hears you.' }) mode: MonitorMode,
  ): Promise<Call | OperationError> {
    return this.supervision.monitor(principal, id, mode);
  }
}
