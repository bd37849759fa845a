/** An agent and a customer who talk, and others who may come in: each with a tone by which they are told. */
import { until, untilStays } from '@app/common/testing';
import { expect } from 'vitest';
import type { Media } from '../sip/media.js';
import { type Carrier, type IncomingCall, type Step } from '../sip/index.js';
import type { ApiClient } from '../support/graphql-client.js';
import type { AsteriskStack } from './asterisk-stack.js';
import { type ControlledCall, controlledCall, transfer } from './control-operations.js';
import { agentsTone, customersTone, Given, type GivenAgent, type GivenCall, type GivenTrunk } from './given.js';
import { accepted } from './operations.js';

/**
 * Hz: a transfer's target, or a supervisor. No sum or difference of it and the two others is one of the three: where voices are mixed and clipped, such
 * tones are heard too.
 */
export const thirdTone = 950;
const tones = { agent: agentsTone, customer: customersTone, third: thirdTone };
export type Who = keyof typeof tones;

export interface Talk extends GivenCall {
  agent: GivenAgent;
  atAgent: IncomingCall;
}

export class GivenControls {
  readonly given: Given;
  trunk: GivenTrunk;
  /** A provider whose parties have the third tone, and the trunk to it. */
  elsewhere: Carrier;
  private elsewhereTrunk: GivenTrunk;
  private counter = 0;

  private constructor(private readonly stack: AsteriskStack) {
    this.given = new Given(stack);
  }

  static async on(stack: AsteriskStack): Promise<GivenControls> {
    const controls = new GivenControls(stack);
    controls.elsewhere = await controls.given.carrier({ media: { toneHertz: thirdTone } });
    controls.trunk = await controls.given.trunk();
    controls.elsewhereTrunk = await controls.given.trunk({}, controls.elsewhere);
    await controls.addRule();
    return controls;
  }

  /** Numbers that go to the second provider. */
  numberElsewhere(...steps: readonly Step[]): string {
    const number = `99871${String((this.counter += 1)).padStart(7, '0')}`;
    this.elsewhere.on(number, ...steps);
    return number;
  }

  async talk(habit: readonly Step[] = []): Promise<Talk> {
    const agent = await this.given.agentPhone(...habit);
    const call = await this.given.answeredCall(this.trunk, agent);
    const atAgent = lastCall(agent);
    await until(() => expect([heard(call.seen), heard(atAgent)]).toEqual([['agent'], ['customer']]));
    return { ...call, agent, atAgent };
  }

  /** A colleague who has the third tone. */
  colleague(...habit: readonly Step[]): Promise<GivenAgent> {
    return this.given.deskPhone({ habit, toneHertz: thirdTone });
  }

  /** @throws where it is refused */
  async transferred(client: ApiClient, id: string, to: Record<string, string>, attended: boolean): Promise<ControlledCall> {
    return accepted(await transfer(client, id, { to, attended }));
  }

  async untilTransferIs(id: string, state: string): Promise<ControlledCall> {
    return until(async () => {
      const call = await controlledCall(this.stack.admin, id);
      expect(call.transfer?.state, JSON.stringify(call)).toBe(state);
      return call;
    });
  }

  /** Ends what lives, as a failed test leaves it. Then nothing of any call is left in Asterisk. */
  async untilQuiet(): Promise<void> {
    const { activeCalls } = await this.stack.admin.ask<{ activeCalls: { id: string }[] }>('{ activeCalls { id } }');
    for (const { id } of activeCalls) await this.given.hangUp(id);
    await until(async () => expect(await this.stack.asterisk.cli('core show channels count')).toMatch(/^0 active channels/m));
    await until(async () => expect(await this.stack.asterisk.cli('bridge show all')).not.toMatch(/stasis/));
  }

  private async addRule(): Promise<void> {
    const input = { name: 'Toshkent', pattern: '_99871X.', trunkIds: [this.elsewhereTrunk.id] };
    const document = `mutation ($input: CreateDialplanRuleInput!) {
      createDialplanRule(input: $input) { __typename ... on OperationError { errorCode message field } }
    }`;
    const { createDialplanRule } = await this.stack.admin.ask<{ createDialplanRule: object }>(document, { input });
    accepted(createDialplanRule);
  }
}

/** Whom this party hears now. */
export function heard({ media }: { media: Media }): Who[] {
  return (Object.keys(tones) as Who[]).filter((who) => media.hears(tones[who], 0.15));
}

/** Waits until each hears those, and nobody else, and goes on to: where something ends and something begins, it may be so for a moment. */
export async function untilHeard(...pairs: readonly [party: { media: Media }, whom: readonly Who[]][]): Promise<void> {
  const counted = () => pairs.map(([{ media }]) => media.counted).join('; ');
  const before = counted();
  const isHeard = () => {
    const hearing = pairs.map(([party]) => heard(party));
    expect(hearing, `before: ${before}; now: ${counted()}`).toEqual(pairs.map(([, whom]) => whom));
  };
  await untilStays(isHeard, { timeoutMs: 8_000 });
}

/** Something that is nobody's voice. */
export async function untilMusic(party: { media: Media }): Promise<void> {
  await until(() => expect(heard(party)).toEqual([]));
  const { audible } = party.media;
  await until(() => expect(party.media.audible).toBeGreaterThan(audible + 25));
  expect(heard(party)).toEqual([]);
}

export function lastCall(agent: GivenAgent): IncomingCall {
  const call = agent.phone.calls.at(-1);
  if (!call) throw new Error('The phone was not rung');
  return call;
}
