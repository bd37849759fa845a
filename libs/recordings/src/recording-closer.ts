import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type Call, CallBooks, CallState } from '@app/calls';
import { TelephonyError, TelephonyRecorder } from '@app/telephony';
import { In, type Repository } from 'typeorm';
import { measureGaps } from './measure-gaps.js';
import { isWorthMissing, problemOf } from './problem-of.js';
import { Recording, type StoredPause } from './recording.entity.js';
import { type KeptFile, RecordingFiles, UnreadableSoundError } from './recording-files.js';
import { RecordingQueue } from './recording-queue.js';
import { wordsOf } from './recordings.service.js';
import type { Stretch } from './sound-meter.js';

/** The engine has the whole file when it tells the call's end (measured): these are for one that is slow. ms */
const LOOK_AGAIN_MS = [200, 1000];
/** A file that lacks more than this of its time, by the clock, is looked at once more. */
const PROBABLY_UNFINISHED_SECONDS = 0.3;
/** A file that can't be fetched for so long is given up. */
const GIVE_UP_AFTER_MS = 24 * 3600_000;

/** What the dialplan calls its recording of a call, where it recorded without us. */
export const fallbackName = (callId: string): string => `call_${callId}`;

/**
 * Recordings when their calls are over: the engine's file is fetched and written as a WAV, the call is told, and only then is the engine's file removed. It may be
 * broken off anywhere and begun again.
 */
@Injectable()
export class RecordingCloser implements OnModuleDestroy {
  private readonly logger = new Logger('Recordings');
  private readonly stopping = new AbortController();

  constructor(
    @InjectRepository(Recording) private readonly rows: Repository<Recording>,
    private readonly books: CallBooks,
    private readonly recorder: TelephonyRecorder,
    private readonly files: RecordingFiles,
    private readonly queue: RecordingQueue,
  ) {}

  onModuleDestroy(): void {
    this.stopping.abort();
  }

  /** Everything of a call that has ended. @throws {TelephonyError} where the engine does not give its files now: try again later */
  close(callId: string): Promise<void> {
    return this.queue.run(callId, async () => {
      const call = (await this.books.read(callId))?.call;
      if (call?.state !== CallState.ENDED || !call.record) return;
      const open = await this.rows.findBy({ callId, state: In(['RECORDING', 'CLOSING']) });
      for (const row of open) await this.closeOne(row, call);
      if (open.length === 0) await this.lookForUnknown(call);
    });
  }

  /**
   * Takes a recording that the engine made by itself, once its call is in the books and over.
   * @param name of the engine's
   * @returns undefined where there is no such call, or where the file is not there
   */
  adopt(callId: string, name: string): Promise<Recording | undefined> {
    return this.queue.run(callId, async () => {
      const call = (await this.books.read(callId))?.call;
      return call?.state === CallState.ENDED ? this.adoptOne(call, name) : undefined;
    });
  }

  /** Removes from the engine what is safely here. */
  async removeFromEngine(row: Pick<Recording, 'id' | 'name'>): Promise<void> {
    try {
      await this.recorder.remove(row.name);
      await this.rows.update(row.id, { isWithEngine: false });
    } catch (error) {
      this.logger.debug(`${row.name} stays with Asterisk for now: ${wordsOf(error)}`);
    }
  }

  /** To be recorded, and no recording known: it may have been made without us. */
  private async lookForUnknown(call: Readonly<Call>): Promise<void> {
    const isSettled = call.recordingProblem !== null || call.recordingIds.length > 0;
    if (isSettled || !isWorthMissing(talkSecondsOf(call)) || (await this.rows.existsBy({ callId: call.id }))) return;
    if (await this.adoptOne(call, fallbackName(call.id))) return;
    await this.books.amend(call.id, () => ({ recordingProblem: problemOf({ ...nothing, talkSeconds: talkSecondsOf(call) }) }));
  }

  private async adoptOne(call: Readonly<Call>, name: string): Promise<Recording | undefined> {
    const known = await this.rows.findOneBy({ name });
    if (known && known.state !== 'CLOSING') return known.state === 'READY' ? known : undefined;
    if (!known) {
      if (!(await this.recorder.stored()).some((stored) => stored.name === name)) return undefined;
      const times = { createdAt: new Date(), startedAt: call.answeredAt, endedAt: call.endedAt };
      await this.rows.insert({ id: randomUUID(), callId: call.id, legId: null, name, state: 'CLOSING', ...times });
    }
    const row = await this.rows.findOneByOrFail({ name });
    await this.closeOne(row, call);
    return this.rows.findOneByOrFail({ name });
  }

