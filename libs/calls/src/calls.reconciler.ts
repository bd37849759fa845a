import { Injectable, Logger } from '@nestjs/common';
import { type LiveLeg, type TelephonyEvent, TelephonyGateway } from '@app/telephony';
import { CallConductor } from './call-conductor.js';
import { CallJournal } from './call-journal.js';
import { type CallInProgress, conversationOf } from './call-in-progress.js';
import { compareWithEngine } from './compare-with-engine.js';

/** A leg without a call may be arriving just now; one that is older than this will not be claimed any more. */
const ARRIVAL_MS = 5000;

/** What happened while we were away: after every connect the books are compared with the engine, and calls go on or are ended. */
@Injectable()
export class CallsReconciler {
  private readonly logger = new Logger(CallsReconciler.name);

  constructor(
    private readonly gateway: TelephonyGateway,
    private readonly journal: CallJournal,
    private readonly conductor: CallConductor,
  ) {}

  /**
   * @param waiting the events that came since the connect; they are dealt with after this
   * @param lostAt when the connection was lost, if this process saw it: legs that are gone ended then
   */
  async reconcile(waiting: readonly TelephonyEvent[], lostAt: Date | undefined): Promise<void> {
    await this.conductor.clear();
    const calls = await this.journal.unfinished();
    const [legs, conversations] = [await this.gateway.liveLegs(), await this.gateway.liveConversations()];
    const now = new Date();
    const engine = { at: now, legs: new Map(legs.map((leg) => [leg.legId, leg])), endsHeard: endsAmong(waiting) };

    await Promise.all(
      calls.map((progress) => {
        const happenings = compareWithEngine(progress, engine).map((happening) =>
          happening.type === 'lost' && lostAt && lostAt > progress.call.createdAt ? { ...happening, at: lostAt } : happening,
        );
        return this.conductor.adopt(progress, happenings);
      }),
    );
    await this.clearAway(calls, legs, conversations, now);
    if (calls.length > 0) this.logger.log(`${calls.length} calls found in the books, ${legs.length} legs in the engine.`);
  }

  /** Legs and conversations of calls that are over, or that nobody knows. */
  private async clearAway(
    calls: readonly CallInProgress[],
    legs: readonly LiveLeg[],
    conversations: readonly string[],
    now: Date,
  ) {
    const known = new Set(calls.flatMap((progress) => progress.legs.map(({ id }) => id)));
    const isStray = ({ legId, callId, createdAt }: LiveLeg) =>
      !known.has(legId) && (callId !== null || now.getTime() - createdAt.getTime() > ARRIVAL_MS);
    for (const { legId } of legs.filter(isStray)) await this.quietly(() => this.gateway.hangUpLeg(legId));

    const kept = new Set(calls.map(({ call }) => conversationOf(call)));
    for (const id of conversations) if (!kept.has(id)) await this.quietly(() => this.gateway.endConversation(id));
  }

  private async quietly(command: () => Promise<void>): Promise<void> {
    try {
      await command();
    } catch (error) {
      this.logger.warn(error instanceof Error ? error.message : String(error));
    }
  }
}

function endsAmong(events: readonly TelephonyEvent[]): Set<string> {
  return new Set(events.flatMap((event) => (event.type === 'ended' ? [event.legId] : [])));
}
