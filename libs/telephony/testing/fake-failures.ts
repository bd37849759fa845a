import { TelephonyError } from '../src/telephony.gateway.js';

/** What a fake shall refuse, as a test asked: each once, in the order in which it was asked for. */
export class FakeFailures<Name extends string> {
  readonly #next: { name: Name; status: number }[] = [];

  add(name: Name, status: number): void {
    this.#next.push({ name, status });
  }

  /** @returns what this command is refused with; undefined where it shall work */
  take(name: Name): TelephonyError | undefined {
    const index = this.#next.findIndex((failure) => failure.name === name);
    const [failure] = index < 0 ? [] : this.#next.splice(index, 1);
    return failure && new TelephonyError(`${name} failed, as the test asked`, failure.status, name);
  }
}
