import { Readable } from 'node:stream';
import { TelephonyError } from '../src/telephony.gateway.js';
import { isRecordingName, RAW_SAMPLE_RATE, type StoredRecording, TelephonyRecorder } from '../src/telephony.recorder.js';
import { FakeFailures } from './fake-failures.js';
import type { FakeGateway } from './fake-gateway.js';

export type FakeRecorderMethod = 'start' | 'pause' | 'resume' | 'stop' | 'stored' | 'fetch' | 'remove';

interface Running {
  name: string;
  /** ms of performance.now() */
  since: number;
  mutes: { from: number; to?: number }[];
}

const BYTES_A_SAMPLE = 4;

/**
 * The engine's recorder in memory: what runs is as long as its leg has lived, with a voice on either side and silence where it was paused. A file that a
 * test puts is given as it is.
 */
export class FakeRecorder extends TelephonyRecorder {
  /** What lies with the engine; a test may put, change and take. */
  readonly files = new Map<string, { format: string; bytes: Buffer }>();
  /** Every call, in order, whether it worked or not: `start <leg> <name>`. */
  readonly calls: string[] = [];
  readonly #running = new Map<string, Running>();
  readonly #failures = new FakeFailures<FakeRecorderMethod>();

  constructor(private readonly gateway: FakeGateway) {
    super();
    gateway.subscribe((event) => {
      if (event.type === 'ended') this.#finish(event.legId);
    });
  }

  /** Legs that are being recorded. */
  get running(): string[] {
    return [...this.#running.keys()];
  }

  /** The next such call throws a TelephonyError with this status and does nothing. */
  failNext(method: FakeRecorderMethod, status: number): void {
    this.#failures.add(method, status);
  }

  /** Ends what runs on a leg, as the engine does when the leg ends unheard. */
  finish(legId: string): void {
    this.#finish(legId);
  }

  async start(legId: string, name: string): Promise<void> {
    await this.#called('start', legId, name);
    this.#requireName(name, 'start');
    this.#requireLeg(legId, 'start');
    this.#running.set(legId, { name, since: performance.now(), mutes: [] });
  }

  async pause(legId: string): Promise<void> {
    await this.#called('pause', legId);
    const { mutes } = this.#recordingOf(legId, 'pause');
    if (mutes.at(-1)?.to !== undefined || mutes.length === 0) mutes.push({ from: performance.now() });
  }

  async resume(legId: string): Promise<void> {
    await this.#called('resume', legId);
    const mute = this.#recordingOf(legId, 'resume').mutes.at(-1);
    if (mute) mute.to ??= performance.now();
  }

  async stop(legId: string): Promise<void> {
    await this.#called('stop', legId);
    this.#finish(legId);
  }

  async stored(): Promise<StoredRecording[]> {
    await this.#called('stored');
    const running = [...this.#running.values()].map(({ name }) => ({ name, format: 'raw' }));
    return [...running, ...[...this.files].map(([name, { format }]) => ({ name, format }))];
  }

  async fetch(name: string): Promise<Readable> {
    await this.#called('fetch', name);
    this.#requireName(name, 'fetch');
    const running = [...this.#running.values()].find((each) => each.name === name);
    const bytes = running ? soundOf(running) : this.files.get(name)?.bytes;
    if (!bytes) throw new TelephonyError(`There is no recording ${name}`, 404, 'fetch');
    return Readable.from(bytes.length === 0 ? [] : [bytes]);
  }

  async remove(name: string): Promise<void> {
    await this.#called('remove', name);
    this.#requireName(name, 'remove');
    this.files.delete(name);
  }

  #finish(legId: string): void {
    const running = this.#running.get(legId);
    if (!running) return;
    this.#running.delete(legId);
    this.files.set(running.name, { format: 'raw', bytes: soundOf(running) });
  }

  async #called(method: FakeRecorderMethod, ...what: readonly string[]): Promise<void> {
    this.calls.push([method, ...what].join(' '));
    await new Promise<void>((resolve) => setImmediate(resolve));
    if (!this.gateway.isConnected) throw new TelephonyError('The telephone engine is not connected', 503, method);
    const failure = this.#failures.take(method);
    if (failure) throw failure;
  }

  #requireName(name: string, method: FakeRecorderMethod): void {
    if (!isRecordingName(name)) throw new TelephonyError(`${method}: that name is not allowed`, 400, method);
  }

  #requireLeg(legId: string, method: FakeRecorderMethod): void {
    if (!this.gateway.leg(legId)) throw new TelephonyError(`There is no leg ${legId}`, 404, method);
  }

  #recordingOf(legId: string, method: FakeRecorderMethod): Running {
    this.#requireLeg(legId, method);
    const running = this.#running.get(legId);
    if (!running) throw new TelephonyError(`The leg ${legId} is not being recorded`, 409, method);
    return running;
  }
}

/** A square wave on both sides, as long as it has run, silent where it was paused. */
function soundOf({ since, mutes }: Running): Buffer {
  const now = performance.now();
  const sampleAt = (ms: number) => Math.round(((ms - since) / 1000) * RAW_SAMPLE_RATE);
  const bytes = Buffer.alloc(sampleAt(now) * BYTES_A_SAMPLE);
  for (let n = 0; n < bytes.length / BYTES_A_SAMPLE; n += 1) {
    const loud = n % 20 < 10 ? 4000 : -4000;
    bytes.writeInt16LE(loud, n * BYTES_A_SAMPLE);
    bytes.writeInt16LE(-loud, n * BYTES_A_SAMPLE + 2);
  }
  for (const { from, to = now } of mutes) bytes.fill(0, sampleAt(from) * BYTES_A_SAMPLE, sampleAt(to) * BYTES_A_SAMPLE);
  return bytes;
}
