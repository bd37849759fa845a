import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { KeyedQueue, LiveUpdates } from '@app/common';
import { TelephonyGateway } from '@app/telephony';
import type { Repository } from 'typeorm';
import { flapsUntil } from './flapping.js';
import { TrunkChangeKind } from './trunk-change.entity.js';
import { type NewChange, TrunkHistory } from './trunk-history.js';
import type { TrunkReachability } from './trunk-reachability.js';
import { TrunkReachabilities } from './trunk-reachabilities.js';
import type { TrunkRegistration } from './trunk-registration.js';
import { TrunkRegistrations } from './trunk-registrations.js';
import { TrunkRests } from './trunk-rests.js';
import { TRUNK_TOPIC, type TrunkPayload } from './trunk-topics.js';
import { Trunk, TrunkAuthMode } from './trunk.entity.js';

/** How a trunk stands. */
export interface TrunkStanding {
  /** With its provider. */
  registration: TrunkRegistration;
  /** An IP trunk whose server answered when it was asked, and does not any more. */
  isLost: boolean;
  /** Calls pass it over until then, after many technical failures in a row. */
  restsUntil: Date | null;
}

/** What the engine says of trunks is written into their history, then told to subscribers; one trunk's words one after the other. */
@Injectable()
export class TrunkStandings implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(TrunkStandings.name);
  private readonly queue = new KeyedQueue();
  private readonly stops: (() => void)[] = [];
  /** Until when each trunk is said to flap: that it is over is told too. */
  private readonly flapping = new Map<string, NodeJS.Timeout>();

  constructor(
    @InjectRepository(Trunk) private readonly trunks: Repository<Trunk>,
    private readonly registrations: TrunkRegistrations,
    private readonly reachabilities: TrunkReachabilities,
    private readonly rests: TrunkRests,
    private readonly history: TrunkHistory,
    private readonly gateway: TelephonyGateway,
    private readonly updates: LiveUpdates,
  ) {}

  onModuleInit(): void {
    this.stops.push(
      this.registrations.onChange((name, now) => {
        if (name === null) this.inTurn('', () => this.allMoved());
        else if (now) this.inTurn(name, () => this.registrationMoved(name, now));
      }),
      this.reachabilities.onChange((name, now, isOtherState) => {
        this.inTurn(name, () => this.reachabilityMoved(name, now, isOtherState));
      }),
    );
  }

  onApplicationShutdown(): void {
    for (const stop of this.stops) stop();
    for (const timer of this.flapping.values()) clearTimeout(timer);
  }

  /** By the latest words; no I/O. */
  of(trunk: Trunk): TrunkStanding {
    return {
      registration: this.registrations.of(trunk),
      isLost: this.reachabilities.isLost(trunk),
      restsUntil: this.rests.restsUntil(trunk.id),
    };
  }

  reachabilityOf(trunk: Trunk): TrunkReachability {
    return this.reachabilities.of(trunk);
  }

  /** What the engine will never say itself: that a trunk has nothing to register any more, and that the failures were those of other settings. */
  async settingsChanged(trunk: Trunk, registersAnew: boolean): Promise<void> {
    if (registersAnew) await this.rests.noteSuccess(trunk.id);
    const isRegistering = trunk.enabled && trunk.authMode === TrunkAuthMode.REGISTRATION;
    const kind = TrunkChangeKind.REGISTRATION;
    if (isRegistering || !(await this.history.lastOf(trunk.id, kind))) return;
    await this.note(trunk, { trunkId: trunk.id, kind, state: 'NOT_REQUIRED' });
  }

  private async registrationMoved(name: string, now: TrunkRegistration): Promise<void> {
    const trunk = await this.named(name);
    if (!trunk) return;
    const { state, sipCode, reason, since } = now;
    if (trunk.enabled && trunk.authMode === TrunkAuthMode.REGISTRATION) {
      const last = await this.history.lastOf(trunk.id, TrunkChangeKind.REGISTRATION);
      // Another refusal in the same state came now, not when the state began.
      const at = last?.state !== state && since ? { at: since } : {};
      await this.note(trunk, { trunkId: trunk.id, kind: TrunkChangeKind.REGISTRATION, state, sipCode, reason, ...at });
    }
    await this.publish(trunk);
  }

  private async reachabilityMoved(name: string, { state, since }: TrunkReachability, isOtherState: boolean): Promise<void> {
    const trunk = await this.named(name);
    if (!trunk) return;
    if (isOtherState && trunk.enabled && trunk.qualify) {
      const at = since ? { at: since } : {};
      await this.note(trunk, { trunkId: trunk.id, kind: TrunkChangeKind.REACHABILITY, state, ...at });
    }
    await this.publish(trunk);
  }

  private async allMoved(): Promise<void> {
    const trunks = await this.trunks.find();
    for (const trunk of trunks) await this.publish(trunk);
    if (!this.gateway.isConnected) return;
    for (const trunk of trunks) await this.watchFlapping(trunk);
  }

  /** A database that is away must not keep subscribers from hearing. */
  private async note(trunk: Trunk, change: NewChange): Promise<void> {
    try {
      if (await this.history.note(change)) await this.watchFlapping(trunk);
    } catch (error) {
      this.logger.warn(`A change of ${trunk.name} was not written down: ${String(error)}`);
    }
  }

  /** That it begins is told with the change that began it. */
  private async watchFlapping(trunk: Trunk): Promise<void> {
    const [changes = []] = await this.history.of([trunk.id]);
    const until = flapsUntil(changes.toReversed(), trunk.authMode, new Date());
    clearTimeout(this.flapping.get(trunk.id));
    this.flapping.delete(trunk.id);
    if (!until) return;
    const isOver = () => {
      this.flapping.delete(trunk.id);
      this.inTurn(trunk.name, () => this.publish(trunk));
    };
    this.flapping.set(trunk.id, setTimeout(isOver, until.getTime() - Date.now() + 1).unref());
  }

  private async named(name: string): Promise<Trunk | null> {
    return this.trunks.findOneBy({ nameKey: name.toLowerCase() });
  }

  private publish({ id }: Trunk): Promise<void> {
    return this.updates.publish(TRUNK_TOPIC, { trunkId: id, what: 'state' } satisfies TrunkPayload);
  }

  private inTurn(key: string, task: () => Promise<void>): void {
    this.queue.run(key, task).catch((error: unknown) => this.logger.error(error));
  }
}
