import { createHash } from 'node:crypto';
import type { AriApi } from '../ari/ari-api.js';
import { readEndpoints } from '../ari/phone-watch.js';
import { readObject } from '../ari/read-object.js';
import { inParallel } from '../in-parallel.js';
import { isPhoneId, pingAorOf, trunkOfPingAor } from '../pjsip/object-ids.js';
import type { ReachabilityReport } from '../telephony.gateway.js';
import { unless } from '../unless.js';
import type { AmiClient } from './ami-client.js';
import type { AmiMessage } from './ami-message.js';
import { OneReading } from './one-reading.js';

/** So many trunks are asked for at a time. */
const AT_ONCE = 8;
/** A round trip that is off by less than this and by less than half is no news, ms. */
const NOTICEABLE_MS = 10;
const NAME = /^[A-Za-z][\w-]{0,39}$/;

/** What Asterisk's words for a contact mean here; the others (Created, NonQualified …) say that it has not been asked yet. */
const states: Readonly<Record<string, ReachabilityReport['state']>> = { Reachable: 'REACHABLE', Unreachable: 'UNREACHABLE' };

/** One ContactStatus event of a ping aor; undefined for any other. */
export function toReachabilityReport(event: AmiMessage, at: Date): ReachabilityReport | undefined {
  const trunkName = event.get('Event') === 'ContactStatus' ? trunkOfPingAor(event.get('AOR')) : undefined;
  const state = states[event.get('ContactStatus')];
  return trunkName === undefined || !state ? undefined : report(trunkName, state, event.get('RoundtripUsec'), at);
}

/**
 * Whether each qualified trunk's server answers now; those that have not been asked yet are left out. PJSIPShowContacts would list them, but needs a right
 * that can do far more; the function PJSIP_CONTACT tells of one contact.
 * @throws {TelephonyError}
 */
export async function readReachabilities(api: AriApi, ami: AmiClient): Promise<ReachabilityReport[]> {
  const names = (await readEndpoints(api)).map(({ id }) => id).filter((id) => NAME.test(id) && !isPhoneId(id));
  const reports: ReachabilityReport[] = [];
  await inParallel(names, AT_ONCE, async (name) => {
    const found = await readReachability(api, ami, name);
    if (found) reports.push(found);
  });
  return reports;
}

async function readReachability(api: AriApi, ami: AmiClient, trunkName: string): Promise<ReachabilityReport | undefined> {
  const uri = await readPingContact(api, trunkName);
  if (uri === undefined) return undefined;
  // How Asterisk names a contact that stands in its aor (res_pjsip/location.c, permanent_uri_handler).
  const contact = `${pingAorOf(trunkName)}@@${createHash('md5').update(uri).digest('hex')}`;
  const state = states[await readVariable(ami, `PJSIP_CONTACT(${contact},status)`)];
  if (!state) return undefined;
  const roundTrip = state === 'REACHABLE' ? await readVariable(ami, `PJSIP_CONTACT(${contact},rtt)`) : '';
  return report(trunkName, state, roundTrip, new Date());
}

async function readPingContact(api: AriApi, trunkName: string): Promise<string | undefined> {
  return (await readObject(api, 'aor', pingAorOf(trunkName)))?.get('contact') || undefined;
}

/** Empty where Asterisk does not know the function. */
async function readVariable(ami: AmiClient, variable: string): Promise<string> {
  return (await unless([400], ami.action('Getvar', { Variable: variable })))?.response.get('Value') ?? '';
}

function report(trunkName: string, state: ReachabilityReport['state'], microseconds: string, at: Date): ReachabilityReport {
  const isKnown = state === 'REACHABLE' && /^\d{1,12}$/.test(microseconds) && Number(microseconds) > 0;
  return { trunkName, state, at, ...(isKnown && { roundTripMs: Math.round(Number(microseconds) / 10) / 100 }) };
}

function isNews(before: ReachabilityReport | undefined, now: ReachabilityReport): boolean {
  if (before?.state !== now.state) return true;
  const [was, is] = [before.roundTripMs ?? 0, now.roundTripMs ?? 0];
  return Math.abs(is - was) >= Math.max(NOTICEABLE_MS, was / 2);
}

/**
 * Tells whether each qualified trunk's server answers: at each change, which Asterisk says by itself, and when the time that it takes has changed, which
 * Asterisk does not say and is therefore read now and then.
 */
export class ReachabilityWatch {
  #told = new Map<string, ReachabilityReport>();
  readonly #reading: OneReading;
  /** Trunks that Asterisk spoke of while the others were being read: of them the reading knows less. */
  readonly #spokenOf = new Set<string>();

  constructor(
    private readonly readAll: () => Promise<readonly ReachabilityReport[]>,
    private readonly tell: (report: ReachabilityReport) => void,
    onProblem: (error: unknown) => void,
  ) {
    this.#reading = new OneReading(() => this.#read(), onProblem);
  }

  look(event: AmiMessage): void {
    if (event.get('Event') !== 'ContactStatus') return;
    const trunkName = trunkOfPingAor(event.get('AOR'));
    if (trunkName === undefined) return;
    this.#spokenOf.add(trunkName);
    const found = toReachabilityReport(event, new Date());
    if (found) this.#note(found);
    else if (event.get('ContactStatus') === 'Removed') this.#told.delete(trunkName);
  }

  /** Reads how every trunk is and tells what is new; asked for while it is being read, it is read once more. */
  read(): void {
    this.#reading.ask();
  }

  /** Nothing is known any more: the next reading tells every trunk. */
  forget(): void {
    this.#told = new Map();
  }

  async #read(): Promise<void> {
    this.#spokenOf.clear();
    for (const each of await this.readAll()) if (!this.#spokenOf.has(each.trunkName)) this.#note(each);
  }

  #note(now: ReachabilityReport): void {
    if (!isNews(this.#told.get(now.trunkName), now)) return;
    this.#told.set(now.trunkName, now);
    this.tell(now);
  }
}
