import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { AuditService, may, type Principal } from '@app/auth';
import { ApiError, ErrorCode, isRefusal, type OperationError, refuse } from '@app/common';
import { DataSource } from 'typeorm';
import { Call } from './call.entity.js';
import { CallAdmission, type Wish } from './call-admission.js';
import { CallConductor } from './call-conductor.js';
import { CallHistory } from './call-history.js';
import type { OriginateCallInput } from './call.inputs.js';
import { CallState } from './call-state.js';
import { checkOriginate, isForOthers, requestOf } from './originate-checks.js';

/** Refusals that may mean that somebody tries what they should not. */
const audited: readonly ErrorCode[] = [
  ErrorCode.DESTINATION_NOT_ALLOWED,
  ErrorCode.CALLER_ID_NOT_ALLOWED,
  ErrorCode.CALL_LIMIT_REACHED,
];

/** `fromNumber`: where it was what was refused. */
type NotedRefusal = { errorCode: string; message: string; fromNumber?: string };

/** What people and programs do with calls: it is checked, saved and handed to the conductor. */
@Injectable()
export class CallsService {
  private readonly logger = new Logger(CallsService.name);

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly admission: CallAdmission,
    private readonly conductor: CallConductor,
    private readonly history: CallHistory,
    private readonly audit: AuditService,
  ) {}

  /**
   * Makes a call, or returns the one that the same request made before. The call is DIALING when this resolves: what follows is told by callUpdated.
   * @throws {ApiError} FORBIDDEN, RATE_LIMITED
   */
  async originate(principal: Principal, input: OriginateCallInput): Promise<Call | OperationError> {
    const wrong = checkOriginate(input);
    if (wrong) return wrong;
    const request = requestOf(input);
    if (isForOthers(request, principal.user.id) && !may(principal, 'calls.originateFor')) {
      throw new ApiError('FORBIDDEN', 'You may only call from your own phone.');
    }
    const wish = { principal, request };
    return this.place(
      input.id === undefined || input.id === null
        ? { ...wish, id: randomUUID(), isNew: true }
        : { ...wish, id: input.id.toLowerCase() },
    );
  }

  /** For originate, and for phones that dial by themselves. @throws {ApiError} RATE_LIMITED */
  async place(wish: Wish): Promise<Call | OperationError> {
    const { epoch } = this.conductor;
    try {
      const admitted = await this.admission.admit(wish, this.dataSource.manager, epoch !== undefined);
      if (isRefusal(admitted)) {
        if (audited.includes(admitted.errorCode)) await this.noteRefusal(wish.principal, wish.request.to, admitted);
        return admitted;
      }
      if (!admitted.isNew) return admitted.call;
      // Handed over, not waited for: the caller learns what follows as everybody else does.
      void this.conductor.begin(admitted.progress, epoch ?? 0);
      const { call } = admitted.progress;
      if (call.plan?.isEmergency) this.noteEmergency(wish.principal, call);
      return call;
    } catch (error) {
      if (error instanceof ApiError)
        await this.noteRefusal(wish.principal, wish.request.to, { errorCode: error.code, message: error.message });
      throw error;
    }
  }

  /**
   * Ends a call, whatever its state. Its end comes with the far party's, as a change of the call.
   * @throws {ApiError} NOT_FOUND for a call that the principal may not see
   */
  async hangUp(principal: Principal, id: string): Promise<Call | OperationError> {
    const call = await this.history.getOrThrow(principal, id);
    if (call.state === CallState.ENDED) return call;
    const after = await this.conductor.tell(call.id, { type: 'hangUpRequested', at: new Date() });
    if (after) return after;
    const latest = await this.history.getOrThrow(principal, id);
    if (latest.state === CallState.ENDED) return latest;
    return refuse(ErrorCode.TELEPHONY_UNAVAILABLE, 'Calls are being found again after an interruption: try again in a moment.');
  }

  /** Whether Asterisk is there, and the calls that it has are found again. */
  get canBeMade(): boolean {
    return this.conductor.epoch !== undefined;
  }

  countActive(): Promise<number> {
    return this.history.countActive();
  }

  /** For a number that was dialled in another way: a refusal, or an emergency, is written down as originate does. */
  async noteDialling(principal: Principal, to: string, result: Call | OperationError, isEmergency: boolean): Promise<void> {
    if (!isRefusal(result)) return isEmergency ? this.noteEmergency(principal, { id: result.id, to }) : undefined;
    if (audited.includes(result.errorCode)) await this.noteRefusal(principal, to, result);
  }

  /** Not waited for: nothing may hold such a call up. */
  private noteEmergency(principal: Principal, { id, to }: Pick<Call, 'id' | 'to'>): void {
    this.audit
      .record({ principal, action: 'call.emergency', subject: to, facts: { callId: id } })
      .catch((error: unknown) => this.logger.error(`The emergency call ${id} to ${to} was not written down: ${String(error)}`));
  }

  /** The same refusal of the same caller is written once a minute. */
  async noteRefusal(principal: Principal, to: string, { errorCode, message, fromNumber }: NotedRefusal): Promise<void> {
    await this.audit.recordRefusal({ principal, action: 'call.refused', subject: to, facts: { errorCode, message, fromNumber } });
  }
}
