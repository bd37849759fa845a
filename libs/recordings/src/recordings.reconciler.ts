import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Call, CallState } from '@app/calls';
import { isUuid } from '@app/common';
import { TelephonyRecorder } from '@app/telephony';
import { In, type Repository } from 'typeorm';
import { fallbackName } from './recording-closer.js';
import { Recording } from './recording.entity.js';

/** So many at a time; the next look takes the next. */
const BATCH = 100;
/** How far back a call is looked for that should have been recorded. ms */
const LOOK_BACK_MS = 24 * 3600_000;

/** What the books say is still to be done, whoever left it undone. */
@Injectable()
export class RecordingsReconciler {
  constructor(
    @InjectRepository(Recording) private readonly rows: Repository<Recording>,
    @InjectRepository(Call) private readonly calls: Repository<Call>,
    private readonly recorder: TelephonyRecorder,
  ) {}

  /** Calls that are over and have a recording that is not closed. */
  async toBeClosed(): Promise<string[]> {
    const open = await this.rows
      .createQueryBuilder('recording')
      .innerJoin('recording.call', 'call')
      .select('distinct recording.callId', 'callId')
      .where(`recording.state in ('RECORDING', 'CLOSING') and call.state = 'ENDED'`)
      .limit(BATCH)
      .getRawMany<{ callId: string }>();
    return open.map(({ callId }) => callId);
  }

  /** Recordings that are here and still lie with the engine too. */
  leftBehind(): Promise<Recording[]> {
    return this.rows.find({ where: { state: 'READY', isWithEngine: true }, take: BATCH });
  }

  /** Calls of the last day that were answered and should have been recorded, and of which nothing is known. */
  async withoutRecording(): Promise<string[]> {
    const calls = await this.calls
      .createQueryBuilder('call')
      .leftJoin(Recording, 'recording', 'recording.callId = call.id')
      .select('call.id', 'id')
      .where(`call.createdAt > :since and call.state = 'ENDED' and call.record and call.answeredAt is not null`)
      .andWhere(`call.recordingProblem is null and recording.id is null and call.endedAt - call.answeredAt > interval '1 second'`)
      .setParameters({ since: new Date(Date.now() - LOOK_BACK_MS) })
      .limit(BATCH)
      .getRawMany<{ id: string }>();
    return calls.map(({ id }) => id);
  }

  /** Files that the dialplan made while we were away, of calls that are in the books and over. */
  async madeWithoutUs(): Promise<{ callId: string; name: string }[]> {
    const ids = (await this.recorder.stored()).map(({ name }) => name.slice(fallbackName('').length));
    const stored = ids.filter(isUuid).map((id) => id.toLowerCase());
    const found: { callId: string; name: string }[] = [];
    for (let at = 0; at < stored.length; at += BATCH) {
      const some = In(stored.slice(at, at + BATCH));
      const calls = await this.calls.find({ select: { id: true }, where: { id: some, state: CallState.ENDED } });
      found.push(...calls.map(({ id }) => ({ callId: id, name: fallbackName(id) })));
    }
    return found;
  }

  /** Files whose time is over, oldest first. */
  olderThan(days: number, now: Date): Promise<Recording[]> {
    const before = new Date(now.getTime() - days * 24 * 3600_000);
    return this.rows
      .createQueryBuilder('recording')
      .where('recording.file is not null and recording.deletedAt is null and recording.createdAt < :before', { before })
      .orderBy('recording.createdAt')
      .addOrderBy('recording.id')
      .limit(BATCH)
      .getMany();
  }
}
