import { Injectable } from '@nestjs/common';
import { AgentsService } from '@app/agents';
import { lostLeg } from './agent-return-steps.js';
import type { CallInProgress } from './call-in-progress.js';
import type { Happening } from './next-steps.js';

/** Looks whether a lost agent can be called back at once. */
@Injectable()
export class LostPhones {
  constructor(private readonly agents: AgentsService) {}

  /** The phone that was lost, where it is registered now. Another one is rung only when it comes: its agent may not sit there. */
  async find(progress: CallInProgress): Promise<Happening | undefined> {
    const lost = lostLeg(progress);
    const phone = lost?.userId ? await this.agents.phoneOf(lost.userId) : null;
    const isSame = lost?.dialString == null || phone?.dialString === lost.dialString;
    return phone?.online && isSame ? { type: 'phoneBack', at: new Date(), phone } : undefined;
  }
}
