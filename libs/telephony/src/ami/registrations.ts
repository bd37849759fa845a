import { setTimeout as pause } from 'node:timers/promises';
import type { RegistrationReport } from '../telephony.gateway.js';
import type { AmiClient } from './ami-client.js';
import type { AmiMessage } from './ami-message.js';
import { OneReading } from './one-reading.js';

/**
 * What Asterisk says of an outbound registration. A refusal and silence are both "Rejected" here; the SIP messages themselves (HEP) tell them
 * apart. Source: res_pjsip_outbound_registration.c, sip_outbound_registration_status_str.
 */
const states: Readonly<Record<string, RegistrationReport['state']>> = {
  Registered: 'REGISTERED',
  Rejected: 'REJECTED',
  Stopped: 'REJECTED',
  Unregistered: 'REGISTERING',
  Stopping: 'REGISTERING',
};

/** One OutboundRegistrationDetail, or undefined for the other events of that list. Its NextReg is always 0 (22.10.1), so there is no expiry. */
export function toRegistrationReport(event: AmiMessage, at: Date): RegistrationReport | undefined {
  if (event.get('Event') !== 'OutboundRegistrationDetail') return undefined;
  return { trunkName: event.get('ObjectName'), state: states[event.get('Status')] ?? 'REGISTERING', at };
}

/** Says more of a registration than Asterisk does (hep/explain-registration.ts). */
export type Explain = (report: RegistrationReport, clientUri: string) => RegistrationReport;

/** The SIP messages are copied beside AMI, and may come a moment after it. */
const COPY_DELAY_MS = 100;

/** How each registration is doing now. @throws {TelephonyError} */
export async function readRegistrations(ami: AmiClient, explain: Explain = (report) => report): Promise<RegistrationReport[]> {
  const events = await ami.list('PJSIPShowRegistrationsOutbound');
  const at = new Date();
  if (events.some((event) => event.get('Status') === 'Rejected')) await pause(COPY_DELAY_MS);
  return events.flatMap((event) => {
    const report = toRegistrationReport(event, at);
    return report ? explain(report, event.get('ClientUri')) : [];
  });
}

/** Whether there is something new to tell. */
function isSame(one: RegistrationReport | undefined, other: RegistrationReport): boolean {
  return (
    one?.state === other.state &&
    one.sipCode === other.sipCode &&
    one.reason === other.reason &&
    one.isReasonKnown === other.isReasonKnown &&
    one.expiresAt?.getTime() === other.expiresAt?.getTime()
  );
}

/**
 * Tells each change of each trunk's registration. Asterisk's Registry event names only the addresses, which two accounts at one provider may
 * share, so it is the sign to read the list, which names the objects.
 */
export class RegistrationWatch {
  #told = new Map<string, RegistrationReport>();
  readonly #reading: OneReading;

  constructor(
    private readonly ami: AmiClient,
    private readonly tell: (report: RegistrationReport) => void,
    onProblem: (error: unknown) => void,
    private readonly explain?: Explain,
  ) {
    this.#reading = new OneReading(() => this.#read(), onProblem);
  }

  look(event: AmiMessage): void {
    if (event.get('Event') === 'Registry') this.read();
  }

  /** Reads the list and tells what is new; asked for while it is being read, it is read once more. */
  read(): void {
    this.#reading.ask();
  }

  /** Nothing is known any more: the next reading tells every trunk. */
  forget(): void {
    this.#told = new Map();
  }

  async #read(): Promise<void> {
    const before = this.#told;
    const reports = await readRegistrations(this.ami, this.explain);
    if (before !== this.#told) return this.#read();
    this.#told = new Map(reports.map((report) => [report.trunkName, report]));
    for (const report of reports) {
      if (!isSame(before.get(report.trunkName), report)) this.tell(report);
    }
  }
}
