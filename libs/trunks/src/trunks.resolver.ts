import { Args, ID, Mutation, Query, Resolver, Subscription } from '@nestjs/graphql';
import { Allow, CurrentPrincipal, type Principal } from '@app/auth';
import { ApiError, isUuid, LiveUpdates, type OperationError } from '@app/common';
import { trunkTemplates } from './templates/index.js';
import { TrunkTemplate } from './templates/trunk-template.js';
import { TrunkTestProgress } from './trunk-test-progress.js';
import { TrunkTrials } from './trunk-trials.js';
import { Trunk } from './trunk.entity.js';
import { CreateTrunkInput, UpdateTrunkInput } from './trunk.inputs.js';
import {
  CreateTrunkResult,
  DeleteTrunkResult,
  TestTrunkResult,
  type TrunkTest,
  TrunkTestStep,
  UpdateTrunkResult,
} from './trunk.results.js';
import { TRUNK_DELETED_TOPIC, TRUNK_TOPIC, type TrunkPayload } from './trunk-topics.js';
import { TrunksService } from './trunks.service.js';

const TEST_ID = {
  type: () => ID,
  nullable: true,
  description: 'A UUID of your choice: trunkTested tells the steps under it as they are done.',
};
const PASSWORD_OF = {
  type: () => ID,
  nullable: true,
  description: 'The id of a stored trunk that is being changed: its password is used where the input has none.',
};

@Resolver(() => Trunk)
export class TrunksResolver {
  constructor(
    private readonly service: TrunksService,
    private readonly trials: TrunkTrials,
    private readonly progress: TrunkTestProgress,
    private readonly updates: LiveUpdates,
  ) {}

  @Allow('trunks.read')
  @Query(() => [Trunk], { description: 'In the order in which they are tried.' })
  trunks(): Promise<Trunk[]> {
    return this.service.list();
  }

  @Allow('trunks.read')
  @Query(() => Trunk, { nullable: true, description: 'null where there is none.' })
  trunk(@Args('id', { type: () => ID, description: "The trunk's id." }) id: string): Promise<Trunk | null> {
    return this.service.findById(id);
  }

  @Allow('trunks.read')
  @Query(() => [TrunkTemplate], { description: 'What the forms of known providers are filled with.' })
  trunkTemplates(): readonly TrunkTemplate[] {
    return trunkTemplates;
  }

  @Allow('trunks.write')
  @Mutation(() => CreateTrunkResult, { description: 'Saves a trunk and, unless it is switched off, registers it.' })
  createTrunk(
    @CurrentPrincipal() principal: Principal,
    @Args('input', { description: 'The trunk.' }) input: CreateTrunkInput,
  ): Promise<Trunk | OperationError> {
    return this.service.create(principal, input);
  }

  @Allow('trunks.write')
  @Mutation(() => UpdateTrunkResult, { description: 'Changes the fields that are given; calls in progress go on.' })
  updateTrunk(
    @CurrentPrincipal() principal: Principal,
    @Args('id', { type: () => ID, description: "The trunk's id." }) id: string,
    @Args('input', { description: 'What changes.' }) input: UpdateTrunkInput,
  ): Promise<Trunk | OperationError> {
    return this.service.update(principal, id, input);
  }

  @Allow('trunks.write')
  @Mutation(() => DeleteTrunkResult, { description: 'Unregisters and removes it. TRUNK_IN_USE while a dialplan rule names it.' })
  deleteTrunk(
    @CurrentPrincipal() principal: Principal,
    @Args('id', { type: () => ID, description: "The trunk's id." }) id: string,
  ): Promise<Trunk | OperationError> {
    return this.service.delete(principal, id);
  }

  @Allow('trunks.write')
  @Mutation(() => UpdateTrunkResult, { description: 'Registers again now, with what is stored.' })
  reregisterTrunk(
    @CurrentPrincipal() principal: Principal,
    @Args('id', { type: () => ID, description: "The trunk's id." }) id: string,
  ): Promise<Trunk | OperationError> {
    return this.service.reregister(principal, id);
  }

  @Allow('trunks.write')
  @Mutation(() => TestTrunkResult, { description: 'Tries a trunk that is not saved; nothing is stored. Up to 15 s.' })
  testTrunk(
    @CurrentPrincipal() principal: Principal,
    @Args('input', { description: 'The trunk.' }) input: CreateTrunkInput,
    @Args('testId', TEST_ID) testId?: string | null,
    @Args('passwordOf', PASSWORD_OF) passwordOf?: string | null,
  ): Promise<TrunkTest | OperationError> {
    return this.trials.testInput(principal, input, testId, passwordOf);
  }

  @Allow('trunks.write')
  @Mutation(() => TestTrunkResult, { description: 'Tries a stored trunk with its stored password. Up to 15 s.' })
  testStoredTrunk(
    @CurrentPrincipal() principal: Principal,
    @Args('id', { type: () => ID, description: "The trunk's id." }) id: string,
    @Args('testId', TEST_ID) testId?: string | null,
  ): Promise<TrunkTest | OperationError> {
    return this.trials.testStored(principal, id, testId);
  }

  @Allow('trunks.write')
  @Subscription(() => TrunkTestStep, {
    description:
      'The steps of a trial of your own as they are done; subscribe, then send the mutation with the same testId. It ends with the trial.',
    resolve: (step: TrunkTestStep) => step,
  })
  trunkTested(
    @CurrentPrincipal() principal: Principal,
    @Args('testId', { type: () => ID, description: 'The testId of testTrunk or testStoredTrunk: a UUID.' }) testId: string,
  ): Promise<AsyncIterableIterator<TrunkTestStep>> {
    if (!isUuid(testId)) throw new ApiError('BAD_USER_INPUT', 'testId must be a UUID.');
    return this.progress.watch(principal, testId);
  }

  @Allow('trunks.read')
  @Subscription(() => Trunk, {
    description: 'A trunk was created or changed, or how it stands: registration, reachability, rest, active calls.',
    // One that was deleted meanwhile is told by trunkDeleted.
    async filter(this: TrunksResolver, { trunkId }: TrunkPayload, { id }: { id?: string | null }) {
      return (id ?? trunkId) === trunkId && (await this.service.findById(trunkId)) !== null;
    },
    resolve(this: TrunksResolver, { trunkId }: TrunkPayload) {
      return this.service.getOrThrow(trunkId);
    },
  })
  trunkUpdated(
    @Args('id', { type: () => ID, nullable: true, description: 'Only this trunk.' }) _id?: string | null,
  ): Promise<AsyncIterableIterator<TrunkPayload>> {
    return this.updates.subscribe<TrunkPayload>(TRUNK_TOPIC);
  }

  @Allow('trunks.read')
  @Subscription(() => ID, {
    description: 'A trunk was deleted: its id.',
    resolve: ({ trunkId }: TrunkPayload) => trunkId,
  })
  trunkDeleted(): Promise<AsyncIterableIterator<TrunkPayload>> {
    return this.updates.subscribe<TrunkPayload>(TRUNK_DELETED_TOPIC);
  }
}
