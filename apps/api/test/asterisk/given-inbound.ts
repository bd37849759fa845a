/** Groups and routes over the API, and calls that the scripted provider sends us. */
import { until } from '@app/common/testing';
import { expect } from 'vitest';
import type { OutgoingCall } from '../sip/index.js';
import type { AsteriskStack } from './asterisk-stack.js';
import type { Given, GivenAgent, GivenTrunk } from './given.js';
import { accepted, type CallView, type Refusal } from './operations.js';

export interface LegView {
  id: string;
  role: string;
  user: { id: string } | null;
  number: string | null;
  trunkName: string | null;
  state: CallView['state'];
  ringingAt: string | null;
  answeredAt: string | null;
  endedAt: string | null;
  cause: number | null;
  sipCode: number | null;
}

/** How a provider addresses a call. */
export interface CalledAs {
  /** The user part of the request; default: our login, as most do. */
  request?: string;
  /** The user part of To; default: the login. */
  to?: string;
  calledParty?: string;
  from?: string;
  headers?: { name: string; value: string }[];
}

const REFUSED = '... on OperationError { errorCode message field }';

export class GivenInbound {
  private counter = 0;

  constructor(
    private readonly stack: AsteriskStack,
    private readonly given: Given,
  ) {}

  /** A number of ours that no other test uses. */
  did(): string {
    return `99871${String((this.counter += 1)).padStart(7, '2')}`;
  }

  async group(agents: readonly GivenAgent[], more: Record<string, unknown> = {}): Promise<string> {
    const input = { name: `G${(this.counter += 1)}`, memberIds: agents.map(({ userId }) => userId), ...more };
    const { createGroup } = await this.stack.admin.ask<{ createGroup: { id: string } | Refusal }>(
      `mutation ($input: CreateGroupInput!) { createGroup(input: $input) { ... on Group { id } ${REFUSED} } }`,
      { input },
    );
    return accepted(createGroup).id;
  }

  /** @returns the number that leads there */
  async route(to: { groupId?: string; agentId?: string }, more: Record<string, unknown> = {}): Promise<string> {
    const number = this.did();
    const { createInboundRoute } = await this.stack.admin.ask<{ createInboundRoute: { id: string } | Refusal }>(
      `mutation ($input: CreateInboundRouteInput!) { createInboundRoute(input: $input) { ... on InboundRoute { id } ${REFUSED} } }`,
      { input: { number, ...to, ...more } },
    );
    accepted(createInboundRoute);
    return number;
  }

  /** The provider calls where that trunk has registered. */
  callIn(trunk: GivenTrunk, { request, to, calledParty, from = '998901234567', headers = [] }: CalledAs): OutgoingCall {
    const { carrier } = this.stack;
    const binding = carrier.registrar.bindingOf(trunk.username);
    if (!binding) throw new Error(`${trunk.username} is not registered`);
    const place = `127.0.0.1:${carrier.port}`;
    return carrier.agent.invite({
      uri: request === undefined ? binding.contact : binding.contact.replace(/^sip:[^@]*@/, `sip:${request}@`),
      target: binding.source,
      from: from.startsWith('<') ? from : `<sip:${from}@${place}>`,
      to: `<sip:${to ?? trunk.username}@${place}>`,
      headers: [
        ...headers,
        ...(calledParty ? [{ name: 'P-Called-Party-ID', value: `<sip:${calledParty}@ims;user=phone>` }] : []),
      ],
    });
  }

  /** The call to that number as the books have it, once they do. */
  async untilCallTo(number: string, state?: CallView['state'], timeoutMs = 5_000): Promise<CallView> {
    return until(
      async () => {
        const found = await this.stack.query('select id from calls where "to" = $1 order by "createdAt" desc limit 1', [number]);
        const [row] = found as { id: string }[];
        if (!row) throw new Error(`No call to ${number}`);
        const call = await this.given.call(row.id);
        if (state) expect(call.state, JSON.stringify(call)).toBe(state);
        return call;
      },
      { timeoutMs, everyMs: 50 },
    );
  }

  async legs(callId: string): Promise<LegView[]> {
    const query = `query ($id: ID!) { call(id: $id) { legs {
      id role number trunkName state ringingAt answeredAt endedAt cause sipCode user { id } } } }`;
    const { call } = await this.stack.admin.ask<{ call: { legs: LegView[] } }>(query, { id: callId });
    return call.legs;
  }

  async presenceOf(agent: GivenAgent): Promise<string> {
    const query = 'query ($id: ID!) { user(id: $id) { presence } }';
    return (await this.stack.admin.ask<{ user: { presence: string } }>(query, { id: agent.userId })).user.presence;
  }

  untilPresenceIs(agent: GivenAgent, presence: string): Promise<void> {
    return until(async () => expect(await this.presenceOf(agent)).toBe(presence));
  }
}
