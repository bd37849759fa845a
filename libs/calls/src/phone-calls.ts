import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { UsersService } from '@app/auth';
import { isRefusal, isUuid } from '@app/common';
import { type ArrivedLeg, TelephonyGateway } from '@app/telephony';
import { CallsService } from './calls.service.js';
import { InboundCalls } from './inbound-calls.js';

/** Q.850: rejected. */
const REJECTED = 21;

/** Legs that come to us by themselves. A number that a phone of ours dials is the same kind of call as one from the API: planned, limited, saved. */
@Injectable()
export class PhoneCalls {
  private readonly logger = new Logger(PhoneCalls.name);

  constructor(
    private readonly gateway: TelephonyGateway,
    private readonly users: UsersService,
    private readonly calls: CallsService,
    private readonly inbound: InboundCalls,
  ) {}

  async arrived(leg: ArrivedLeg): Promise<void> {
    try {
      if (leg.origin === 'trunk') return await this.inbound.arrived(leg);
      const refusal = await this.dial(leg);
      if (refusal === undefined) return;
      this.logger.log(`The call of ${leg.originId} to ${leg.dialled} is refused: ${refusal}`);
      await this.gateway.hangUpLeg(leg.legId, REJECTED);
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
