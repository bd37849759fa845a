import { Injectable, Logger } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { TelephonyGateway } from '@app/telephony';
import type { Repository } from 'typeorm';
import { CallLeg } from './call-leg.entity.js';

/** Legs that ring or answer though their call is over: a command that the engine did later than it said. */
@Injectable()
export class StrayLegs {
  private readonly logger = new Logger(StrayLegs.name);

  constructor(
    @InjectRepository(CallLeg) private readonly legs: Repository<CallLeg>,
    private readonly gateway: TelephonyGateway,
  ) {}

  /** A leg of ours that the books have as ended is hung up. Others are not ours to touch. */
  async heard(legId: string): Promise<void> {
    try {
      const leg = await this.legs.findOneBy({ id: legId });
      if (!leg?.endedAt) return;
      this.logger.warn(`The leg ${legId} of call ${leg.callId} came to life after its end: it is hung up.`);
      await this.gateway.hangUpLeg(legId);
    } catch (error) {
      this.logger.warn(`The leg ${legId} could not be looked at: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
