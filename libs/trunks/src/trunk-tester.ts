import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { within } from '@app/common';
import {
  type RegistrationReport,
  TelephonyError,
  TelephonyGateway,
  TelephonyProvisioning,
  TRIAL_PREFIX,
  type TrunkSpec,
} from '@app/telephony';
import type { Look } from './probe-server.js';
import { firstHop, ServerDiagnosis } from './server-diagnosis.js';
import { type FirstWord, TrialEar } from './trial-ear.js';
import { problemOfSipCode, TrunkProblem } from './trunk-problem.js';
import { TrunkReachabilities } from './trunk-reachabilities.js';
import { TrunkRegistrations } from './trunk-registrations.js';
import { TrunkTest, TrunkTestStep, TrunkTestStepKind } from './trunk.results.js';

/** ms; with the 4 s of the resolver together below the 15 s that a trial may take. */
const LIMITS = {
  registerMs: 8_000,
  /** What the engine is still given when we found ourselves that the server can't be reached. */
  graceMs: 2_500,
  clearMs: 2_000,
};
/** A login for providers that ask for none: any answer to it shows that the server is there. */
const NOBODY = 'trunkline';
const NEVER = new Promise<never>(() => undefined);

/** Does once, with the engine itself, what a trunk would do; with objects under a name that no trunk may have, removed afterwards whatever happens. */
@Injectable()
export class TrunkTester {
  private readonly logger = new Logger(TrunkTester.name);
  readonly limits = { ...LIMITS };

  constructor(
    private readonly gateway: TelephonyGateway,
    private readonly provisioning: TelephonyProvisioning,
    private readonly registrations: TrunkRegistrations,
    private readonly reachabilities: TrunkReachabilities,
    private readonly diagnosis: ServerDiagnosis,
  ) {}

  /**
   * @param tell hears of each step as it is done
   * @throws {TelephonyError} when the engine is not connected, or refuses the objects
   */
  async test(spec: TrunkSpec, tell: (step: TrunkTestStep) => void = () => undefined): Promise<TrunkTest> {
    const steps: TrunkTestStep[] = [];
    const done = (step: TrunkTestStep): boolean => {
      steps.push(step);
      tell(step);
      return step.ok;
    };
    const addresses = await this.resolve(firstHop(spec).host, done);
    if (addresses) await this.reachAndRegister(spec, addresses, done);
    return Object.assign(new TrunkTest(), { ok: steps.every(({ ok }) => ok), steps });
  }

  private async resolve(host: string, done: (step: TrunkTestStep) => boolean): Promise<string[] | undefined> {
    const begin = performance.now();
    const addresses = await this.diagnosis.resolve(host);
    const problem = addresses?.length ? null : TrunkProblem.UNKNOWN_HOST;
    const detail = !addresses
      ? `DNS did not answer about ${host}.`
      : addresses.length === 0
        ? `DNS knows no address of ${host}.`
        : addresses[0] === host
          ? `${host} is an address.`
          : `${host} is ${addresses.join(', ')}.`;
    return done(step(TrunkTestStepKind.RESOLVE, problem, begin, { detail })) ? addresses : undefined;
  }

  private async reachAndRegister(
    spec: TrunkSpec,
    addresses: readonly string[],
    done: (step: TrunkTestStep) => boolean,
  ): Promise<void> {
    const probe = probeOf(spec);
    const ear = new TrialEar(this.gateway, this.provisioning, probe.name);
    const over = new AbortController();
    try {
      let begin = performance.now();
      const look = this.diagnosis.connect(firstHop(spec), addresses);
      const givenUp = this.givenUp(look, over.signal);
      const refused = this.provisioning.applyTrunk(probe).then(() => NEVER);
      const word = await Promise.race([ear.firstWord, givenUp, refused]);
      const isReached = done(await this.reachStep(word, look, begin));
      if (!isReached || spec.authMode !== 'REGISTRATION') return;
      begin = performance.now();
      const report = await Promise.race([ear.verdict, givenUp, refused]);
      done(registerStep(report, begin));
    } finally {
      over.abort();
      ear.close();
      await this.clear(probe.name);
    }
  }

