import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';
import type { OperationError } from '@app/common';
import { CurrentPrincipal, Public } from './access.decorators.js';
import type { Principal, RequestContext } from './principal.js';
import { RefreshCookie } from './refresh-cookie.js';
import { clientOf } from './request-context.js';
import { ChangePasswordInput, LoginInput } from './session.inputs.js';
import { LoginResult, Session } from './session.results.js';
import { SessionsService } from './sessions.service.js';
import { SignInService } from './sign-in.service.js';
import { User } from './user.entity.js';

@Resolver(() => Session)
export class SessionsResolver {
  constructor(
    private readonly signIn: SignInService,
    private readonly sessions: SessionsService,
    private readonly cookie: RefreshCookie,
  ) {}

  @Public()
  @Mutation(() => LoginResult, {
    description:
      'Signs in. Also sets the refresh token, as an httpOnly cookie. Five failures a minute for a user, or twenty from an address, are RATE_LIMITED.',
  })
  async login(
    @Args('input', { description: 'Who signs in.' }) input: LoginInput,
    @Context() context: RequestContext,
  ): Promise<Session | OperationError> {
    return this.cookie.deliver(context, await this.signIn.login(input, clientOf(context)));
  }

  @Public()
  @Mutation(() => LoginResult, {
    description: 'The next access token, from the cookie, which is rotated. INVALID_CREDENTIALS: sign in again.',
  })
  async refreshSession(@Context() context: RequestContext): Promise<Session | OperationError> {
    return this.cookie.deliver(context, await this.sessions.refresh(this.cookie.readFrom(context)));
  }

  @Mutation(() => User, { description: "Ends the caller's session, with its sockets and its phone. Returns who was signed in." })
  async logout(@CurrentPrincipal() { user, sessionId }: Principal, @Context() context: RequestContext): Promise<User> {
    if (sessionId) await this.sessions.end(sessionId);
    this.cookie.clear(context);
    return user;
  }

  @Mutation(() => LoginResult, { description: "Sets the caller's own password and signs out every other session of theirs." })
  async changePassword(
    @Args('input', { description: 'The old password and the new.' }) input: ChangePasswordInput,
    @CurrentPrincipal() principal: Principal,
    @Context() context: RequestContext,
  ): Promise<Session | OperationError> {
    return this.cookie.deliver(context, await this.signIn.changePassword(principal, input, clientOf(context)));
  }
}
