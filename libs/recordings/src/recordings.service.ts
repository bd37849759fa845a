import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { AuditService, type Principal } from '@app/auth';
import { type Call, CallBooks, CallHistory, type CallInProgress, type CallLeg, CallState, RecordingProblem } from '@app/calls';
import { Env, ErrorCode, type OperationError, refuse } from '@app/common';
import { TelephonyError, TelephonyGateway, TelephonyRecorder } from '@app/telephony';
import type { EntityManager, Repository } from 'typeorm';
import { Recording, type StoredPause } from './recording.entity.js';
import { RecordingFiles } from './recording-files.js';
import { RecordingQueue } from './recording-queue.js';

/** Recordings while their calls live: begun at the answer, paused and taken up again. */
@Injectable()
export class RecordingsService {
  private readonly logger = new Logger('Recordings');

  constructor(
    @InjectRepository(Recording) private readonly rows: Repository<Recording>,
    private readonly books: CallBooks,
    private readonly history: CallHistory,
    private readonly gateway: TelephonyGateway,
    private readonly recorder: TelephonyRecorder,
    private readonly files: RecordingFiles,
    private readonly queue: RecordingQueue,
    private readonly audit: AuditService,
    private readonly env: Env,
  ) {}

  /**
   * Begins the recording of a call that has been answered, if it is to be recorded and is not being. It may be said as often as one likes.
   * @returns whether nothing more is to be done for this call until it ends
   */
  begin(callId: string): Promise<boolean> {
    return this.queue.run(callId, async () => {
      const progress = await this.books.read(callId);
      const leg = progress && recordedLeg(progress);
      if (!progress || !leg) return false;
      const known = await this.rows.findOneBy({ callId, legId: leg.id });
      if (known?.startedAt) return true;
      if (!known && !(await this.hasSpace(progress.call))) return false;
      return this.start(known ?? (await this.newRow(callId, leg.id)), leg.id, !known);
    });
  }

  /** Silence is recorded from now on. @throws {ApiError} NOT_FOUND */
  pause(principal: Principal, callId: string): Promise<Readonly<Call> | OperationError> {
    return this.control(principal, callId, true);
  }

  /** @throws {ApiError} NOT_FOUND */
  resume(principal: Principal, callId: string): Promise<Readonly<Call> | OperationError> {
    return this.control(principal, callId, false);
  }

  /** After a time without us the engine may be in another mind than the books about what is paused. */
  async assertPauses(): Promise<void> {
    for (const { callId, id } of await this.rows.findBy({ state: 'RECORDING' })) {
      await this.queue.run(callId, async () => {
        const row = await this.rows.findOneBy({ id, state: 'RECORDING' });
        if (!row?.legId || !row.startedAt) return;
        await (isPaused(row) ? this.recorder.pause(row.legId) : this.recorder.resume(row.legId)).catch((error: unknown) =>
          this.logger.debug(`The recording of call ${callId}: ${wordsOf(error)}`),
        );
      });
    }
  }

  private async hasSpace({ id, recordingProblem }: Readonly<Call>): Promise<boolean> {
    const free = await this.files.freeMegabytes();
    if (free >= this.env.recordingMinFreeMb) return true;
    if (recordingProblem !== RecordingProblem.NO_SPACE) {
      this.logger.warn(
        `Call ${id} is not recorded: ${Math.floor(free)} MB are free, RECORDING_MIN_FREE_MB is ${this.env.recordingMinFreeMb}.`,
      );
      await this.books.amend(id, () => ({ recordingProblem: RecordingProblem.NO_SPACE }));
    }
    return false;
  }

  /** Saved before it is started, so that no file can lie with the engine that nobody knows of. */
  private async newRow(callId: string, legId: string): Promise<Recording> {
    const id = randomUUID();
    await this.rows.insert({ id, callId, legId, name: `rec_${id}`, state: 'RECORDING', createdAt: new Date() });
    return this.rows.findOneByOrFail({ id });
  }

  private async start({ id, callId, name, createdAt }: Recording, legId: string, isNew: boolean): Promise<boolean> {
    try {
      // Begun by an earlier process that could not say so any more: to begin it again would empty the file.
      const isRunning = !isNew && (await this.recorder.stored()).some((stored) => stored.name === name);
      if (!isRunning) await this.recorder.start(legId, name);
      await this.rows.update(id, { startedAt: isRunning ? createdAt : new Date() });
      return true;
    } catch (error) {
      this.logger.warn(`The recording of call ${callId} could not be begun: ${wordsOf(error)}`);
      // A leg that has just gone: what there is of it is seen at the call's end.
      return error instanceof TelephonyError && error.status === 404;
    }
  }

  private async control(principal: Principal, callId: string, pause: boolean): Promise<Readonly<Call> | OperationError> {
    const call = await this.history.getOrThrow(principal, callId);
    if (call.state !== CallState.ANSWERED) return refuse(ErrorCode.CALL_NOT_ACTIVE, 'This call is not answered, or is over.');
    if (!this.gateway.isConnected)
      return refuse(ErrorCode.TELEPHONY_UNAVAILABLE, 'Asterisk is not connected: try again in a moment.');
    return this.queue.run(call.id, async () => {
      const row = await this.rows.findOneBy({ callId: call.id, state: 'RECORDING' });
      if (!row?.legId || !row.startedAt) return refuse(ErrorCode.CALL_NOT_ACTIVE, 'This call is not being recorded.');
      if (isPaused(row) === pause) return this.history.getOrThrow(principal, callId);
      try {
        // Done before it is said: whoever reads out a card number must be able to rely on it.
        await (pause ? this.recorder.pause(row.legId) : this.recorder.resume(row.legId));
      } catch (error) {
        this.logger.warn(`Call ${call.id}: ${wordsOf(error)}`);
        return error instanceof TelephonyError && (error.status === 404 || error.status === 409)
          ? refuse(ErrorCode.CALL_NOT_ACTIVE, 'This call is not being recorded.')
          : refuse(ErrorCode.TELEPHONY_UNAVAILABLE, 'Asterisk did not do it: try again in a moment.');
      }
      const pauses = pause ? pausedAt(row.pauses, new Date()) : resumedAt(row.pauses, new Date());
      const within = async (manager: EntityManager) => {
        await manager.update(Recording, row.id, { pauses });
        await this.audit.record(
          { principal, action: pause ? 'recording.paused' : 'recording.resumed', subject: call.id },
          manager,
        );
      };
      return (await this.books.amend(call.id, () => ({ recordingPaused: pause }), within)) ?? call;
    });
  }
}

/** The far party's: it is there from the answer to the end, whoever talks to it. */
export function recordedLeg({ call, legs }: CallInProgress): CallLeg | undefined {
  if (!call.record || call.state !== CallState.ANSWERED) return undefined;
  return legs.find((leg) => leg.role === 'CUSTOMER' && leg.answeredAt !== null && leg.endedAt === null);
}

const isPaused = ({ pauses }: Pick<Recording, 'pauses'>): boolean => pauses.length > 0 && pauses.at(-1)?.to === null;

const pausedAt = (pauses: readonly StoredPause[], at: Date): StoredPause[] => [...pauses, { from: at.toISOString(), to: null }];

const resumedAt = (pauses: readonly StoredPause[], at: Date): StoredPause[] =>
  pauses.map(({ from, to }) => ({ from, to: to ?? at.toISOString() }));

export const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
