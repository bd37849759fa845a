import { Injectable } from '@nestjs/common';
import type { Call } from './call.entity.js';
import { type Amendment, CallConductor, type Within } from './call-conductor.js';
import type { CallInProgress } from './call-in-progress.js';
import { RecentChanges } from './recent-changes.js';

/** For features that follow calls and add to them (recordings): only in the process that holds the engine's event stream. */
@Injectable()
export class CallBooks {
  constructor(
    private readonly conductor: CallConductor,
    private readonly recent: RecentChanges,
  ) {}

  /** The call as it was at a sequence that has just been told; from memory. */
  async at(callId: string, sequence: number): Promise<Call | undefined> {
    return (await this.recent.between(callId, sequence - 1, sequence))[0];
  }

  /** The call with its legs, once what is being done about it has been done: who hears of a change is told before the conductor goes on. */
  read(callId: string): Promise<CallInProgress | undefined> {
    return this.conductor.read(callId);
  }

  /** Calls of which something is still in the engine. */
  living(): CallInProgress[] {
    return this.conductor.living();
  }

  /** Calls for which something is being done, or waits. */
  get queueLength(): number {
    return this.conductor.sizes.queues;
  }

  /** Changes a call, living or over, and tells its subscribers; see CallConductor.amend. */
  amend(callId: string, change: Amendment, within?: Within): Promise<Readonly<Call> | undefined> {
    return this.conductor.amend(callId, change, within);
  }
}
