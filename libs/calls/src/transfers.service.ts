import { Injectable } from '@nestjs/common';
import type { Principal } from '@app/auth';
import { isRefusal, type OperationError } from '@app/common';
import type { Call } from './call.entity.js';
import { CallControl } from './call-control.service.js';
import { CallsService } from './calls.service.js';
import { TransferAdmission } from './transfer-admission.js';
import { checkTarget, whyNotAdvanced } from './transfer-checks.js';
import type { TransferInput } from './transfer.inputs.js';
import type { TransferRequest } from './transfer-steps.js';

/** Gives a call to somebody else, or takes it back. @throws {ApiError} NOT_FOUND everywhere, for a call that the principal may not see */
@Injectable()
export class Transfers {
  constructor(
    private readonly control: CallControl,
    private readonly admission: TransferAdmission,
    private readonly calls: CallsService,
  ) {}

  /** The target is rung when this resolves, or was refused before anything changed. What follows is told by callUpdated. */
  async begin(principal: Principal, id: string, { to, attended }: TransferInput): Promise<Call | OperationError> {
    const wrong = checkTarget(to);
    if (wrong) return wrong;
    let isEmergency = false;
    const result = await this.control.ask(principal, id, async (progress) => {
      const admitted = await this.admission.admit(progress, { to, attended });
      if (!isRefusal(admitted)) ({ isEmergency } = admitted);
      return admitted;
    });
    await this.calls.noteDialling(principal, to.phone ?? '', result, isEmergency);
    return result;
  }

  complete(principal: Principal, id: string): Promise<Call | OperationError> {
    return this.advance(principal, id, { type: 'completeRequested', at: new Date() });
  }

  cancel(principal: Principal, id: string): Promise<Call | OperationError> {
    return this.advance(principal, id, { type: 'cancelRequested', at: new Date() });
  }

  join(principal: Principal, id: string): Promise<Call | OperationError> {
    return this.advance(principal, id, { type: 'joinRequested', at: new Date() });
  }

  private advance(principal: Principal, id: string, request: TransferRequest): Promise<Call | OperationError> {
    return this.control.ask(principal, id, (progress) => whyNotAdvanced(progress, request) ?? request);
  }
}
