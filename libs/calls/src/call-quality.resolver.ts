import { Args, ID, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, CurrentPrincipal, type Principal } from '@app/auth';
import type { OperationError } from '@app/common';
import { Call } from './call.entity.js';
import { CallQualityInput } from './call-quality.inputs.js';
import { CallQualityService } from './call-quality.service.js';
import { CallResult } from './call-page.js';
import { LegQuality } from './call.results.js';

@Resolver(() => Call)
export class CallQualityResolver {
  constructor(private readonly quality: CallQualityService) {}

  @ResolveField('quality', () => [LegQuality], {
    nullable: true,
    description: 'How each side sounded. Null while the call lives, or where nothing was measured.',
  })
  ofCall(@Parent() call: Call): Promise<LegQuality[] | null> | null {
    return this.quality.of(call);
  }

  @Allow('calls.own')
  @Mutation(() => CallResult, {
    description: "Keeps what the agent's browser measured of its own side: the last of these counts. Only the call's agent may.",
  })
  reportCallQuality(
    @CurrentPrincipal() principal: Principal,
    @Args('id', { type: () => ID, description: "The call's id." }) id: string,
    @Args('input', { description: 'What was measured.' }) input: CallQualityInput,
  ): Promise<Call | OperationError> {
    return this.quality.report(principal, id, input);
  }
}
