import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { type ReachabilityReport, type TelephonyEvent, TelephonyGateway, TelephonyProvisioning } from '@app/telephony';
import { reachability, type TrunkReachability, TrunkReachabilityState } from './trunk-reachability.js';
import { type Trunk, TrunkAuthMode } from './trunk.entity.js';

/** A round trip is a little different each time: it is told so often at most. */
const TELL_TIME_EVERY_MS = 30_000;

/** What a trunk's reachability depends on, besides the engine. */
export type AskedTrunk = Pick<Trunk, 'name' | 'enabled' | 'qualify'>;

/** A trunk's name and what is known of it now, and whether its state is another than before. */
export type ReachabilityListener = (trunkName: string, now: TrunkReachability, isOtherState: boolean) => void;

interface Known {
  reachability: TrunkReachability;
  /** When listeners last heard of it (ms, of the engine's clock). */
  toldAt: number;
}

/** Whether each trunk's server answers OPTIONS, by the engine's latest word. By names, as TrunkRegistrations. */
@Injectable()
export class TrunkReachabilities implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(TrunkReachabilities.name);
  private readonly latest = new Map<string, Known>();
  /** Trunks that have answered once, as they are now: only of these silence says something. */
  private readonly answered = new Set<string>();
  private readonly listeners = new Set<ReachabilityListener>();
  private stop: (() => void) | undefined;

  constructor(
    private readonly gateway: TelephonyGateway,
    private readonly provisioning: TelephonyProvisioning,
  ) {}

  onModuleInit(): void {
    this.stop = this.gateway.subscribe((event) => this.handle(event));
  }

  onApplicationShutdown(): void {
    this.stop?.();
  }

  /** Returns the way to stop. Connecting and disconnecting are not told: TrunkRegistrations tells them for all. */
  onChange(listener: ReachabilityListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  of({ name, enabled, qualify }: AskedTrunk): TrunkReachability {
    if (!enabled || !qualify) return reachability(TrunkReachabilityState.NOT_ASKED);
    const known = this.gateway.isConnected ? this.latest.get(name) : undefined;
    return known?.reachability ?? reachability(TrunkReachabilityState.UNKNOWN);
  }

  /**
   * An IP trunk that answered and does not any more. Of a trunk that registers its registration tells; and many a provider answers no OPTIONS at all, which
   * says nothing.
   */
  isLost(trunk: AskedTrunk & Pick<Trunk, 'authMode'>): boolean {
    const isSilent = this.of(trunk).state === TrunkReachabilityState.UNREACHABLE;
    return trunk.authMode === TrunkAuthMode.IP && isSilent && this.answered.has(trunk.name);
  }

  /** The trunk was pushed with another address, renamed or removed: what was known is of another server. */
  forget(trunkName: string): void {
    this.latest.delete(trunkName);
    this.answered.delete(trunkName);
  }

  private handle(event: TelephonyEvent): void {
    if (event.type === 'trunkReachability') this.take(event.report);
    if (event.type !== 'connected' && event.type !== 'disconnected') return;
    this.latest.clear();
    if (event.type === 'connected') this.refresh();
  }

  private refresh(): void {
    this.provisioning.reachabilities().then(
      (reports) => reports.forEach((report) => this.take(report)),
      (error: unknown) => this.logger.debug(`Reachability could not be read yet: ${String(error)}`),
    );
  }

  private take({ trunkName, state, at, ...report }: ReachabilityReport): void {
    const roundTripMs = report.roundTripMs ?? null;
    const before = this.latest.get(trunkName);
    const isOtherState = before?.reachability.state !== TrunkReachabilityState[state];
    const since = isOtherState ? at : (before?.reachability.since ?? at);
    const now = reachability(TrunkReachabilityState[state], { roundTripMs, since });
    if (state === 'REACHABLE') this.answered.add(trunkName);
    const isOtherTime = roundTripMs !== before?.reachability.roundTripMs;
    const toldAt = before?.toldAt ?? Number.NEGATIVE_INFINITY;
    const isDue = isOtherState || (isOtherTime && at.getTime() - toldAt >= TELL_TIME_EVERY_MS);
    this.latest.set(trunkName, { reachability: now, toldAt: isDue ? at.getTime() : toldAt });
    if (!isDue) return;
    for (const listener of this.listeners) listener(trunkName, now, isOtherState);
  }
}
