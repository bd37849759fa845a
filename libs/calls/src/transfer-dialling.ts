import { Injectable } from '@nestjs/common';
import { AgentsService } from '@app/agents';
import { DialplanService, planCall } from '@app/dialplan';
import { CallJournal } from './call-journal.js';
import type { CallInProgress } from './call-in-progress.js';
import { returningLeg, targetLineLeg } from './transfer-legs.js';
import { TrunkLines } from './trunk-lines.js';

/** A new leg that has been saved, and is to be dialled. */
export interface NewLeg {
  progress: CallInProgress;
  legId: string;
}

/** What a transfer dials later: the next trunk for its target, and the agent who shall have the call back. */
@Injectable()
export class TransferDialling {
  constructor(
    private readonly dialplan: DialplanService,
    private readonly agents: AgentsService,
    private readonly lines: TrunkLines,
    private readonly journal: CallJournal,
  ) {}

  /** As NextTrunk does for the customer. @returns undefined when no trunk is left */
  async nextTrunk(progress: CallInProgress): Promise<NewLeg | undefined> {
    const { id, transfer } = progress.call;
    const number = transfer?.number ?? '';
    const asked = progress.legs.filter(({ part, number: of }) => part === 'TRANSFER' && of === number);
    // Of this transfer only: an earlier one to the same number began with a first attempt of its own.
    const began = Math.max(...asked.filter(({ attempt }) => attempt === 1).map(({ createdAt }) => createdAt.getTime()));
    const tried = asked.filter(({ createdAt }) => createdAt.getTime() >= began);
    const triedTrunkIds = tried.flatMap(({ trunkId }) => (trunkId ? [trunkId] : []));
    const snapshot = await this.dialplan.snapshot(new Map());
    const taken = await this.lines.takingTurns(async (manager) => {
      const activeCallsByTrunk = await this.lines.inUse(manager);
      const plan = planCall({ to: number, triedTrunkIds }, { ...snapshot, activeCallsByTrunk });
      const attempt = plan.error ? undefined : plan.attempts.find(({ usable }) => usable);
      if (!attempt) return undefined;
      const at = new Date();
      const leg = targetLineLeg(id, number, attempt, tried.length + 1, at);
      return { progress: await this.journal.write(manager, progress, { newLegs: [leg] }, at), legId: leg.id };
    });
    if (taken) await this.journal.publish(taken.progress, progress);
    return taken;
  }

  /** Wherever that agent's phone is now. @returns undefined when it is nowhere */
  async returning(progress: CallInProgress): Promise<NewLeg | undefined> {
    const { id, transfer } = progress.call;
    const phone = transfer?.byUserId ? await this.agents.phoneOf(transfer.byUserId) : null;
    if (!phone?.online) return undefined;
    const at = new Date();
    const leg = returningLeg(id, phone, at);
    return { progress: await this.journal.save(progress, { newLegs: [leg] }, at), legId: leg.id };
  }
}
