import { randomBytes } from 'node:crypto';
import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { type RegistrationReport, TelephonyError, TelephonyGateway, TelephonyProvisioning, type TrunkSpec } from '@app/telephony';
import { problemOfSipCode, TrunkProblem } from './trunk-problem.js';
import { TrunkRegistrations } from './trunk-registrations.js';
import { TrunkTest, TrunkTestStep, TrunkTestStepKind } from './trunk.results.js';

/** Together below the 15 s that a trial may take, with time left to clear up. */
export interface TrialLimits {
  resolveMs: number;
  registerMs: number;
}

const LIMITS: TrialLimits = { resolveMs: 4_000, registerMs: 8_000 };
const POLL_MS = 500;
/** A login for providers that ask for none: any answer to it shows that the server is there. */
const NOBODY = 'trunkline';

/** Finds the addresses of a name. Replaced in tests. */
export abstract class NameResolver {
  abstract resolve(name: string): Promise<string[]>;
}

/** By DNS alone, as the engine does: a name that stands only in this machine's hosts file is not found by it either. */
@Injectable()
export class DnsNameResolver extends NameResolver {
  async resolve(name: string): Promise<string[]> {
    const resolver = new Resolver({ timeout: LIMITS.resolveMs / 2, tries: 2 });
    const found = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
    return found.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  }
}

/** Does once, with the engine itself, what a trunk would do; with objects under a name that no trunk may have, removed afterwards whatever happens. */
@Injectable()
export class TrunkTester {
  private readonly logger = new Logger(TrunkTester.name);
  readonly limits: TrialLimits = { ...LIMITS };

  constructor(
    private readonly gateway: TelephonyGateway,
    private readonly provisioning: TelephonyProvisioning,
    private readonly registrations: TrunkRegistrations,
    private readonly names: NameResolver,
  ) {}

  /** @throws {TelephonyError} when the engine is not connected, or refuses the objects */
  async test(spec: TrunkSpec): Promise<TrunkTest> {
    const steps = [await this.resolve(spec.server)];
    if (steps.every(({ ok }) => ok)) steps.push(...(await this.register(spec)));
    const ok = steps.every((step) => step.ok);
    return Object.assign(new TrunkTest(), { ok, steps });
  }

  private async resolve(server: string): Promise<TrunkTestStep> {
    if (isIP(server) !== 0) return step(TrunkTestStepKind.RESOLVE, null, 0, { detail: `${server} is an address.` });
    const start = performance.now();
    const addresses = await within(this.limits.resolveMs, this.names.resolve(server)).catch(() => []);
    const detail =
      addresses === undefined
        ? `No answer about ${server} within ${this.limits.resolveMs / 1000} s.`
        : addresses.length === 0
          ? `${server} has no address.`
          : `${server} is ${addresses.join(', ')}.`;
    const problem = addresses?.length ? null : TrunkProblem.UNKNOWN_HOST;
    return step(TrunkTestStepKind.RESOLVE, problem, performance.now() - start, { detail });
  }

  private async register(spec: TrunkSpec): Promise<TrunkTestStep[]> {
    const name = `trunkline-probe-${randomBytes(6).toString('hex')}`;
    const isRegistering = spec.authMode === 'REGISTRATION';
    const probe: TrunkSpec = {
      ...spec,
      name,
      isEnabled: true,
      authMode: 'REGISTRATION',
      username: spec.username ?? NOBODY,
      password: spec.password ?? NOBODY,
    };
    const start = performance.now();
    try {
      const report = await this.watch(name, () => this.provisioning.applyTrunk(probe));
      return stepsOf(report, performance.now() - start, isRegistering, this.limits.registerMs);
    } finally {
      await this.clear(name);
    }
  }

  /** The first report that says how it went, or undefined where none came in time. */
  private async watch(name: string, begin: () => Promise<unknown>): Promise<RegistrationReport | undefined> {
    let stop: (() => void) | undefined;
    const told = new Promise<RegistrationReport>((resolve) => {
      stop = this.gateway.subscribe((event) => {
        if (event.type === 'trunkRegistration' && event.report.trunkName === name && isFinal(event.report)) resolve(event.report);
      });
    });
    const ended = new AbortController();
    try {
      await begin();
      return await within(this.limits.registerMs, Promise.race([told, this.poll(name, ended.signal)]));
    } finally {
      stop?.();
      ended.abort();
    }
  }

  /** For what was said before anybody listened. */
  private async poll(name: string, signal: AbortSignal): Promise<RegistrationReport> {
    for (;;) {
      const found = (await this.provisioning.registrations()).find((report) => report.trunkName === name && isFinal(report));
      if (found) return found;
      try {
        await pause(POLL_MS, undefined, { signal, ref: false });
      } catch {
        return new Promise(() => undefined);
      }
    }
  }

  private async clear(name: string): Promise<void> {
    try {
      await this.provisioning.removeTrunk(name);
    } catch (error) {
      // The next reconcile finds it left over.
      const text = error instanceof TelephonyError ? `${error.status}: ${error.message}` : String(error);
      this.logger.warn(`The temporary trunk ${name} could not be removed yet (${text})`);
    } finally {
      this.registrations.forget(name);
    }
  }
}

function isFinal(report: RegistrationReport): boolean {
  return report.state !== 'REGISTERING';
}

/** A refusal is an answer: the server is there. */
function stepsOf(
  report: RegistrationReport | undefined,
  milliseconds: number,
  isRegistering: boolean,
  limitMs: number,
): TrunkTestStep[] {
  if (!report || report.state === 'UNREACHABLE') {
    const detail = report?.reason ?? `No answer within ${limitMs / 1000} s.`;
    return [step(TrunkTestStepKind.REACH, TrunkProblem.NO_ANSWER, milliseconds, { sipCode: report?.sipCode, detail })];
  }
  const reach = step(TrunkTestStepKind.REACH, null, milliseconds, { sipCode: report.sipCode, detail: 'The server answers.' });
  if (!isRegistering) return [reach];
  const ok = report.state === 'REGISTERED';
  const detail = report.reason ?? (ok ? 'Registered.' : 'The provider refused the registration.');
  const sipCode = report.sipCode ?? (ok ? 200 : undefined);
  const refusal = sipCode === undefined ? TrunkProblem.REFUSED : problemOfSipCode(sipCode);
  return [reach, step(TrunkTestStepKind.REGISTER, ok ? null : refusal, milliseconds, { sipCode, detail })];
}

function step(
  kind: TrunkTestStepKind,
  problem: TrunkProblem | null,
  milliseconds: number,
  { sipCode, detail }: { sipCode?: number | undefined; detail: string },
): TrunkTestStep {
  return Object.assign(new TrunkTestStep(), {
    kind,
    ok: problem === null,
    problem,
    milliseconds: Math.round(milliseconds),
    sipCode: sipCode ?? null,
    detail,
  });
}

/** What the work gives, or undefined when the time is over; the work itself goes on. */
async function within<T>(milliseconds: number, work: Promise<T>): Promise<T | undefined> {
  const timer = new AbortController();
  try {
    return await Promise.race([work, pause(milliseconds, undefined, { signal: timer.signal })]);
  } finally {
    timer.abort();
  }
}
