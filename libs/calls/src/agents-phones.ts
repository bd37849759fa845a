import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { USER_TOPIC, type UserPayload } from '@app/auth';
import { LiveUpdates } from '@app/common';
import { phoneDialString, type TelephonyEvent } from '@app/telephony';
import { isAgentAwaited, isAgents, lostLeg, talkingPhone } from './agent-return-steps.js';
import { CallConductor } from './call-conductor.js';

const DESK = /-desk$/;

/** Agents' phones come and go, and people become free: what that means to calls that live. */
@Injectable()
export class AgentsPhones implements OnModuleInit, OnModuleDestroy {
  private stop: () => void = () => undefined;

  constructor(
    private readonly conductor: CallConductor,
    private readonly updates: LiveUpdates,
  ) {}

  async onModuleInit(): Promise<void> {
    this.stop = await this.updates.listen<UserPayload>(USER_TOPIC, ({ userId }) => {
      if (this.conductor.epoch === undefined) return;
      this.conductor.lookAgain();
      if (userId) this.seek(userId);
    });
  }

  onModuleDestroy(): void {
    this.stop();
  }

  heard({ phoneId, isOnline, at }: Extract<TelephonyEvent, { type: 'phoneReachability' }>): void {
    if (isOnline) this.isBack(phoneId, at);
    // A telephone on a desk may lose its registration in the middle of a talk, and talk on; a page that is gone is gone.
    else if (!DESK.test(phoneId)) this.isLost(phoneId, at);
  }

  private isLost(phoneId: string, at: Date): void {
    const dialString = phoneDialString(phoneId);
    for (const progress of this.conductor.living()) {
      const leg = talkingPhone(progress);
      if (leg?.dialString === dialString) void this.conductor.tell(progress.call.id, { type: 'phoneLost', at, legId: leg.id });
    }
  }

  /** Whichever phone of the agent's it is. Each call decides when it is its turn: that the phone was lost may still be being written down. */
  private isBack(phoneId: string, at: Date): void {
    const extension = phoneId.replace(DESK, '');
    for (const progress of this.conductor.living()) {
      const userId = progress.legs.find((leg) => isAgents(leg) && leg.number === extension)?.userId;
      if (!userId) continue;
      const phone = { userId, extension, dialString: phoneDialString(phoneId), online: true, autoAnswers: true };
      void this.conductor.tell(progress.call.id, { type: 'phoneBack', at, phone });
    }
  }

  /** After a restart phones may have come before their calls were known. */
  private seek(userId: string): void {
    for (const progress of this.conductor.living())
      if (isAgentAwaited(progress) && lostLeg(progress)?.userId === userId)
        void this.conductor.tell(progress.call.id, { type: 'phoneSought', at: new Date() });
  }
}
