import { Injectable } from '@nestjs/common';
import { DialplanService, planCall } from '@app/dialplan';
import { CallJournal } from './call-journal.js';
import { type CallInProgress, farLeg } from './call-in-progress.js';
import { customerLeg } from './new-call.js';
import { TrunkLines } from './trunk-lines.js';

/** Failover: the number is planned again, with what is true now, and the first usable trunk that was not tried yet gets the call. */
@Injectable()
export class NextTrunk {
  constructor(
    private readonly dialplan: DialplanService,
    private readonly lines: TrunkLines,
    private readonly journal: CallJournal,
  ) {}

  /** Takes the trunk's line and saves the new leg in one transaction. @returns the leg to dial, or undefined when no trunk is left */
  async take(progress: CallInProgress): Promise<{ progress: CallInProgress; legId: string } | undefined> {
    const { to, from, trunkName } = progress.call.request;
    const triedTrunkIds = progress.legs.flatMap(({ role, trunkId }) => (role === 'CUSTOMER' && trunkId ? [trunkId] : []));
    const snapshot = await this.dialplan.snapshot(new Map());
    const taken = await this.lines.takingTurns(async (manager) => {
      const plan = planCall(
        { to, from, trunkName, triedTrunkIds },
        { ...snapshot, activeCallsByTrunk: await this.lines.inUse(manager) },
      );
      const attempt = plan.error ? undefined : plan.attempts.find(({ usable }) => usable);
      if (!attempt) return undefined;

      const at = new Date();
      const leg = customerLeg(progress.call, attempt, {
        createdAt: at,
        dialledAt: at,
        attempt: (farLeg(progress)?.attempt ?? 0) + 1,
      });
      const call = { trunkName: attempt.trunk.name, from: attempt.callerId };
      const after = await this.journal.write(manager, progress, { call, newLegs: [leg] }, at);
      return { progress: after, legId: leg.id };
    });
    if (taken) await this.journal.publish(taken.progress, progress);
    return taken;
  }
}
