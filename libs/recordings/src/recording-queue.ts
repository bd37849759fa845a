import { Injectable } from '@nestjs/common';
import { KeyedQueue } from '@app/common';

/** Files that are fetched at once: each takes a connection, and the disk. */
const CLOSED_AT_ONCE = 4;

/** One thing at a time for the recordings of a call, and not too many files at once. */
@Injectable()
export class RecordingQueue {
  private readonly queue = new KeyedQueue();
  private readonly running = new Set<Promise<unknown>>();
  private turn = 0;

  get size(): number {
    return this.running.size;
  }

  run<T>(callId: string, task: () => Promise<T>): Promise<T> {
    const done = this.queue.run(callId, task);
    this.running.add(done);
    const forget = () => void this.running.delete(done);
    done.then(forget, forget);
    return done;
  }

  /** Within run(): waits for its turn among all that are being closed. */
  closing<T>(task: () => Promise<T>): Promise<T> {
    this.turn = (this.turn + 1) % CLOSED_AT_ONCE;
    return this.queue.run(`closing ${this.turn}`, task);
  }

  /** Until nothing is being done. */
  async idle(): Promise<void> {
    while (this.running.size > 0) await Promise.allSettled([...this.running]);
  }
}
