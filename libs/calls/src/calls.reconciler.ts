import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import {
  type ArrivedLeg,
  type LegRecord,
  type LiveLeg,
  type TelephonyEvent,
  TelephonyGateway,
  TelephonyRecords,
} from '@app/telephony';
import { AgentsAtCalls } from './agents-at-calls.js';
import { CallConductor } from './call-conductor.js';
import { CallBacklog } from './call-backlog.js';
import { CallJournal } from './call-journal.js';
import { type CallInProgress, conversationsOf } from './call-in-progress.js';
import { answeredUnheard, compareWithEngine, goneLegs, silentLegs } from './compare-with-engine.js';

/** A leg without a call may be arriving just now; one that is older than this will not be claimed any more. */
const ARRIVAL_MS = 5000;
/** Nobody waits longer for somebody who does not say a word. */
const LONGEST_WAIT_MS = 60_000;
const RECORD_LOOKS = 4;
const RECORD_WAIT_MS = 250;

/** What happened while we were away: after every connect the books are compared with the engine, and calls go on or are ended. */
@Injectable()
export class CallsReconciler {
  private readonly logger = new Logger(CallsReconciler.name);

  constructor(
    private readonly gateway: TelephonyGateway,
    private readonly records: TelephonyRecords,
    private readonly journal: CallJournal,
    private readonly backlog: CallBacklog,
    private readonly conductor: CallConductor,
    private readonly agentsAtCalls: AgentsAtCalls,
  ) {}

  /**
   * @param waiting the events that came since the connect; they are dealt with after this
   * @param lostAt when the connection was lost, if this process saw it: legs that are gone ended then
   * @returns legs that came while nobody listened, and wait
   */
  async reconcile(waiting: readonly TelephonyEvent[], lostAt: Date | undefined): Promise<ArrivedLeg[]> {
    await this.backlog.recover();
    await this.conductor.clear();
    const calls = await this.journal.unfinished();
    const [legs, conversations] = [await this.gateway.liveLegs(), await this.gateway.liveConversations()];
    const now = new Date();
    const present = { legs: new Map(legs.map((leg) => [leg.legId, leg])), endsHeard: endsAmong(waiting) };
    const gone = calls.flatMap((progress) => goneLegs(progress, present).map(({ id }) => id));
    const silent = calls.flatMap((progress) => silentLegs(progress, { ...present, at: now }).map(({ id }) => id));
    const unheard = await this.gateway.unheardLegs(silent);
    const answered = calls.flatMap((progress) => answeredUnheard(progress, present).map(({ id }) => id));
    const engine = { at: now, ...present, records: await this.recordsOf(gone, answered), unheard };

    await Promise.all(
      calls.map((progress) => {
        const happenings = compareWithEngine(progress, engine).map((happening) =>
          happening.type === 'lost' && lostAt && lostAt > progress.call.createdAt ? { ...happening, at: lostAt } : happening,
        );
        return this.conductor.adopt(progress, happenings);
      }),
    );
    await this.agentsAtCalls.reconcile(this.conductor.living(), now);
    const arrived = await this.unheardOf(legs, waiting, now);
    const others = legs.filter(({ legId }) => !arrived.some((leg) => leg.legId === legId));
    await this.clearAway(calls, others, conversations, now);
    if (calls.length > 0) this.logger.log(`${calls.length} calls found in the books, ${legs.length} legs in the engine.`);
    return arrived;
  }

  /** Asterisk believed that we had them: we hung, or the connection broke just then. */
  private async unheardOf(legs: readonly LiveLeg[], waiting: readonly TelephonyEvent[], now: Date): Promise<ArrivedLeg[]> {
    const told = new Set(waiting.flatMap((event) => (event.type === 'arrived' ? [event.leg.legId] : [])));
    const fresh = legs.filter(({ createdAt }) => now.getTime() - createdAt.getTime() < LONGEST_WAIT_MS);
    const candidates = fresh.flatMap(({ arrival }) => (arrival && !told.has(arrival.legId) ? [arrival] : []));
    const known = await this.journal.knownLegs(candidates.map(({ legId }) => legId));
    return candidates.filter(({ legId }) => !known.has(legId));
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

    const kept = new Set(calls.flatMap(conversationsOf));
    for (const id of conversations) if (!kept.has(id)) await this.quietly(() => this.gateway.endConversation(id));
  }

  /** An end or an answer of a moment ago may be on its way into the records. */
  private async recordsOf(gone: readonly string[], answered: readonly string[]): Promise<ReadonlyMap<string, LegRecord>> {
    for (let look = 1; ; look += 1) {
      const records = await this.records.legs([...gone, ...answered]);
      const isWhole = gone.every((id) => records.get(id)?.endedAt) && answered.every((id) => records.get(id)?.answeredAt);
      // Where it keeps no records of a leg, none are waited for.
      if (isWhole || records.size === 0 || look === RECORD_LOOKS) return records;
      await pause(RECORD_WAIT_MS);
    }
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
