import { Args, ID, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, CurrentPrincipal, type Principal } from '@app/auth';
import { Call, CallResult } from '@app/calls';
import type { OperationError } from '@app/common';
import { PlayLinks } from './play-links.js';
import { Recording } from './recording.entity.js';
import { RecordingLoader } from './recording-loader.js';
import { RecordingsService } from './recordings.service.js';

@Resolver(() => Call)
export class CallRecordingsResolver {
  constructor(
    private readonly service: RecordingsService,
    private readonly loader: RecordingLoader,
  ) {}

  @Allow('calls.own')
  @Mutation(() => CallResult, {
    description:
      'Silence is recorded from now on: for card numbers. Of a paused recording: the call, as it is. CALL_NOT_ACTIVE for a call that is not answered or not being recorded.',
  })
  pauseRecording(
    @CurrentPrincipal() principal: Principal,
    @Args('id', { type: () => ID, description: "The call's id." }) id: string,
  ): Promise<Readonly<Call> | OperationError> {
    return this.service.pause(principal, id);
  }

  @Allow('calls.own')
  @Mutation(() => CallResult, { description: 'The parties are recorded again. CALL_NOT_ACTIVE likewise.' })
  resumeRecording(
    @CurrentPrincipal() principal: Principal,
    @Args('id', { type: () => ID, description: "The call's id." }) id: string,
  ): Promise<Readonly<Call> | OperationError> {
    return this.service.resume(principal, id);
  }

  @ResolveField(() => Recording, {
    nullable: true,
    description:
      'Null until the file is closed; its arrival is a change of the call, after ENDED. Null again once it is deleted.',
  })
  async recording(@Parent() call: Call): Promise<Recording | null> {
    return (await this.loader.of(call))[0] ?? null;
  }

  @ResolveField(() => [Recording], { description: 'Oldest first; `recording` is the first of these.' })
  recordings(@Parent() call: Call): Promise<Recording[]> {
    return this.loader.of(call);
  }
}

@Resolver(() => Recording)
export class RecordingFieldsResolver {
  constructor(private readonly links: PlayLinks) {}

  @ResolveField(() => String, {
    description: "A path below the API's address that needs the same Authorization header. WAV; supports Range.",
  })
  url(@Parent() { id }: Recording): string {
    return `/api/recordings/${id}`;
  }

  @ResolveField(() => String, {
    description: 'A path with a signature that a player can use without a header, good for 5 minutes from now.',
  })
  playUrl(@Parent() { id }: Recording): string {
    return this.links.pathOf(id);
  }
}
