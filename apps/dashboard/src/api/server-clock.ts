/**
 * The server's clock, as far as it can be known here. Every answer's Date header, and every live event's own time, narrows the
 * interval in which (server time - local time) must lie; agents' laptops are often minutes off.
 */
export class ServerClock {
  #lower = -Infinity;
  #upper = Infinity;
  readonly #local: () => number;

  constructor(local: () => number = () => Date.now()) {
    this.#local = local;
  }

  /**
   * @param date    value of an HTTP Date header: whole seconds, cut off
   * @param sentAt  local ms when the request left
   */
  observeDateHeader(date: string | null, sentAt: number): void {
    const server = date === null ? NaN : Date.parse(date);
    if (!Number.isNaN(server)) this.#narrow(server - this.#local(), server + 1000 - sentAt);
  }

  /** @param at  ISO time of something that has happened by now, such as a call's answeredAt */
  observePast(at: string | null | undefined): void {
    const server = at ? Date.parse(at) : NaN;
    if (!Number.isNaN(server)) this.#narrow(server - this.#local(), Infinity);
  }

  /** The server's time now, in ms since 1970. */
  now(): number {
    return this.#local() + this.#offset();
  }

  #offset(): number {
    if (this.#lower === -Infinity) return this.#upper === Infinity ? 0 : this.#upper;
    return this.#upper === Infinity ? this.#lower : (this.#lower + this.#upper) / 2;
  }

  #narrow(lower: number, upper: number): void {
    if (lower > this.#upper || upper < this.#lower) {
      // One of the two clocks was set: what was known before is void.
      this.#lower = lower;
      this.#upper = upper;
      return;
    }
    this.#lower = Math.max(this.#lower, lower);
    this.#upper = Math.min(this.#upper, upper);
  }
}

export const serverClock = new ServerClock();

/** fetch that tells the clock what the answer's Date header says. */
export async function observedFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const sentAt = Date.now();
  const response = await fetch(input, init);
  serverClock.observeDateHeader(response.headers.get('date'), sentAt);
  return response;
}
