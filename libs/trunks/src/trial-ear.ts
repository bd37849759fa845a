import { setTimeout as pause } from 'node:timers/promises';
import type { RegistrationReport, TelephonyGateway, TelephonyProvisioning } from '@app/telephony';

const POLL_MS = 300;

/** What came back from a server first: an answer to OPTIONS (then without a report), or the end of a REGISTER. */
export interface FirstWord {
  report?: RegistrationReport;
}

/** Hears what the engine says of one trial, by its events and, for what was said before anybody listened, by asking. */
export class TrialEar {
  /** That it registered, was refused or reached nobody. */
  readonly verdict: Promise<RegistrationReport>;
  readonly firstWord: Promise<FirstWord>;
  private readonly closing = new AbortController();
  private readonly stop: () => void;
  private tellVerdict: (report: RegistrationReport) => void = () => undefined;
  private tellWord: (word: FirstWord) => void = () => undefined;

  constructor(
    gateway: TelephonyGateway,
    private readonly provisioning: TelephonyProvisioning,
    private readonly name: string,
  ) {
    this.verdict = new Promise((resolve) => (this.tellVerdict = resolve));
    this.firstWord = new Promise((resolve) => (this.tellWord = resolve));
    this.stop = gateway.subscribe((event) => {
      if (event.type === 'trunkRegistration') this.hearRegistration(event.report);
      if (event.type === 'trunkReachability') this.hearReachability(event.report);
    });
    void this.poll();
  }

  close(): void {
    this.stop();
    this.closing.abort();
  }

  private hearRegistration(report: RegistrationReport): void {
    if (report.trunkName !== this.name || report.state === 'REGISTERING') return;
    this.tellVerdict(report);
    this.tellWord({ report });
  }

  /** That OPTIONS is not answered says nothing. */
  private hearReachability({ trunkName, state }: { trunkName: string; state: string }): void {
    if (trunkName === this.name && state === 'REACHABLE') this.tellWord({});
  }

  private async poll(): Promise<void> {
    while (!this.closing.signal.aborted) {
      const [registrations, reachabilities] = await Promise.allSettled([
        this.provisioning.registrations(),
        this.provisioning.reachabilities(),
      ]);
      if (reachabilities.status === 'fulfilled') reachabilities.value.forEach((report) => this.hearReachability(report));
      if (registrations.status === 'fulfilled') registrations.value.forEach((report) => this.hearRegistration(report));
      await pause(POLL_MS, undefined, { signal: this.closing.signal, ref: false }).catch(() => undefined);
    }
  }
}
