import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Clock, type Principal, Role } from '@app/auth';
import { TestClock } from '@app/auth/testing';
import { type Call, RecordedSounds } from '@app/calls';
import { CallsHarness } from '@app/calls/testing';
import type { Env } from '@app/common';
import { until } from '@app/common/testing';
import { expect } from 'vitest';
import { Recording } from '../src/recording.entity.js';
import { RecordingCloser } from '../src/recording-closer.js';
import { RecordingFiles } from '../src/recording-files.js';
import { RecordingSounds } from '../src/recording-sounds.js';
import { recordingProviders } from '../src/recordings.module.js';
import { RecordingsKeeper } from '../src/recordings.keeper.js';
import { RecordingsRetention } from '../src/recordings.retention.js';
import { RecordingsService } from '../src/recordings.service.js';
import { pcm, tone } from './sounds.js';

export interface AnsweredCall {
  call: Call;
  /** The customer's. */
  legId: string;
  answeredAt: Date;
}

/** Calls and their recordings on a real database, with the engine and its recorder played. */
export class RecordingsHarness {
  readonly clock = new TestClock();
  private lastExtension = 2_000;

  private constructor(
    readonly calls: CallsHarness,
    private readonly dataDir: string,
  ) {}

  static async start(settings: Partial<Env> = {}): Promise<RecordingsHarness> {
    const dataDir = await mkdtemp(join(tmpdir(), 'trunkline-recordings-'));
    const clock = new TestClock();
    const sounds = { provide: RecordedSounds, useExisting: RecordingSounds };
    const above = { entities: [Recording], providers: [...recordingProviders, sounds, { provide: Clock, useValue: clock }] };
    const calls = await CallsHarness.start({ dataDir, ...settings }, above);
    await calls.trunk('BellUZ');
    return Object.assign(new RecordingsHarness(calls, dataDir), { clock });
  }

  get service(): RecordingsService {
    return this.calls.get(RecordingsService);
  }
  get closer(): RecordingCloser {
    return this.calls.get(RecordingCloser);
  }
  get keeper(): RecordingsKeeper {
    return this.calls.get(RecordingsKeeper);
  }
  get files(): RecordingFiles {
    return this.calls.get(RecordingFiles);
  }
  get retention(): RecordingsRetention {
    return this.calls.get(RecordingsRetention);
  }

  agent(): Promise<Principal> {
    return this.calls.user(Role.AGENT, String((this.lastExtension += 1)));
  }

  /** An agent and a customer who talk, since `talkedMs` by the engine's clock. */
  async answered(principal: Principal, input: object = {}, talkedMs = 0): Promise<AnsweredCall> {
    const { calls } = this;
    const call = await calls.call(principal, input);
    calls.gateway.answer((await calls.dialled(call.id, 'AGENT')).legId);
    const { legId } = await calls.dialled(call.id, 'CUSTOMER');
    const answeredAt = new Date(Date.now() - talkedMs);
    calls.gateway.answer(legId, answeredAt);
    await calls.untilCall(call.id, { state: 'ANSWERED' });
    return { call, legId, answeredAt };
  }

  /** Likewise, and the recording has begun. */
  async recorded(principal: Principal, talkedMs = 0): Promise<AnsweredCall> {
    const answered = await this.answered(principal, {}, talkedMs);
    await until(async () => expect((await this.rows(answered.call.id))[0]?.startedAt).toBeInstanceOf(Date));
    return answered;
  }

  rows(callId: string): Promise<Recording[]> {
    return this.calls.dataSource.manager.find(Recording, { where: { callId }, order: { createdAt: 'ASC' } });
  }

  /** The customer hangs up now. */
  end({ legId }: AnsweredCall): void {
    this.calls.gateway.end(legId);
  }

  /** In the place of what was really recorded, once the call is over. */
  async endWith(answered: AnsweredCall, seconds: number, bytes: Buffer | undefined): Promise<void> {
    const [row] = await this.rows(answered.call.id);
    this.calls.recorder.finish(answered.legId);
    if (bytes && row) this.calls.recorder.files.set(row.name, { format: 'raw', bytes });
    else if (row) this.calls.recorder.files.delete(row.name);
    this.calls.gateway.end(answered.legId, {}, new Date(answered.answeredAt.getTime() + seconds * 1000));
  }

  untilClosed(callId: string, expected: object = { state: 'READY' }): Promise<Recording> {
    return until(async () => {
      const [row] = await this.rows(callId);
      expect(row).toMatchObject(expected);
      return row as Recording;
    });
  }

  untilNothingIsLeft(): Promise<void> {
    return until(() => expect(this.keeper.size).toBe(0));
  }

  /** A recording that is here, of a call that is over. */
  async kept(principal: Principal): Promise<Recording> {
    const answered = await this.recorded(principal);
    await this.endWith(answered, 0.5, pcm(tone(0.5, 4000), tone(0.5, 4000)));
    return this.untilClosed(answered.call.id, { state: 'READY', isWithEngine: false });
  }

  /** A call of which the api knew nothing while it lived: it is in the books, and over. */
  async bookedCall(principal: Principal, seconds: number): Promise<string> {
    const { call } = await this.answered(principal, { record: false });
    this.calls.gateway.end((await this.calls.legs(call.id)).find(({ role }) => role === 'CUSTOMER')?.id ?? '');
    await this.calls.untilCall(call.id, { state: 'ENDED' });
    await this.calls.untilNothingIsLeft();
    const id = randomUUID();
    await this.calls.dataSource.query(
      `insert into calls select (jsonb_populate_record(calls, jsonb_build_object('id', $2::text, 'record', true, 'sequence', 1,
         'endedAt', calls."answeredAt" + make_interval(secs => $3)))).* from calls where id = $1`,
      [call.id, id, seconds],
    );
    return id;
  }

  async stop(): Promise<void> {
    await this.calls.stop();
    await rm(this.dataDir, { recursive: true, force: true });
  }
}
