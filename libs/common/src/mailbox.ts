/** A subscriber that does not keep up is ended, not buffered without end. */
export class SlowSubscriberError extends Error {
  readonly code = 'SLOW_SUBSCRIBER';

  constructor() {
    super(
      'This subscription fell too far behind and was ended. Subscribe again, with the last sequence or cursor that you have.',
    );
    this.name = 'SlowSubscriberError';
  }
}

/** What waits for one subscriber, in order. Bounded: who leaves too much waiting is ended with SlowSubscriberError. */
export class Mailbox<T> implements AsyncIterableIterator<T> {
  private waiting: T[] = [];
  private wake: (() => void) | undefined;
  private isSlow = false;
  private isDone = false;

  /**
   * @param limit how much it holds
   * @param onEnd called once, when the subscriber leaves or is ended
   */
  constructor(
    private readonly limit: number,
    private readonly onEnd: () => void,
  ) {}

  get isOpen(): boolean {
    return !this.isDone && !this.isSlow;
  }

  /** Nothing is kept of what comes after an end. */
  push(value: T): void {
    if (!this.isOpen) return;
    if (this.waiting.length < this.limit) this.waiting.push(value);
    else {
      // Told at the next next(); what waits is of no use any more, as there is a gap after it.
      this.isSlow = true;
      this.waiting = [];
      this.onEnd();
    }
    this.wake?.();
  }

  async next(): Promise<IteratorResult<T>> {
    while (!this.isDone) {
      if (this.isSlow) {
        this.isDone = true;
        throw new SlowSubscriberError();
      }
      const value = this.waiting.shift();
      if (value !== undefined) return { done: false, value };
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
    return { done: true, value: undefined };
  }

  return(): Promise<IteratorResult<T>> {
    if (this.isOpen) this.onEnd();
    this.isDone = true;
    this.waiting = [];
    this.wake?.();
    return Promise.resolve({ done: true, value: undefined });
  }

  throw(error: unknown): Promise<IteratorResult<T>> {
    void this.return();
    return Promise.reject(error instanceof Error ? error : new Error(String(error)));
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
