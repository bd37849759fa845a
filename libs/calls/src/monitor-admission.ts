import { Injectable } from '@nestjs/common';
import type { AgentPhone } from '@app/agents';
import { AuditService, type Principal } from '@app/auth';
import { ErrorCode, isRefusal, type OperationError, refuse } from '@app/common';
import { CallJournal } from './call-journal.js';
import { type CallInProgress, isAlive, nearLeg } from './call-in-progress.js';
import type { MonitorMode } from './call.results.js';
import { whyNotTalking } from './control-checks.js';
import type { MonitorHappening } from './monitor-steps.js';
import { newLeg } from './new-call.js';
import { nextSteps } from './next-steps.js';
import type { Saved } from './transfer-admission.js';
import { TransferTargets } from './transfer-targets.js';
import { TrunkLines } from './trunk-lines.js';

/** Whether somebody may listen in, saved with the line of the audit in one transaction: nobody listens unseen. */
@Injectable()
export class MonitorAdmission {
  constructor(
    private readonly targets: TransferTargets,
    private readonly lines: TrunkLines,
    private readonly journal: CallJournal,
    private readonly audit: AuditService,
  ) {}

  /**
   * In the call's turn. Who listens already changes the mode.
   * @param phone where the principal is rung, or why nowhere
   */
  async admit(
    progress: CallInProgress,
    principal: Principal,
    mode: MonitorMode,
    phone: AgentPhone | OperationError,
  ): Promise<Saved | OperationError> {
    const refusal = whyNotTalking(progress);
    if (refusal) return refusal;
    const userId = principal.user.id;
    if (nearLeg(progress)?.userId === userId) return refuse(ErrorCode.INVALID_INPUT, 'This is your own call.', 'id');
    const there = progress.legs.find((leg) => leg.part === 'MONITOR' && leg.userId === userId && isAlive(leg) && !leg.hungUpAt);
    if (there?.monitorMode === mode) return { saved: progress, steps: [] };
    if (there)
      return this.save(progress, { type: 'monitorModeRequested', at: new Date(), supervisorId: there.id, mode }, principal, mode);
    if (isRefusal(phone)) return phone;
    return this.save(
      progress,
      { type: 'monitorRequested', at: new Date(), leg: phoneLeg(progress, phone, mode) },
      principal,
      mode,
    );
  }

  private async save(
    progress: CallInProgress,
    happening: MonitorHappening,
    principal: Principal,
    mode: MonitorMode,
  ): Promise<Saved | OperationError> {
    const { id: callId } = progress.call;
    const admitted = await this.lines.takingTurns(async (manager) => {
      const busy = happening.type === 'monitorRequested' && (await this.targets.busyAmong(manager, [principal.user.id], callId));
      if (busy && busy.size > 0) return refuse(ErrorCode.AGENT_UNAVAILABLE, 'You are in another call: end it first.');
      const { steps, ...changes } = nextSteps(progress, happening);
      const saved = await this.journal.write(manager, progress, changes, happening.at);
      await this.audit.record({ principal, action: 'call.monitored', subject: callId, facts: { mode } }, manager);
      return { saved, steps };
    });
    if (!isRefusal(admitted)) await this.journal.publish(admitted.saved, progress);
    return admitted;
  }
}

function phoneLeg({ call }: CallInProgress, { userId, extension, dialString }: AgentPhone, mode: MonitorMode) {
  const at = new Date();
  return newLeg(call.id, {
    role: 'SUPERVISOR',
    part: 'MONITOR',
    monitorMode: mode,
    userId,
    number: extension,
    dialString,
    autoAnswers: true,
    createdAt: at,
    dialledAt: at,
  });
}
