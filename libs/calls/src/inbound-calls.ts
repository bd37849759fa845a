import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { normalizeNumber } from '@app/dialplan';
import { type ArrivedLeg, TelephonyGateway } from '@app/telephony';
import { type Trunk, TrunksService } from '@app/trunks';
import { CallConductor } from './call-conductor.js';
import { CallDistribution } from './call-distribution.js';
import type { CallInProgress } from './call-in-progress.js';
import { CallJournal } from './call-journal.js';
import { CallLimits } from './call-limits.js';
import { NOBODY_THERE } from './hang-up.js';
import { newInboundCall } from './new-inbound-call.js';
import { TrunkLines } from './trunk-lines.js';

/** Q.850: user busy. */
const BUSY = 17;

/** Calls that come in over a trunk: routed, counted, saved, and handed to the conductor, which rings. */
@Injectable()
export class InboundCalls {
  private readonly logger = new Logger(InboundCalls.name);

  constructor(
    private readonly gateway: TelephonyGateway,
    private readonly trunks: TrunksService,
    private readonly distribution: CallDistribution,
    private readonly limits: CallLimits,
    private readonly lines: TrunkLines,
    private readonly journal: CallJournal,
    private readonly conductor: CallConductor,
  ) {}

  async arrived(leg: ArrivedLeg): Promise<void> {
    const trunk = await this.trunks.findByName(leg.originId);
    if (!trunk?.enabled) return this.refuse(leg, NOBODY_THERE, 'it is over no trunk that is switched on.');

    const at = new Date();
    const { legId, dialled: requestUri, to, calledParty, callerId } = leg;
    const { number, distribution } = await this.distribution.route({ trunk, requestUri, to, calledParty }, at);
    const progress = newInboundCall({
      id: randomUUID(),
      legId,
      trunk,
      from: callerOf(callerId),
      to: number ?? 'unknown',
      distribution,
      at,
    });
    if (!(await this.admit(progress, trunk))) return this.refuse(leg, BUSY, 'there are as many calls as may be.');
    await this.journal.publish(progress);
    const { epoch } = this.conductor;
    // Without a connection its caller is found again, and rung for then.
    if (epoch !== undefined) await this.conductor.begin(progress, epoch);
  }

  /** Takes the trunk's line and saves the call in one transaction. @returns false where there is no room */
  private admit(progress: CallInProgress, { id, maxChannels }: Trunk): Promise<boolean> {
    return this.lines.takingTurns(async (manager) => {
      if (await this.limits.isFull(manager)) return false;
      const inUse = (await this.lines.inUse(manager)).get(id) ?? 0;
      if (maxChannels !== null && inUse >= maxChannels) return false;
      await this.journal.create(manager, progress);
      return true;
    });
  }

  private async refuse({ legId, originId, dialled }: ArrivedLeg, cause: number, why: string): Promise<void> {
    this.logger.log(`The call over ${originId} to ${dialled} is refused: ${why}`);
    await this.gateway.hangUpLeg(legId, cause);
  }
}

/** As the books have numbers; what is none is kept where it is digits at least. */
function callerOf(callerId: string | null): string | null {
  if (callerId === null) return null;
  return normalizeNumber(callerId) ?? (/^\+?(\d{2,40})$/.exec(callerId)?.[1] || null);
}
