import { Injectable } from '@nestjs/common';
import { may, type Principal, UsersService } from '@app/auth';
import { ErrorCode, isRefusal, type OperationError, refuse } from '@app/common';
import { DialplanService, planCall } from '@app/dialplan';
import type { Call } from './call.entity.js';
import { CallsService } from './calls.service.js';
import { decideFrom } from './from-number.js';

/** POST /api/calls/outbound: originateCall for those who think in two numbers. */
export interface OutboundRequest {
  fromNumber: string;
  toNumber: string;
  trunkName?: string | null;
  id?: string | null;
}

/** These come before whatever fromNumber is, and later ones after it, in planCall's order. */
const beforeFromNumber: readonly ErrorCode[] = [
  ErrorCode.INVALID_NUMBER,
  ErrorCode.TRUNK_NOT_FOUND,
  ErrorCode.NO_ROUTE,
  ErrorCode.DESTINATION_NOT_ALLOWED,
];

/** Names of the contract's input, as REST has them. */
const fieldNames: Record<string, string> = {
  'input.to': 'toNumber',
  'input.from': 'fromNumber',
  'input.connect.phone': 'fromNumber',
};

@Injectable()
export class OutboundCalls {
  constructor(
    private readonly calls: CallsService,
    private readonly users: UsersService,
    private readonly dialplan: DialplanService,
  ) {}

  /** @throws {ApiError} FORBIDDEN, RATE_LIMITED */
  async place(principal: Principal, { fromNumber, toNumber, trunkName, id }: OutboundRequest): Promise<Call | OperationError> {
    const input = { to: toNumber, trunkName: trunkName ?? null, id: id ?? null };
    const plan = planCall(input, await this.dialplan.snapshot(new Map()));
    const agent = await this.users.findByExtension(fromNumber);
    const isHopeless = plan.error !== null && beforeFromNumber.includes(plan.error.errorCode);
    const from = isHopeless
      ? {}
      : decideFrom({
          fromNumber,
          toNumber,
          agentId: agent?.id,
          trunks: plan.attempts.map(({ trunk }) => trunk),
          mayRingPhone: may(principal, 'calls.originateFor'),
        });
    if (isRefusal(from) && !plan.isEmergency) {
      await this.calls.noteRefusal(principal, toNumber, { ...from, fromNumber });
      return from;
    }
    // Whatever stands in fromNumber: an emergency is not refused for it, and rings the caller's own phone.
    const call = await this.calls.originate(principal, { ...input, ...(isRefusal(from) ? {} : from) });
    return isRefusal(call) && call.field ? refuse(call.errorCode, call.message, fieldNames[call.field] ?? call.field) : call;
  }
}
