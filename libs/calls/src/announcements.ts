import { Injectable } from '@nestjs/common';
import { AuditService, type Principal } from '@app/auth';
import type { OperationError } from '@app/common';
import { TelephonyGateway } from '@app/telephony';
import type { EntityManager } from 'typeorm';
import type { Call, CallRequest } from './call.entity.js';
import { conversationOf, newPlayId } from './call-in-progress.js';
import { noSuchRecording, recordingOf } from './originate-checks.js';
import { RecordedSounds } from './recorded-sounds.js';

/** What calls play: sounds that the engine has, and recordings of ours. */
@Injectable()
export class Announcements {
  constructor(
    private readonly gateway: TelephonyGateway,
    private readonly recordings: RecordedSounds,
    private readonly audit: AuditService,
  ) {}

  /** A recording that there is not, and one of a call that is not theirs to see, are the same to whoever asks. */
  async refusalOf(principal: Principal, { announcement }: CallRequest): Promise<OperationError | undefined> {
    const id = recordingOf(announcement);
    return id === undefined || (await this.recordings.mayHear(principal, id)) ? undefined : noSuchRecording();
  }

  /** What two people said goes to somebody else: who let it is written down with the call, or there is no call. */
  async note(principal: Principal, { id: callId, to, request }: Call, manager: EntityManager): Promise<void> {
    const id = recordingOf(request.announcement);
    if (id === undefined) return;
    await this.audit.record({ principal, action: 'recording.played', subject: id, facts: { to, callId } }, manager);
  }

  /** @throws {TelephonyError} @throws {ApiError} NOT_FOUND for a recording that has been deleted since */
  async play(call: Readonly<Call>): Promise<void> {
    const media = call.distribution?.announcement ?? call.request.announcement ?? '';
    const id = recordingOf(media);
    if (id === undefined) await this.gateway.play(conversationOf(call), newPlayId(call), media);
    else await this.gateway.stream(conversationOf(call), newPlayId(call), await this.recordings.open(id));
  }
}
