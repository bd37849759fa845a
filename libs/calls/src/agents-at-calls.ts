import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { PresenceService } from '@app/agents';
import { type CallInProgress, isAlive } from './call-in-progress.js';
import { CallState } from './call-state.js';

/** Who is in a call: its agent, also one whose phone is lost just now, and whoever else of ours talks in it. */
export function agentsIn({ call, legs }: CallInProgress): Set<string> {
  if (call.state === CallState.ENDED) return new Set();
  const talking = legs.filter((leg) => leg.role === 'AGENT' && isAlive(leg) && leg.answeredAt && !leg.hungUpAt);
  const all = [call.agentId, ...talking.map(({ userId }) => userId)];
  return new Set(all.filter((userId) => userId !== null));
}

/** Users whose phones have a leg of the call, ringing or talking. */
export function agentsWithLegs({ legs }: CallInProgress): string[] {
  return legs.flatMap((leg) => (leg.role === 'AGENT' && leg.userId !== null && isAlive(leg) ? [leg.userId] : []));
}

/** Tells presence who is in which call, once it is saved. No call waits for it. */
@Injectable()
export class AgentsAtCalls implements BeforeApplicationShutdown {
  private readonly logger = new Logger(AgentsAtCalls.name);
  /** Under way: the database must not go before they are done. */
  private readonly working = new Set<Promise<void>>();

  constructor(private readonly presence: PresenceService) {}

  /** @param before none where the call is new to this process: what presence knows already it is told once more */
  observe(before: CallInProgress | undefined, after: CallInProgress): void {
    const { call } = after;
    const [were, are] = [before ? agentsIn(before) : new Set<string>(), agentsIn(after)];
    const isThen = !before || before.call.state !== call.state;
    const began = isThen ? (call.answeredAt ?? call.createdAt) : new Date();
    const wrapUpSeconds = call.distribution?.wrapUpSeconds ?? 0;
    for (const userId of are) if (!were.has(userId)) this.tell(() => this.presence.callBegan(userId, call.id, began));
    for (const userId of were)
      if (!are.has(userId)) this.tell(() => this.presence.callEnded(userId, call.id, call.endedAt ?? new Date(), wrapUpSeconds));
  }

  /** After a time in which changes may have been missed. */
  async reconcile(living: readonly CallInProgress[], at: Date): Promise<void> {
    const live = living.flatMap((progress) => [...agentsIn(progress)].map((userId) => ({ userId, callId: progress.call.id })));
    await this.presence.reconcileCalls(live, at);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.working);
  }

  private tell(work: () => Promise<void>): void {
    const logged = work()
      .catch((error: unknown) =>
        this.logger.warn(`Presence was not told: ${error instanceof Error ? error.message : String(error)}`),
      )
      .finally(() => this.working.delete(logged));
    this.working.add(logged);
  }
}
