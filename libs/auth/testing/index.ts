import { Clock } from '../src/clock.js';

/** A time of day that stands still until it is moved. It begins now, because JWTs are read by the real one. */
export class TestClock extends Clock {
  private at = Date.now();

  override now(): Date {
    return new Date(this.at);
  }

  pass(milliseconds: number): void {
    this.at += milliseconds;
  }
}
