import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { type RegistrationReport, type TelephonyEvent, TelephonyGateway, TelephonyProvisioning } from '@app/telephony';
import { registration, RegistrationState, type TrunkRegistration } from './trunk-registration.js';
import { type Trunk, TrunkAuthMode } from './trunk.entity.js';

const LOOK_AGAIN_MS = 1_500;
/** The engine counts seconds: the same end is told a little differently each time. */
const SAME_MOMENT_MS = 5_000;

/** What the status of a trunk depends on, besides the engine. */
export type RegisteringTrunk = Pick<Trunk, 'name' | 'enabled' | 'authMode'>;

/**
 * How each trunk stands with its provider, by the engine's latest word. It knows names only: the engine's words come for names that may have no trunk (any
 * more), and are then never asked for.
 */
@Injectable()
export class TrunkRegistrations implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(TrunkRegistrations.name);
  private readonly latest = new Map<string, TrunkRegistration>();
  private readonly listeners = new Set<(trunkName: string | null) => void>();
  private connectionSince: Date | null = null;
  private stop: (() => void) | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly gateway: TelephonyGateway,
    private readonly provisioning: TelephonyProvisioning,
  ) {}

  onModuleInit(): void {
    this.stop = this.gateway.subscribe((event) => this.handle(event));
    this.timer = setInterval(() => this.lookAgain(), LOOK_AGAIN_MS).unref();
  }

  onApplicationShutdown(): void {
    this.stop?.();
    clearInterval(this.timer);
  }

  /** Calls back with the trunk's name when what is known of it changed; with null when it changed for all. Returns the way to stop. */
  onChange(listener: (trunkName: string | null) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  of(trunk: RegisteringTrunk): TrunkRegistration {
    if (!trunk.enabled || trunk.authMode === TrunkAuthMode.IP) return registration(RegistrationState.NOT_REQUIRED);
    if (!this.gateway.isConnected) return registration(RegistrationState.UNKNOWN, { since: this.connectionSince });
    return this.latest.get(trunk.name) ?? registration(RegistrationState.REGISTERING, { since: this.connectionSince });
  }

  /** Takes what the engine says of all trunks now, in place of what came as events. @throws {TelephonyError} */
  async refresh(): Promise<void> {
    for (const report of await this.provisioning.registrations()) this.take(report);
  }

  /** The trunk registers again, with other settings or because somebody asked: what was known is of no use any more. */
  restart(trunkName: string, at = new Date()): void {
    this.latest.set(trunkName, registration(RegistrationState.REGISTERING, { since: at }));
    this.tell(trunkName);
  }

  /** The trunk was removed, renamed, or does not register any more. */
  forget(trunkName: string): void {
    this.latest.delete(trunkName);
  }

  private handle(event: TelephonyEvent): void {
    if (event.type === 'trunkRegistration') this.take(event.report);
    if (event.type !== 'connected' && event.type !== 'disconnected') return;
    // Whatever was known is from before the gap.
    this.latest.clear();
    this.connectionSince = event.at;
    this.tell(null);
    if (event.type === 'connected') this.tryRefresh();
  }

  /** A second refusal just like the first may come without an event. */
  private lookAgain(): void {
    const isWaiting = [...this.latest.values()].some(({ state }) => state === RegistrationState.REGISTERING);
    if (isWaiting && this.gateway.isConnected && this.provisioning.isReady) this.tryRefresh();
  }

  private tryRefresh(): void {
    this.refresh().catch((error: unknown) => this.logger.debug(`Registrations could not be read yet: ${String(error)}`));
  }

  private take(report: RegistrationReport): void {
    const before = this.latest.get(report.trunkName);
    const after = afterReport(before, report);
    if (before && isSame(before, after)) return;
    this.latest.set(report.trunkName, after);
    this.tell(report.trunkName);
  }

  private tell(trunkName: string | null): void {
    for (const listener of this.listeners) listener(trunkName);
  }
}

/**
 * `since` moves only when the state does: a registration that is renewed has stood since it was made. A report that says less than one before of the same
 * state (the engine's list knows no reasons) takes nothing away.
 */
export function afterReport(before: TrunkRegistration | undefined, report: RegistrationReport): TrunkRegistration {
  const state = RegistrationState[report.state];
  const same = before?.state === state ? before : undefined;
  return registration(state, {
    sipCode: report.sipCode ?? same?.sipCode ?? (state === RegistrationState.REGISTERED ? 200 : null),
    reason: report.reason ?? same?.reason ?? null,
    since: same ? same.since : report.at,
    expiresAt: report.expiresAt ?? same?.expiresAt ?? null,
  });
}

function isSame(left: TrunkRegistration, right: TrunkRegistration): boolean {
  return (
    left.state === right.state &&
    left.sipCode === right.sipCode &&
    left.reason === right.reason &&
    Math.abs((left.expiresAt?.getTime() ?? 0) - (right.expiresAt?.getTime() ?? 0)) < SAME_MOMENT_MS
  );
}
