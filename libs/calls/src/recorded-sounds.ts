import type { Principal } from '@app/auth';
import type { OwnSound } from '@app/telephony';

/** The port to recordings that calls play, and the injection token of what implements it. */
export abstract class RecordedSounds {
  /** Whether there is such a recording, whole and not deleted, of a call that the principal may see. @param id anything */
  abstract mayHear(principal: Principal, id: string): Promise<boolean>;
  /**
   * Both sides of it at once. Whoever does not read it to its end destroys it.
   * @throws {ApiError} NOT_FOUND where it is there no more
   */
  abstract open(id: string): Promise<OwnSound>;
}
