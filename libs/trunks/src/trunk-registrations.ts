import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { type RegistrationReport, type TelephonyEvent, TelephonyGateway, TelephonyProvisioning } from '@app/telephony';
import type { Look } from './probe-server.js';
import { problemOfSipCode, TrunkProblem } from './trunk-problem.js';
import { registration, RegistrationState, type TrunkRegistration } from './trunk-registration.js';
import { type Trunk, TrunkAuthMode } from './trunk.entity.js';

const LOOK_AGAIN_MS = 1_500;
/** The engine counts seconds: the same end is told a little differently each time. */
const SAME_MOMENT_MS = 5_000;
const NOT_COPIED = 'Asterisk does not copy its SIP messages to Trunkline (HEP), so the reason is unknown.';

/** What the status of a trunk depends on, besides the engine. */
export type RegisteringTrunk = Pick<Trunk, 'name' | 'enabled' | 'authMode'>;

/** A trunk's name and what is known of it now; both null when it changed for all. */
export type RegistrationListener = (trunkName: string | null, now: TrunkRegistration | null) => void;

/**
 * How each trunk stands with its provider, by the engine's latest word. It knows names only: the engine's words come for names that may have no trunk (any
 * more), and are then never asked for.
 */
@Injectable()
export class TrunkRegistrations implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(TrunkRegistrations.name);
  private readonly latest = new Map<string, TrunkRegistration>();
  /** Of servers that are not reached; the engine does not say why. */
  private readonly diagnoses = new Map<string, Look & { problem: TrunkProblem }>();
  private readonly listeners = new Set<RegistrationListener>();
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

  /** Returns the way to stop. */
  onChange(listener: RegistrationListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  of(trunk: RegisteringTrunk): TrunkRegistration {
    if (!trunk.enabled || trunk.authMode === TrunkAuthMode.IP) return registration(RegistrationState.NOT_REQUIRED);
    if (!this.gateway.isConnected) return registration(RegistrationState.UNKNOWN, { since: this.connectionSince });
    return this.word(trunk.name) ?? registration(RegistrationState.REGISTERING, { since: this.connectionSince });
  }

  /** The trunks that fail for a reason that the engine does not tell. */
  unexplained(): string[] {
    return [...this.latest].flatMap(([name, latest]) => (isUnexplained(latest) ? [name] : []));
  }

  /** Takes what the engine says of all trunks now, in place of what came as events. @throws {TelephonyError} */
  async refresh(): Promise<void> {
    for (const report of await this.provisioning.registrations()) this.take(report);
  }

  /** The trunk registers again, with other settings or because somebody asked: what was known is of no use any more. */
  restart(trunkName: string, at = new Date()): void {
    this.diagnoses.delete(trunkName);
    this.latest.set(trunkName, registration(RegistrationState.REGISTERING, { since: at }));
    this.tell(trunkName);
  }

  /** The trunk was removed, renamed, or does not register any more. */
  forget(trunkName: string): void {
    this.latest.delete(trunkName);
    this.diagnoses.delete(trunkName);
  }

  /**
   * Says what was found of a server that is not reached. Of no use any more where the engine has said something else meanwhile. Where it does not tell refusals
   * from silence, only what is surely wrong with the server shows that nobody refused.
   */
  explain(trunkName: string, { problem, reason }: Look): void {
    const latest = this.latest.get(trunkName);
    if (!latest || !isUnexplained(latest)) return;
    if (latest.state === RegistrationState.REJECTED && problem === null) return;
    const before = this.diagnoses.get(trunkName);
    const found = { problem: problem ?? TrunkProblem.NO_ANSWER, reason };
    if (before?.problem === found.problem && before.reason === found.reason) return;
    this.diagnoses.set(trunkName, found);
    this.tell(trunkName);
  }

  private handle(event: TelephonyEvent): void {
    if (event.type === 'trunkRegistration') this.take(event.report);
    if (event.type !== 'connected' && event.type !== 'disconnected') return;
    // Whatever was known is from before the gap.
    this.latest.clear();
    this.diagnoses.clear();
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
    if (!isUnexplained(after)) this.diagnoses.delete(report.trunkName);
    this.tell(report.trunkName);
  }

  /** The engine's word with what was found out beside it; undefined where it has not said anything yet. */
  private word(trunkName: string): TrunkRegistration | undefined {
    const latest = this.latest.get(trunkName);
    const diagnosis = this.diagnoses.get(trunkName);
    if (!latest || !diagnosis) return latest;
    const { since, expiresAt } = latest;
    return registration(RegistrationState.UNREACHABLE, { since, expiresAt, ...diagnosis });
  }

  private tell(trunkName: string | null): void {
    const now = trunkName === null ? null : (this.word(trunkName) ?? null);
    for (const listener of this.listeners) listener(trunkName, now);
  }
}

/** Not reached, or refused by nobody knows whom. */
export function isUnexplained({ state, sipCode }: TrunkRegistration): boolean {
  return state === RegistrationState.UNREACHABLE || (state === RegistrationState.REJECTED && sipCode === null);
}

/**
 * `since` moves only when the state does: a registration that is renewed has stood since it was made. A report that says less than one before of the same
 * state (the engine's list knows no reasons) takes nothing away.
 */
export function afterReport(before: TrunkRegistration | undefined, report: RegistrationReport): TrunkRegistration {
  const state = RegistrationState[report.state];
  const same = before?.state === state ? before : undefined;
  const sipCode = report.sipCode ?? same?.sipCode ?? (state === RegistrationState.REGISTERED ? 200 : null);
  const problem = problemOf(state, sipCode, report.isReasonKnown ?? true);
  return registration(state, {
    sipCode,
    problem,
    reason: report.reason ?? same?.reason ?? (problem === TrunkProblem.REASON_UNKNOWN ? NOT_COPIED : null),
    since: same ? same.since : report.at,
    expiresAt: report.expiresAt ?? same?.expiresAt ?? null,
  });
}

function problemOf(state: RegistrationState, sipCode: number | null, isReasonKnown: boolean): TrunkProblem | null {
  if (state === RegistrationState.UNREACHABLE) return TrunkProblem.NO_ANSWER;
  if (state !== RegistrationState.REJECTED) return null;
  if (sipCode !== null) return problemOfSipCode(sipCode);
  return isReasonKnown ? TrunkProblem.REFUSED : TrunkProblem.REASON_UNKNOWN;
}

function isSame(left: TrunkRegistration, right: TrunkRegistration): boolean {
  return (
    left.state === right.state &&
    left.sipCode === right.sipCode &&
    left.reason === right.reason &&
    left.problem === right.problem &&
    Math.abs((left.expiresAt?.getTime() ?? 0) - (right.expiresAt?.getTime() ?? 0)) < SAME_MOMENT_MS
  );
}
