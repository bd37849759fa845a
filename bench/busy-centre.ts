import type { TestApi } from '../apps/api/test/support/test-api.js';

const AT_ONCE = 10;
/** Asked for, ringing, answered, ended. */
const CHANGES_OF_A_CALL = 4;
const TICK_MS = 20;

const trunk = `mutation { createTrunk(input: { name: "BellUZ", server: "127.0.0.1", authMode: IP, callerId: "998712000000" }) {
  ... on Trunk { id } ... on OperationError { message } } }`;
const rule = `mutation { createDialplanRule(input: { name: "Uzbekistan", pattern: "_998X." }) {
  ... on DialplanRule { id } ... on OperationError { message } } }`;
const originate = `mutation ($input: OriginateCallInput!) { originateCall(input: $input) {
  ... on Call { id } ... on OperationError { message } } }`;

/** A call centre whose far parties are played: so many calls live at any time, and old ones make room for new ones. */
export class BusyCentre {
  /** How many changes of calls there were. */
  changes = 0;
  private readonly legs: string[] = [];
  private readonly steps: (() => void)[] = [];
  private timer: NodeJS.Timeout | undefined;
  private isOver = false;
  private number = 0;

  private constructor(private readonly api: TestApi) {
    api.telephony.onDial = ({ legId }) => {
      this.legs.push(legId);
      this.steps.push(
        () => api.telephony.ring(legId),
        () => api.telephony.answer(legId),
      );
    };
  }

  static async open(api: TestApi, calls: number): Promise<BusyCentre> {
    await api.admin.ask(trunk);
    await api.admin.ask(rule);
    const centre = new BusyCentre(api);
    let left = calls;
    const worker = async () => {
      while (left-- > 0) await centre.call();
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    for (const step of centre.steps.splice(0)) step();
    return centre;
  }

  /** @param perSecond changes */
  begin(perSecond: number): void {
    const startedAt = performance.now();
    let done = 0;
    this.timer = setInterval(() => {
      const due = ((performance.now() - startedAt) / 1000) * perSecond;
      for (; done < due; done += 1) this.change(done);
    }, TICK_MS);
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    this.isOver = true;
    this.api.telephony.onDial = undefined;
    await this.api.admin.close();
  }

  private change(turn: number): void {
    this.changes += 1;
    if (turn % CHANGES_OF_A_CALL === 0) {
      const oldest = this.legs.shift();
      if (oldest) this.api.telephony.end(oldest);
    } else if (turn % CHANGES_OF_A_CALL === 1) void this.call().catch((error: unknown) => this.isOver || console.error(error));
    else this.steps.shift()?.();
  }

  private async call(): Promise<void> {
    const to = `99890${String(1_000_000 + (this.number++ % 9_000_000))}`;
    const input = { to, connect: { announcement: 'sound:hello-world' } };
    const { originateCall } = await this.api.admin.ask<{ originateCall: { message?: string } }>(originate, { input });
    if (originateCall.message) throw new Error(originateCall.message);
  }
}
