/** Calls from an agent's phone to a customer, made by the product and by the bare script, for the same phones over the same trunk. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { GivenAgent } from '../apps/api/test/asterisk/given.js';
import { inParallel } from '../apps/api/test/asterisk/in-parallel.js';
import { accepted, type Refusal } from '../apps/api/test/asterisk/operations.js';
import { answersAndHangsUpAfter, type Carrier } from '../apps/api/test/sip/index.js';
import type { BenchStack } from './bench-stack.js';

export const originateCall = `mutation ($input: OriginateCallInput!) {
  originateCall(input: $input) { ... on Call { id } ... on OperationError { errorCode message field } }
}`;
const PATIENCE_MS = 60_000;

/** Those who talk to each other. */
export interface Peers {
  carrier: Carrier;
  trunkName: string;
  agents: readonly GivenAgent[];
  talkMs: number;
}

/** Makes one call; resolves when it is over. */
export type Maker = (peers: Peers, agent: GivenAgent, number: string) => Promise<unknown>;

/** Agents and a customers' carrier who send a tone, or are silent. @param everyMs a packet of the tone comes so seldom */
export async function givenPeers(
  { given }: BenchStack,
  count: number,
  talkMs: number,
  isLoud: boolean,
  everyMs?: number,
): Promise<Peers> {
  const isSilent = !isLoud && everyMs === undefined;
  const media = (toneHertz: number) => ({ toneHertz: isSilent ? null : toneHertz, ...(everyMs !== undefined && { everyMs }) });
  const carrier = await given.carrier({ media: media(700) });
  const { name: trunkName } = await given.trunk({}, carrier);
  const agents = await inParallel(count, 4, () => given.deskPhone(media(400)));
  return { carrier, trunkName, agents, talkMs };
}

/** A customer who rings, answers, talks and hangs up. */
export function givenCustomer({ given }: BenchStack, { carrier, talkMs }: Peers): string {
  const number = given.number();
  carrier.on(number, ...answersAndHangsUpAfter(talkMs));
  return number;
}

/** Over the public API, and over when a subscriber is told so. */
export function productMaker(bench: BenchStack): Maker {
  const make = connectedMaker(bench);
  return (peers, { userId: agentId }, number) => make(peers, { agentId }, number);
}

/** Likewise with whatever the customer is connected to. @returns the call's id */
export function connectedMaker({ stack }: BenchStack) {
  return async ({ trunkName }: Peers, connect: { agentId?: string; announcement?: string }, to: string): Promise<string> => {
    const input = { to, trunkName, connect, record: false };
    const answer = await stack.admin.ask<{ originateCall: { id: string } | Refusal }>(originateCall, { input });
    const { id } = accepted(answer.originateCall);
    await stack.changes.when(id, ({ state }) => state === 'ENDED', PATIENCE_MS);
    return id;
  };
}

export class BareScript {
  private readonly waiting = new Map<number, () => void>();
  private turn = 0;

  private constructor(readonly child: ChildProcess) {
    child.on('message', ({ ended }: { ended: number }) => {
      this.waiting.get(ended)?.();
      this.waiting.delete(ended);
    });
  }

  static async start({ stack }: BenchStack): Promise<BareScript> {
    const { ASTERISK_ARI_URL: ARI_URL, ASTERISK_ARI_PASSWORD: ARI_PASSWORD } = stack.api.options.env;
    const env = { ARI_URL, ARI_PASSWORD, ARI_USERNAME: 'backend', PATH: process.env['PATH'] };
    const child = fork(fileURLToPath(new URL('bare-script.mjs', import.meta.url)), { env });
    await once(child, 'message');
    return new BareScript(child);
  }

  readonly make: Maker = ({ trunkName }, { phone }, number) => {
    this.turn += 1;
    const n = this.turn;
    return new Promise<void>((resolve) => {
      this.waiting.set(n, resolve);
      this.child.send({ agent: `PJSIP/${phone.agent.name}`, customer: `PJSIP/${number}@${trunkName}`, n });
    });
  };

  stop(): void {
    this.child.disconnect();
  }
}