  private closeOne(row: Recording, call: Readonly<Call>): Promise<void> {
    return this.queue.closing(async () => {
      const endedAt = call.endedAt ?? new Date();
      await this.rows.update(row.id, { state: 'CLOSING', endedAt });
      const kept = await this.keep(row, endedAt);
      if (kept === 'unreadable' || !kept || kept.durationSeconds === 0) {
        if (typeof kept === 'object') await this.files.remove(kept.file);
        return this.finish(row, call, { state: kept === 'unreadable' ? 'FAILED' : 'MISSING' });
      }
      const { durationSeconds, zeros, silentChannels, file, channels, sizeBytes, sha256 } = kept;
      const [first = true, second = first] = silentChannels;
      const gaps = measureGaps({ ...byTheClock(row, endedAt), zeros, durationSeconds });
      await this.finish(row, call, {
        state: 'READY',
        file,
        durationSeconds,
        sizeBytes,
        sha256,
        channels,
        silent: first && second,
        customerSilent: channels === 2 ? first : null,
        agentSilent: channels === 2 ? second : null,
        gaps,
      });
    });
  }

  /** @returns undefined where the engine has no such file @throws {TelephonyError} */
  private async keep(row: Recording, endedAt: Date): Promise<KeptFile | 'unreadable' | undefined> {
    const lasted = (endedAt.getTime() - (row.startedAt ?? row.createdAt).getTime()) / 1000;
    let kept: KeptFile | undefined;
    for (const wait of [...LOOK_AGAIN_MS, undefined]) {
      try {
        const before = kept?.sizeBytes;
        kept = await this.files.keep(await this.recorder.fetch(row.name), row.id, row.startedAt ?? row.createdAt);
        const isWhole = kept.durationSeconds > lasted - PROBABLY_UNFINISHED_SECONDS || kept.sizeBytes === before;
        if (isWhole) return kept;
      } catch (error) {
        if (error instanceof UnreadableSoundError) return 'unreadable';
        const isMissing = error instanceof TelephonyError && error.status === 404;
        if (!isMissing && Date.now() - endedAt.getTime() > GIVE_UP_AFTER_MS) return 'unreadable';
        if (!isMissing) throw error;
      }
      if (wait !== undefined) await pause(wait, undefined, { signal: this.stopping.signal });
    }
    return kept;
  }

  /** The row, the call and its subscribers; and only then is the engine's file removed. */
  private async finish(row: Recording, call: Readonly<Call>, result: Partial<Recording>): Promise<void> {
    const others = await this.rows.findBy({ callId: call.id, state: 'READY' });
    const all = [...others, ...(result.state === 'READY' ? [{ ...row, ...result }] : [])];
    const recordingProblem = problemOf({
      talkSeconds: talkSecondsOf(call),
      durationSeconds: all.reduce((sum, { durationSeconds }) => sum + durationSeconds, 0),
      silent: all.every(({ silent }) => silent),
    });
    const recordingIds = all.sort((left, right) => left.createdAt.getTime() - right.createdAt.getTime()).map(({ id }) => id);
    await this.books.amend(
      call.id,
      () => ({ recordingIds, recordingProblem, recordingPaused: false }),
      async (manager) => void (await manager.update(Recording, row.id, result)),
    );
    if (recordingProblem) this.logger.warn(`The recording of call ${call.id} is ${recordingProblem}.`);
    // An empty file too; one that can't be read is left for somebody to look at.
    if (result.state !== 'FAILED') await this.removeFromEngine(row);
  }
}

const nothing = { durationSeconds: 0, silent: true };

const talkSecondsOf = ({ answeredAt, endedAt }: Readonly<Call>): number =>
  answeredAt && endedAt ? (endedAt.getTime() - answeredAt.getTime()) / 1000 : 0;

/** A pause that lasted to the end ended with it. */
function byTheClock({ startedAt, createdAt, pauses }: Recording, endedAt: Date): { pauses: Stretch[]; lastedSeconds: number } {
  const start = (startedAt ?? createdAt).getTime();
  const secondsAt = (time: string | Date) => (new Date(time).getTime() - start) / 1000;
  return {
    pauses: pauses.map(({ from, to }: StoredPause) => ({ fromSeconds: secondsAt(from), toSeconds: secondsAt(to ?? endedAt) })),
    lastedSeconds: secondsAt(endedAt),
  };
}
