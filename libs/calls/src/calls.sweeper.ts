import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { TelephonyGateway } from '@app/telephony';
import { CallConductor } from './call-conductor.js';
import { type CallInProgress, farLeg, isAlive } from './call-in-progress.js';
import { CallState } from './call-state.js';
import { isOpen } from './transfer-state.js';
import type { Happening } from './next-steps.js';

const EVERY_MS = 15_000;

interface Doubt {
  callId: string;
  happening: Happening;
}

/** So that no call stays alive for ever: what the books have and the engine has not, twice in a row, is over, though its end was never heard. */
@Injectable()
export class CallsSweeper implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(CallsSweeper.name);
  private timer: NodeJS.Timeout | undefined;
  /** From the last look: an end may be on its way, so that the first look proves nothing. */
  private doubts = new Set<string>();

  constructor(
    private readonly gateway: TelephonyGateway,
    private readonly conductor: CallConductor,
  ) {}

  onModuleInit(): void {
    this.timer = setInterval(() => void this.sweep(), EVERY_MS);
    this.timer.unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  async sweep(): Promise<void> {
    if (this.conductor.epoch === undefined || this.conductor.sizes.calls === 0) return;
    try {
      const there = new Set((await this.gateway.liveLegs()).map(({ legId }) => legId));
      const living = this.conductor.living();
      const alive = new Set(living.map(({ call }) => call.id));
      const found = living.flatMap((progress) => doubtsAbout(progress, there, alive, new Date()));
      const again = found.filter(({ callId, happening }) => this.doubts.has(keyOf(callId, happening)));
      this.doubts = new Set(found.map(({ callId, happening }) => keyOf(callId, happening)));
      for (const { callId, happening } of again) {
        this.logger.warn(`Call ${callId}: ${happening.type}, though nothing was heard.`);
        await this.conductor.tell(callId, happening);
      }
    } catch (error) {
      this.logger.warn(`The sweep failed: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

/** @param alive calls that are known as living */
function doubtsAbout(progress: CallInProgress, there: ReadonlySet<string>, alive: ReadonlySet<string>, at: Date): Doubt[] {
  const { call, legs } = progress;
  const gone = legs.filter((leg) => isAlive(leg) && leg.dialledAt && !there.has(leg.id));
  const lost = gone.map(({ id: legId }): Happening => ({ type: 'lost', at, legId, because: 'INTERRUPTED' }));
  const far = farLeg(progress);
  const isStuck = call.state !== CallState.ENDED && far && !isAlive(far);
  const stuck: Happening[] = isStuck ? [{ type: 'noTrunkLeft', at }] : [];
  const alone: Happening[] = isAlone(progress) ? [{ type: 'nobodyBack', at }] : [];
  const partner = call.state === CallState.ENDED ? undefined : call.transfer?.joinedCallId;
  const left: Happening[] = partner && !alive.has(partner) ? [{ type: 'partnerLeft', at }] : [];
  return [...lost, ...stuck, ...alone, ...left].map((happening) => ({ callId: call.id, happening }));
}

/** A customer who hears music, with nobody on the way: the agent could not even be rung again. */
function isAlone({ call, legs }: CallInProgress): boolean {
  const isGivenAway = call.transfer !== null && !call.transfer.joinedCallId && !isOpen(call.transfer);
  const others = legs.some((leg) => leg.role !== 'CUSTOMER' && leg.part === 'MAIN' && isAlive(leg));
  return call.state === CallState.ANSWERED && isGivenAway && !others;
}

const keyOf = (callId: string, happening: Happening): string =>
  `${callId} ${happening.type} ${'legId' in happening ? happening.legId : ''}`;
