import { type LiveLeg, TelephonyError } from '../src/telephony.gateway.js';
import { type FakeLeg, toLiveLeg } from './fake-leg.js';

/** The legs and conversations of an engine in memory: how far each leg is, and where it hears others. What is not there is refused as the port says. */
export class FakeLegs {
  readonly #legs = new Map<string, FakeLeg>();
  readonly #conversations = new Set<string>();

  get live(): LiveLeg[] {
    return [...this.#legs.values()].map(toLiveLeg);
  }

  get conversations(): string[] {
    return [...this.#conversations];
  }

  has(legId: string): boolean {
    return this.#legs.has(legId);
  }

  get(legId: string): FakeLeg | undefined {
    return this.#legs.get(legId);
  }

  /** @throws {TelephonyError} 404 */
  requireLeg(legId: string, operation: string): FakeLeg {
    const leg = this.#legs.get(legId);
    if (!leg) throw new TelephonyError(`There is no leg ${legId}`, 404, operation);
    return leg;
  }

  /** @throws {TelephonyError} 404; 409 for a leg that was dialled */
  requireArrivedLeg(legId: string, operation: string): FakeLeg {
    const leg = this.requireLeg(legId, operation);
    if (!leg.hasArrived) throw new TelephonyError(`The leg ${legId} did not arrive, it was dialled`, 409, operation);
    return leg;
  }

  add(legId: string, callId: string | null, conversationId: string | null, hasArrived: boolean): void {
    this.#legs.set(legId, {
      legId,
      callId,
      state: 'DIALING',
      conversationId,
      createdAt: new Date(),
      hasArrived,
      hasEarlyMedia: false,
    });
  }

  remove(legId: string): void {
    this.#legs.delete(legId);
  }

  /** @returns whether that is news @throws {TelephonyError} 404 */
  ring(legId: string): boolean {
    const leg = this.requireLeg(legId, 'ring');
    if (leg.state !== 'DIALING') return false;
    leg.state = 'RINGING';
    return true;
  }

  /** @returns whether that is news @throws {TelephonyError} 404 */
  openEarlyMedia(legId: string): boolean {
    const leg = this.requireLeg(legId, 'earlyMedia');
    if (leg.hasEarlyMedia || leg.state === 'ANSWERED') return false;
    leg.hasEarlyMedia = true;
    return true;
  }

  /** @returns whether that is news @throws {TelephonyError} 404 */
  answer(legId: string): boolean {
    const leg = this.requireLeg(legId, 'answer');
    if (leg.state === 'ANSWERED') return false;
    leg.state = 'ANSWERED';
    return true;
  }

  createConversation(conversationId: string): void {
    this.#conversations.add(conversationId);
  }

  /** @throws {TelephonyError} 404 */
  requireConversation(conversationId: string, operation: string): void {
    if (!this.#conversations.has(conversationId))
      throw new TelephonyError(`There is no conversation ${conversationId}`, 404, operation);
  }

  /** @throws {TelephonyError} 404 */
  join(conversationId: string, legId: string): void {
    this.requireConversation(conversationId, 'joinConversation');
    this.requireLeg(legId, 'joinConversation').conversationId = conversationId;
  }

  leave(conversationId: string, legId: string): void {
    const leg = this.#legs.get(legId);
    if (leg?.conversationId === conversationId) leg.conversationId = null;
  }

  /** Its legs stay. */
  endConversation(conversationId: string): void {
    this.#conversations.delete(conversationId);
    for (const leg of this.#legs.values()) if (leg.conversationId === conversationId) leg.conversationId = null;
  }
}
