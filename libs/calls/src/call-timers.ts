/** Longest that setTimeout can count, about 24 days. */
const LONGEST_MS = 2_147_483_647;

/** One alarm for each call. */
export class CallTimers {
  private readonly timers = new Map<string, NodeJS.Timeout>();

  get size(): number {
    return this.timers.size;
  }

  /** Replaces the call's earlier alarm. */
  set(callId: string, at: Date, ring: () => void): void {
    this.clear(callId);
    const wait = Math.min(Math.max(at.getTime() - Date.now(), 0), LONGEST_MS);
    const timer = setTimeout(() => {
      this.timers.delete(callId);
      ring();
    }, wait);
    timer.unref();
    this.timers.set(callId, timer);
  }

  clear(callId: string): void {
    clearTimeout(this.timers.get(callId));
    this.timers.delete(callId);
  }

  clearAll(): void {
    for (const callId of [...this.timers.keys()]) this.clear(callId);
  }
}