  /** Resolves when nobody is waited for any more. */
  private async givenUp(look: Promise<Look>, signal: AbortSignal): Promise<undefined> {
    const patience = { signal, ref: false };
    const hopeless = look.then(({ problem }) => (problem ? pause(this.limits.graceMs, undefined, patience) : NEVER));
    await Promise.race([pause(this.limits.registerMs, undefined, patience), hopeless]).catch(() => NEVER);
  }

  /** Any SIP answer shows that the server is there, a refusal too. Where nobody tells refusals from silence, what we find ourselves decides. */
  private async reachStep(word: FirstWord | undefined, look: Promise<Look>, begin: number): Promise<TrunkTestStep> {
    const report = word?.report;
    const isUntold = report?.state === 'REJECTED' && report.sipCode === undefined;
    const isThere = word !== undefined && report?.state !== 'UNREACHABLE';
    const { sipCode } = report ?? {};
    const found = isThere && !isUntold ? undefined : await look;
    if (isThere && !found?.problem) return step(TrunkTestStepKind.REACH, null, begin, { sipCode, detail: 'The server answers.' });
    const seconds = Math.round((performance.now() - begin) / 1000);
    const detail = found?.problem ? found.reason : (report?.reason ?? `No answer within ${seconds} s.`);
    return step(TrunkTestStepKind.REACH, found?.problem ?? TrunkProblem.NO_ANSWER, begin, { sipCode, detail });
  }

  /** Waited for only so long; it goes on, and what is left over is found by the next reconcile. */
  private async clear(name: string): Promise<void> {
    const removed = this.provisioning.removeTrunk(name).catch((error: unknown) => {
      const text = error instanceof TelephonyError ? `${error.status}: ${error.message}` : String(error);
      this.logger.warn(`The temporary trunk ${name} could not be removed yet (${text})`);
    });
    await within(this.limits.clearMs, removed);
    this.registrations.forget(name);
    this.reachabilities.forget(name);
  }
}

/** Asked by OPTIONS too, whatever the trunk says: an answer to it shows that the server is there. It takes no calls: they are the real trunk's. */
function probeOf(spec: TrunkSpec): TrunkSpec {
  return {
    ...spec,
    name: `${TRIAL_PREFIX}${randomBytes(6).toString('hex')}`,
    isEnabled: true,
    isQualified: true,
    inboundAddresses: [],
    authMode: 'REGISTRATION',
    username: spec.username ?? NOBODY,
    password: spec.password ?? NOBODY,
  };
}

function registerStep(report: RegistrationReport | undefined, begin: number): TrunkTestStep {
  const kind = TrunkTestStepKind.REGISTER;
  if (!report || report.state === 'UNREACHABLE') {
    const detail = report?.reason ?? 'The server answers, but not to REGISTER.';
    return step(kind, TrunkProblem.NO_ANSWER, begin, { sipCode: report?.sipCode, detail });
  }
  if (report.state === 'REGISTERED')
    return step(kind, null, begin, { sipCode: report.sipCode ?? 200, detail: report.reason ?? 'Registered.' });
  const { sipCode } = report;
  const untold = report.isReasonKnown === false ? TrunkProblem.REASON_UNKNOWN : TrunkProblem.REFUSED;
  const detail = report.reason ?? 'The provider refused the registration.';
  return step(kind, sipCode === undefined ? untold : problemOfSipCode(sipCode), begin, { sipCode, detail });
}

/** @param begin of performance.now() */
function step(
  kind: TrunkTestStepKind,
  problem: TrunkProblem | null,
  begin: number,
  { sipCode, detail }: { sipCode?: number | undefined; detail: string },
): TrunkTestStep {
  const milliseconds = Math.round(performance.now() - begin);
  return Object.assign(new TrunkTestStep(), {
    kind,
    ok: problem === null,
    problem,
    milliseconds,
    sipCode: sipCode ?? null,
    detail,
  });
}
