import { Injectable } from '@nestjs/common';
import type { Principal } from '@app/auth';
import { ErrorCode, isRefusal, type OperationError, refuse } from '@app/common';
import type { Call } from './call.entity.js';
import { type Answer, CallConductor } from './call-conductor.js';
import { CallHistory } from './call-history.js';
import type { CallInProgress } from './call-in-progress.js';
import { CallState } from './call-state.js';
import { digitsToSend, whyNotControlled } from './control-checks.js';
import type { ControlRequest } from './control-steps.js';

/** What people do with a call that is answered. Asked twice nothing happens twice, and the answer is the call. */
@Injectable()
export class CallControl {
  constructor(
    private readonly history: CallHistory,
    private readonly conductor: CallConductor,
  ) {}

  /** The customer hears music, the agent nothing. @throws {ApiError} NOT_FOUND for a call that the principal may not see; likewise below */
  hold(principal: Principal, id: string): Promise<Call | OperationError> {
    return this.control(principal, id, { type: 'holdRequested', at: new Date() });
  }

  resume(principal: Principal, id: string): Promise<Call | OperationError> {
    return this.control(principal, id, { type: 'resumeRequested', at: new Date() });
  }

  /** The agent is not heard. */
  mute(principal: Principal, id: string): Promise<Call | OperationError> {
    return this.control(principal, id, { type: 'muteRequested', at: new Date() });
  }

  unmute(principal: Principal, id: string): Promise<Call | OperationError> {
    return this.control(principal, id, { type: 'unmuteRequested', at: new Date() });
  }

  /** To the customer. */
  async sendDtmf(principal: Principal, id: string, text: string): Promise<Call | OperationError> {
    const digits = digitsToSend(text);
    if (isRefusal(digits)) return digits;
    return this.control(principal, id, { type: 'digitsRequested', at: new Date(), digits });
  }

  private control(principal: Principal, id: string, request: ControlRequest): Promise<Call | OperationError> {
    return this.ask(principal, id, (progress) => whyNotControlled(progress, request) ?? request);
  }

  /** For every wish about a call that lives: decided when it is the call's turn, with the call as it is then. */
  async ask(
    principal: Principal,
    id: string,
    decide: (progress: CallInProgress) => Answer | Promise<Answer>,
  ): Promise<Call | OperationError> {
    const { id: callId } = await this.history.getOrThrow(principal, id);
    const answer = await this.conductor.ask(callId, decide);
    if (answer) return answer;
    const call = await this.history.getOrThrow(principal, id);
    if (call.state === CallState.ENDED) return refuse(ErrorCode.CALL_NOT_ACTIVE, 'The call is over.');
    return refuse(ErrorCode.TELEPHONY_UNAVAILABLE, 'Calls are being found again after an interruption: try again in a moment.');
  }
}
