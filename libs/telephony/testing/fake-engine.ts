import {
  TelephonyGateway,
  type ArrivedLeg,
  type LiveLeg,
  type ReachabilityReport,
  type RegistrationReport,
  type TelephonyEvent,
} from '../src/telephony.gateway.js';
import type { FakeLegEnd } from './fake-leg.js';
import { FakeLegs } from './fake-legs.js';

export const NORMAL_CLEARING = 16;

/** What happens in an engine in memory: its connection, its legs, trunks and phones, as a test plays them. The commands are in fake-gateway.ts. */
export abstract class FakeEngine extends TelephonyGateway {
  /** The latest report of each trunk, and the phones that are registered: FakeProvisioning answers with them. */
  readonly registrations = new Map<string, RegistrationReport>();
  readonly reachabilities = new Map<string, ReachabilityReport>();
  readonly phonesOnline = new Set<string>();

  protected readonly legs = new FakeLegs();
  readonly #listeners = new Set<(event: TelephonyEvent) => void>();
  #isConnected = false;
  #epoch = 0;

  get isConnected(): boolean {
    return this.#isConnected;
  }

  get engineVersion(): string | undefined {
    return this.#isConnected ? '22.10.1-fake' : undefined;
  }

  get engineStartedAt(): Date | undefined {
    return this.#isConnected ? new Date('2026-11-23T08:00:00Z') : undefined;
  }

  subscribe(listener: (event: TelephonyEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  connect(): void {
    if (this.#isConnected) return;
    this.#isConnected = true;
    this.#epoch += 1;
    this.tell({ type: 'connected', at: new Date(), engineVersion: '22.10.1-fake', epoch: this.#epoch });
  }

  /** Legs and conversations live on in the engine; what ends meanwhile (see endSilently) is told to nobody. */
  disconnect(): void {
    if (!this.#isConnected) return;
    this.#isConnected = false;
    this.tell({ type: 'disconnected', at: new Date() });
  }

  ring(legId: string, at = new Date()): void {
    if (this.legs.ring(legId)) this.tell({ type: 'ringing', at, legId });
  }

  earlyMedia(legId: string, at = new Date()): void {
    if (this.legs.openEarlyMedia(legId)) this.tell({ type: 'earlyMedia', at, legId });
  }

  answer(legId: string, at = new Date()): void {
    if (this.legs.answer(legId)) this.tell({ type: 'answered', at, legId });
  }

  /** Nothing at all comes back to what was dialled. */
  silent(legId: string, at = new Date()): void {
    if (this.legs.requireLeg(legId, 'silent').state === 'DIALING') this.tell({ type: 'silent', at, legId });
  }

  end(legId: string, { cause = NORMAL_CLEARING, endedBy = 'THEM', ...sip }: FakeLegEnd = {}, at = new Date()): void {
    this.legs.requireLeg(legId, 'end');
    this.legs.remove(legId);
    this.tell({ type: 'ended', at, legId, cause, ...sip, endedBy });
  }

  /** Ends a leg while nobody listens, as happens while the api is away. */
  endSilently(legId: string): void {
    this.legs.remove(legId);
  }

  /** A leg comes to us: from a phone of ours or over a trunk. */
  arrive(leg: ArrivedLeg, at = new Date()): void {
    if (this.legs.has(leg.legId)) throw new Error(`A leg ${leg.legId} lives already`);
    this.legs.add(leg.legId, leg.callId ?? null, null, true);
    this.tell({ type: 'arrived', at, leg });
  }

  /** The party's own phone holds the call, or takes it back. */
  hold(legId: string, isHeld: boolean, at = new Date()): void {
    this.legs.requireLeg(legId, 'hold');
    this.tell({ type: isHeld ? 'held' : 'resumed', at, legId });
  }

  /** A phone of ours wants its call transferred. */
  refer(legId: string, to: string, otherLegId?: string, at = new Date()): void {
    this.legs.requireLeg(legId, 'refer');
    this.tell({ type: 'transferAsked', at, legId, to, ...(otherLegId !== undefined && { otherLegId }) });
  }

  played(playId: string, ok = true, at = new Date()): void {
    this.tell({ type: 'played', at, playId, ok });
  }

  registration(report: RegistrationReport): void {
    this.registrations.set(report.trunkName, report);
    this.tell({ type: 'trunkRegistration', at: report.at, report });
  }

  reachability(report: ReachabilityReport): void {
    this.reachabilities.set(report.trunkName, report);
    this.tell({ type: 'trunkReachability', at: report.at, report });
  }

  phone(phoneId: string, isOnline: boolean, at = new Date()): void {
    if (isOnline) this.phonesOnline.add(phoneId);
    else this.phonesOnline.delete(phoneId);
    this.tell({ type: 'phoneReachability', at, phoneId, isOnline });
  }

  leg(legId: string): LiveLeg | undefined {
    return this.legs.get(legId);
  }

  /** A listener that throws does not disturb the others; a lost stream tells nothing. */
  protected tell(event: TelephonyEvent): void {
    if (!this.#isConnected && event.type !== 'disconnected') return;
    for (const listener of [...this.#listeners]) {
      try {
        listener(event);
      } catch (error) {
        console.error('A telephony listener threw', error);
      }
    }
  }
}
