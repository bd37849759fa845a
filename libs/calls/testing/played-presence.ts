/** What presence is told of calls, for tests of who tells it. */
export class PlayedPresence {
  /** In order. */
  readonly told: { userId: string; callId: string; what: 'began' | 'ended'; at: Date; wrapUpSeconds?: number }[] = [];
  /** What the last reconcile said: everybody who is in a call. */
  reconciled: { userId: string; callId: string }[] = [];

  async callBegan(userId: string, callId: string, at: Date): Promise<void> {
    this.told.push({ userId, callId, what: 'began', at });
  }

  async callEnded(userId: string, callId: string, at: Date, wrapUpSeconds: number): Promise<void> {
    this.told.push({ userId, callId, what: 'ended', at, wrapUpSeconds });
  }

  async reconcileCalls(live: { userId: string; callId: string }[]): Promise<void> {
    this.reconciled = live;
  }

  /** What it was told of one call, in order. */
  of(callId: string): { userId: string; what: 'began' | 'ended' }[] {
    return this.told.flatMap((each) => (each.callId === callId ? [{ userId: each.userId, what: each.what }] : []));
  }
}
