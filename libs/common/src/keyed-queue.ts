/** Runs the tasks of one key one at a time, in order; different keys never wait for each other. Empty keys are forgotten. */
export class KeyedQueue {
  private readonly tails = new Map<string, Promise<unknown>>();

  get size(): number {
    return this.tails.size;
  }

  /** Whether a task of this key is waiting or running. */
  has(key: string): boolean {
    return this.tails.has(key);
  }

  /** Resolves or rejects as the task does; a failed task does not stop those after it. */
  run<T>(key: string, task: () => Promise<T>): Promise<T> {
    const result = (this.tails.get(key) ?? Promise.resolve()).then(task);
    const tail = result.then(
      () => undefined,
      () => undefined,
    );
    this.tails.set(key, tail);
    void tail.then(() => {
      if (this.tails.get(key) === tail) this.tails.delete(key);
    });
    return result;
  }
}
