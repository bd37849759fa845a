import { Injectable } from '@nestjs/common';
import type { Principal } from '@app/auth';
import { ApiError, ErrorCode, isRefusal, type OperationError, refuse } from '@app/common';
import type { Call } from './call.entity.js';
import { CallConductor } from './call-conductor.js';
import { CallHistory } from './call-history.js';
import type { AnnotateCallInput } from './call.inputs.js';
import { StaleCallError } from './call-journal.js';
import { CallState } from './call-state.js';
import { checkAnnotation } from './check-annotation.js';

/** Another process may change the same call, but not so often in a row. */
const TRIES = 5;

/** What people write about calls. It is a change of the call like any other. */
@Injectable()
export class CallNotes {
  constructor(
    private readonly history: CallHistory,
    private readonly conductor: CallConductor,
  ) {}

  /** @throws {ApiError} NOT_FOUND for a call that the principal may not see */
  async annotate(principal: Principal, id: string, input: AnnotateCallInput): Promise<Call | OperationError> {
    const call = await this.history.getOrThrow(principal, id);
    const changes = checkAnnotation(input);
    if (isRefusal(changes)) return changes;
    // A call that lives is changed where it is conducted: behind the back of that process its next event would be lost.
    if (call.state !== CallState.ENDED && !this.conductor.living().some((living) => living.call.id === call.id)) {
      const latest = await this.history.getOrThrow(principal, id);
      if (latest.state !== CallState.ENDED) {
        return refuse(
          ErrorCode.TELEPHONY_UNAVAILABLE,
          'Calls are being found again after an interruption: try again in a moment.',
        );
      }
    }
    return this.write(call.id, changes);
  }

  private async write(callId: string, changes: Pick<Partial<Call>, 'note' | 'tags'>): Promise<Call> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const call = await this.conductor.amend(callId, () => changes);
        if (!call) throw ApiError.notFound('call');
        return call;
      } catch (error) {
        if (!(error instanceof StaleCallError) || attempt === TRIES) throw error;
      }
    }
  }
}
