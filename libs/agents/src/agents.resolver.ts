import { Args, Context, ID, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, CurrentPrincipal, type Principal, type RequestContext, User } from '@app/auth';
import { ApiError, Env, type OperationError } from '@app/common';
import {
  type DeskPhoneCredentials,
  DeskPhoneCredentialsResult,
  type SoftphoneCredentials,
  SoftphoneCredentialsResult,
} from './agent.results.js';
import { AgentsService } from './agents.service.js';
import { DeskPhonesService } from './desk-phones.service.js';
import { pageOrigin } from './page-origin.js';
import { SoftphonesService } from './softphones.service.js';

const PAGE_ID = /^[A-Za-z0-9_-]{1,80}$/;

@Resolver(() => User)
export class AgentsResolver {
  constructor(
    private readonly agents: AgentsService,
    private readonly softphones: SoftphonesService,
    private readonly deskPhones: DeskPhonesService,
    private readonly env: Env,
  ) {}

  @ResolveField(() => Boolean, { description: "Whether a softphone of this user's is registered on Asterisk now." })
  softphoneOnline(@Parent() { enabled, extension }: User): Promise<boolean> {
    return this.agents.isOnline(enabled ? extension : null);
  }

  @Allow('calls.own')
  @Mutation(() => SoftphoneCredentialsResult, {
    description:
      "Credentials for the caller's phone in this session. With takeOver the earlier page's end, and its registration with them; a call in progress outlives both. The same page asks again to renew them.",
  })
  createSoftphoneCredentials(
    @CurrentPrincipal() principal: Principal,
    @Context() { req }: RequestContext,
    @Args('takeOver', { defaultValue: false, description: 'Takes the phone from the page that has it.' }) takeOver: boolean,
    @Args('pageId', {
      type: () => ID,
      nullable: true,
      description:
        'Chosen by the page and kept while it lives (1 to 80 of A-Z a-z 0-9 _ -): tells two pages of one session apart. Without it a session counts as one page.',
    })
    pageId?: string | null,
  ): Promise<SoftphoneCredentials | OperationError> {
    if (pageId && !PAGE_ID.test(pageId))
      throw new ApiError('BAD_USER_INPUT', 'pageId must be 1 to 80 characters of A-Z a-z 0-9 _ -');
    return this.softphones.createCredentials(
      principal,
      { takeOver, pageId: pageId ?? null },
      pageOrigin(req, this.env.publicUrl),
    );
  }

  @Allow('people.write')
  @Mutation(() => DeskPhoneCredentialsResult, {
    description:
      "Sets up a SIP telephone for a user's desk, with a generated password. Said again it makes a new password and ends the old one.",
  })
  createDeskPhoneCredentials(
    @CurrentPrincipal() principal: Principal,
    @Context() { req }: RequestContext,
    @Args('userId', { type: () => ID, description: 'Whose telephone it is.' }) userId: string,
  ): Promise<DeskPhoneCredentials | OperationError> {
    return this.deskPhones.createCredentials(principal, userId, pageOrigin(req, this.env.publicUrl));
  }

  @Allow('people.write')
  @Mutation(() => User, {
    description: "Takes a user's desk telephone away: it can neither call nor be called. Returns the user.",
  })
  removeDeskPhone(
    @CurrentPrincipal() principal: Principal,
    @Args('userId', { type: () => ID, description: 'Whose telephone it is.' }) userId: string,
  ): Promise<User> {
    return this.deskPhones.remove(principal, userId);
  }
}
