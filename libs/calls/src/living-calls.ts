import { type CallInProgress, isAlive } from './call-in-progress.js';

/** The calls that live, as their last change left them: so that an event costs no read. By their id, and by the legs that live. */
export class LivingCalls {
  private readonly calls = new Map<string, CallInProgress>();
  private readonly callOfLeg = new Map<string, string>();

  /** @param legIsGone told of each leg that has ended, or whose call is forgotten */
  constructor(private readonly legIsGone: (legId: string) => void) {}

  get sizes(): { calls: number; legs: number } {
    return { calls: this.calls.size, legs: this.callOfLeg.size };
  }

  get(callId: string): CallInProgress | undefined {
    return this.calls.get(callId);
  }

  has(callId: string): boolean {
    return this.calls.has(callId);
  }

  ids(): string[] {
    return [...this.calls.keys()];
  }

  all(): CallInProgress[] {
    return [...this.calls.values()];
  }

  callIdOf(legId: string): string | undefined {
    return this.callOfLeg.get(legId);
  }

  /** @returns the call as it was before; undefined where it is new */
  keep(progress: CallInProgress): CallInProgress | undefined {
    const { call, legs } = progress;
    const before = this.calls.get(call.id);
    this.calls.set(call.id, progress);
    for (const leg of legs) {
      if (isAlive(leg)) this.callOfLeg.set(leg.id, call.id);
      else this.letGo(leg.id);
    }
    return before;
  }

  forget(callId: string): void {
    for (const leg of this.calls.get(callId)?.legs ?? []) this.letGo(leg.id);
    this.calls.delete(callId);
  }

  private letGo(legId: string): void {
    this.callOfLeg.delete(legId);
    this.legIsGone(legId);
  }
}
