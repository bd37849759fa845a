import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { UsersService } from '@app/auth';
import { isRefusal, isUuid } from '@app/common';
import { type ArrivedLeg, TelephonyGateway } from '@app/telephony';
import { CallsService } from './calls.service.js';

/** Q.850: rejected. */
const REJECTED = 21;
/** Q.850: subscriber absent. The provider tells its caller that nobody can be reached (480), not that the number is wrong. */
const NOBODY_THERE = 20;

/** Legs that come to us by themselves. A number that a phone of ours dials is the same kind of call as one from the API: planned, limited, saved. */
@Injectable()
export class PhoneCalls {
  private readonly logger = new Logger(PhoneCalls.name);

  constructor(
    private readonly gateway: TelephonyGateway,
    private readonly users: UsersService,
    private readonly calls: CallsService,
  ) {}

  async arrived(leg: ArrivedLeg): Promise<void> {
    try {
      const refusal = leg.origin === 'phone' ? await this.dial(leg) : 'Calls that come in have no way yet.';
      if (refusal === undefined) return;
      this.logger.log(`The call of ${leg.originId} to ${leg.dialled} is refused: ${refusal}`);
      await this.gateway.hangUpLeg(leg.legId, leg.origin === 'phone' ? REJECTED : NOBODY_THERE);
    } catch (error) {
      this.logger.error(
        `The leg ${leg.legId} could not be dealt with: ${error instanceof Error ? error.message : String(error)}`,
      );
      await this.gateway.hangUpLeg(leg.legId, REJECTED).catch(() => undefined);
    }
  }

  /** @returns why not */
  private async dial(leg: ArrivedLeg): Promise<string | undefined> {
    const extension = leg.originId.replace(/-.*$/, '');
    const user = await this.users.findByExtension(extension);
    if (!user?.enabled) return 'nobody has this phone.';

    const id = leg.callId && isUuid(leg.callId) ? leg.callId.toLowerCase() : randomUUID();
    const request = {
      to: leg.dialled,
      from: null,
      trunkName: null,
      agentId: user.id,
      phone: null,
      announcement: null,
      ringTimeoutSeconds: null,
      record: null,
    };
    const call = await this.calls.place({
      id,
      principal: { user, role: user.role },
      request,
      arrived: { flow: 'DIALLED_BY_PHONE', legId: leg.legId, userId: user.id, extension },
    });
    return isRefusal(call) ? call.message : undefined;
  }
}
