import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { OperationError } from '@app/common';
import { Allow, CurrentPrincipal } from './access.decorators.js';
import { ApiToken } from './api-token.entity.js';
import { CreateApiTokenInput } from './api-token.inputs.js';
import { CreateApiTokenResult, type CreatedApiToken } from './api-token.results.js';
import { ApiTokensService } from './api-tokens.service.js';
import type { Principal } from './principal.js';

@Allow('apiTokens.write')
@Resolver(() => ApiToken)
export class ApiTokensResolver {
  constructor(private readonly tokens: ApiTokensService) {}

  @Query(() => [ApiToken], { description: 'Every API token, newest first.' })
  apiTokens(): Promise<ApiToken[]> {
    return this.tokens.list();
  }

  @Mutation(() => CreateApiTokenResult, { description: 'Makes an API token. It is shown this once.' })
  createApiToken(
    @Args('input', { description: 'The new token.' }) input: CreateApiTokenInput,
    @CurrentPrincipal() principal: Principal,
  ): Promise<CreatedApiToken | OperationError> {
    return this.tokens.create(principal, input);
  }

  @Mutation(() => ApiToken, { description: 'Stops an API token at once, and closes its sockets. Returns it as it was.' })
  revokeApiToken(
    @Args('id', { type: () => ID, description: "The token's id." }) id: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<ApiToken> {
    return this.tokens.revoke(principal, id);
  }
}
