/**
 * The third port: the sound of a leg, taken down. What is recorded lies with the engine under a name that we choose, until it is fetched and removed.
 * (telephony.gateway.ts says what a leg is.)
 */
import type { Readable } from 'node:stream';

/** Of raw recordings, which is what start() makes: signed 16 bit, little endian, the sample of the leg's own party first, then what it is given to hear. */
export const RAW_SAMPLE_RATE = 8000;

/** What lies with the engine. */
export interface StoredRecording {
  name: string;
  /** `raw` for those of start(); `wav` for those that the dialplan makes while we are away. */
  format: string;
}

/** A name must be of this kind; everything else is refused before the engine hears of it. */
const NAME = /^[A-Za-z0-9_-]{1,100}$/;
export const isRecordingName = (name: string): boolean => NAME.test(name);

/**
 * Every method throws TelephonyError: 400 for a name that may not be, 404 where the leg or the recording is not there, 409 where the leg is not being
 * recorded, 503 while the engine is away, 504 where it does not answer in time.
 */
export abstract class TelephonyRecorder {
  /**
   * Takes down what the leg's party says and what it hears, on a channel each, from now to the leg's end: through holds, transfers and music. Of a leg that is
   * being recorded under this name already it would begin the file again: see stored().
   */
  abstract start(legId: string, name: string): Promise<void>;
  /** Silence is taken down from now on; the file's time goes on. Twice is no error. */
  abstract pause(legId: string): Promise<void>;
  /** Twice is no error. */
  abstract resume(legId: string): Promise<void>;
  /** Before the leg's end. A leg that is gone, or is not being recorded, is no error. */
  abstract stop(legId: string): Promise<void>;

  /** Every recording that lies with the engine, those that are being made too. */
  abstract stored(): Promise<StoredRecording[]>;
  /** The file as it is now. Whoever does not read it to its end destroys it. */
  abstract fetch(name: string): Promise<Readable>;
  /** One that is gone already is no error. */
  abstract remove(name: string): Promise<void>;
}
