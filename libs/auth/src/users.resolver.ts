import { Args, ID, Mutation, Query, Resolver, Subscription } from '@nestjs/graphql';
import { LiveUpdates, type OperationError } from '@app/common';
import { Allow, CurrentPrincipal } from './access.decorators.js';
import type { Principal } from './principal.js';
import { User } from './user.entity.js';
import { CreateUserInput, UpdateUserInput } from './user.inputs.js';
import { CreateUserResult, UpdateUserResult } from './user.results.js';
import { USER_TOPIC, type UserPayload, UsersService } from './users.service.js';

@Resolver(() => User)
export class UsersResolver {
  constructor(
    private readonly users: UsersService,
    private readonly updates: LiveUpdates,
  ) {}

  @Query(() => User, { description: 'Who is asking. For an API token: the user it acts as.' })
  me(@CurrentPrincipal() { user }: Principal): User {
    return user;
  }

  @Allow('people.read')
  @Query(() => [User], { name: 'users', description: 'Everybody, by username.' })
  list(): Promise<User[]> {
    return this.users.list();
  }

  @Allow('people.read')
  @Query(() => User, { name: 'user', nullable: true, description: 'One user, or null.' })
  find(@Args('id', { type: () => ID, description: "The user's id." }) id: string): Promise<User | null> {
    return this.users.findById(id);
  }

  @Allow('people.write')
  @Mutation(() => CreateUserResult, { description: 'Adds a user. NAME_TAKEN: the username or the extension is another user’s.' })
  createUser(
    @Args('input', { description: 'The new user.' }) input: CreateUserInput,
    @CurrentPrincipal() principal: Principal,
  ): Promise<User | OperationError> {
    return this.users.create(principal, input);
  }

  @Allow('people.write')
  @Mutation(() => UpdateUserResult, {
    description: 'Changes a user. Disabling, another role or a new password signs that user out everywhere at once.',
  })
  updateUser(
    @Args('id', { type: () => ID, description: "The user's id." }) id: string,
    @Args('input', { description: 'What changes.' }) input: UpdateUserInput,
    @CurrentPrincipal() principal: Principal,
  ): Promise<User | OperationError> {
    return this.users.update(principal, id, input);
  }

  @Allow('people.write')
  @Mutation(() => User, {
    description: 'Ends every session of a user at once, on every device. Their password and their API tokens stay.',
  })
  signOutUser(
    @Args('id', { type: () => ID, description: "The user's id." }) id: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<User> {
    return this.users.signOut(principal, id);
  }

  @Allow('people.read')
  @Subscription(() => User, {
    description: 'A softphone came or went, or a user or their presence changed.',
    resolve(this: UsersResolver, { userId }: UserPayload) {
      return this.users.getOrThrow(userId);
    },
  })
  userUpdated(): Promise<AsyncIterableIterator<UserPayload>> {
    return this.updates.subscribe<UserPayload>(USER_TOPIC);
  }
}
