import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ErrorCode, isRefusal, type OperationError, refuse } from '@app/common';
import { planCall } from '@app/dialplan';
import type { EntityManager } from 'typeorm';
import { CallJournal } from './call-journal.js';
import type { CallInProgress } from './call-in-progress.js';
import type { CallLeg } from './call-leg.entity.js';
import { CallLimits } from './call-limits.js';
import { CallTransfer, CallTransferState } from './call.results.js';
import { nextSteps, type Step } from './next-steps.js';
import { whyNotTransferred } from './transfer-checks.js';
import { targetLineLeg, targetPhoneLeg } from './transfer-legs.js';
import type { TransferTargetInput } from './transfer.inputs.js';
import { planRefusal, type TransferTarget, TransferTargets } from './transfer-targets.js';
import { TrunkLines } from './trunk-lines.js';

/** A target rings as long as the customer would have; who called us was not rung at all. */
const CALLERS_TARGET_RING_SECONDS = 30;

/** A transfer that somebody wants. */
export interface TransferWish {
  to: TransferTargetInput;
  attended: boolean;
}

/** Saved already, with the lines that it takes; these steps are left to be done. */
export interface Saved {
  saved: CallInProgress;
  steps: readonly Step[];
}

export interface AdmittedTransfer extends Saved {
  isEmergency: boolean;
}

interface Taken {
  transfer: CallTransfer;
  newLegs: readonly CallLeg[];
}

/** Decides whether a call may be given to somebody, and saves the transfer with its legs and lines in one transaction. */
@Injectable()
export class TransferAdmission {
  constructor(
    private readonly targets: TransferTargets,
    private readonly limits: CallLimits,
    private readonly lines: TrunkLines,
    private readonly journal: CallJournal,
  ) {}

  /** In the call's turn. Refused before anything is changed. */
  async admit(progress: CallInProgress, wish: TransferWish): Promise<AdmittedTransfer | OperationError> {
    const refusal = whyNotTransferred(progress);
    if (refusal) return refusal;
    const target = await this.targets.find(progress, wish.to);
    if (isRefusal(target)) return target;

    const admitted = await this.lines.takingTurns(async (manager) => {
      const at = new Date();
      const taken = await this.take(manager, progress, target, wish.attended, at);
      if (isRefusal(taken)) return taken;
      const { steps, ...changes } = nextSteps(progress, { type: 'transferRequested', at, ...taken });
      const isEmergency = target.kind === 'number' && target.plan.isEmergency;
      return { saved: await this.journal.write(manager, progress, changes, at), steps, isEmergency };
    });
    if (!isRefusal(admitted)) await this.journal.publish(admitted.saved, progress);
    return admitted;
  }

  private async take(
    manager: EntityManager,
    { call }: CallInProgress,
    target: TransferTarget,
    attended: boolean,
    at: Date,
  ): Promise<Taken | OperationError> {
    const transfer = Object.assign(new CallTransfer(), {
      to: target.to,
      attended,
      state: CallTransferState.RINGING,
      byUserId: call.agentId,
      targetUserIds: [],
      isJoined: false,
      number: null,
      ringTimeoutSeconds: call.ringTimeoutSeconds || CALLERS_TARGET_RING_SECONDS,
      conversationId: attended ? randomUUID() : null,
      isReturning: false,
    } satisfies CallTransfer);

    if (target.kind === 'phones') {
      const userIds = target.phones.map(({ userId }) => userId);
      const busy = await this.targets.busyAmong(manager, userIds, call.id);
      const free = target.phones.filter(({ userId }) => !busy.has(userId));
      if (free.length === 0) return refuse(ErrorCode.AGENT_UNAVAILABLE, target.whenNone, target.field);
      return {
        transfer: Object.assign(transfer, { targetUserIds: free.map(({ userId }) => userId) }),
        newLegs: free.map((phone) => targetPhoneLeg(call.id, phone, at)),
      };
    }
    const refusal = target.plan.isEmergency ? undefined : await this.limits.checkLine(manager);
    if (refusal) return refusal;
    const plan = planCall({ to: target.number }, { ...target.snapshot, activeCallsByTrunk: await this.lines.inUse(manager) });
    const attempt = plan.attempts.find(({ usable }) => usable);
    if (plan.error) return planRefusal(plan.error);
    if (!attempt) return refuse(ErrorCode.TRUNK_UNAVAILABLE, 'No trunk can reach this number.', 'input.to.phone');
    return {
      transfer: Object.assign(transfer, { number: target.number, ringTimeoutSeconds: plan.ringTimeoutSeconds }),
      newLegs: [targetLineLeg(call.id, target.number, attempt, 1, at)],
    };
  }
}
