/** The situations that tests begin with: `given.trunk()`, `given.agentPhone()`, `given.answeredCall()`. */
import { randomUUID } from 'node:crypto';
import { until } from '@app/common/testing';
import { expect } from 'vitest';
import { answersAtOnce, Carrier, Phone, refuses, type CarrierOptions, type IncomingCall, type Step } from '../sip/index.js';
import type { ApiClient } from '../support/graphql-client.js';
import type { AsteriskStack } from './asterisk-stack.js';
import { accepted, operations, signIn, type CallView, type Refusal, type TrunkView } from './operations.js';

/** A sound of half a minute that every Asterisk has. */
export const longSound = 'sound:demo-congrats';
/** Likewise of more than a minute, for calls that must not end by themselves before all the others are up. */
export const longestSound = 'sound:demo-instruct';
/** One of less than a second. */
export const shortSound = 'sound:beep';
/** What the carrier and a phone send, Hz: each must arrive at the other. */
export const customersTone = 700;
export const agentsTone = 400;
const password = 'correct horse battery';

export interface GivenTrunk {
  id: string;
  name: string;
  username: string;
  password: string;
}

export interface GivenAgent {
  userId: string;
  extension: string;
  client: ApiClient;
  phone: Phone;
}

export interface GivenCall {
  id: string;
  number: string;
  /** The carrier's end of it. */
  seen: IncomingCall;
}

export interface DeskPhoneWish {
  habit?: readonly Step[];
  role?: 'ADMIN' | 'SUPERVISOR' | 'AGENT';
  /** A multiple of 50; null for a silent one. */
  toneHertz?: number | null;
  /** See MediaOptions. */
  everyMs?: number;
}

export class Given {
  private counter = 0;

  constructor(private readonly stack: AsteriskStack) {}

  /** One that no other test uses. */
  number(): string {
    return `99890${String((this.counter += 1)).padStart(7, '0')}`;
  }

  /** A second provider. */
  async carrier(options: CarrierOptions = {}): Promise<Carrier> {
    return this.stack.track(await Carrier.start(options));
  }

  /** A trunk of the carrier's with an account of its own, REGISTERED unless it shall not be. */
  async trunk(overrides: Record<string, unknown> = {}, carrier: Carrier = this.stack.carrier): Promise<GivenTrunk> {
    const tag = randomUUID().slice(0, 8);
    const account = { username: `login-${tag}`, password: `secret-${tag}` };
    carrier.registrar.setAccount(account);
    const input = { name: `T${tag}`, server: '127.0.0.1', port: carrier.port, ...account, ...overrides };
    const { createTrunk } = await this.stack.admin.ask<{ createTrunk: TrunkView | Refusal }>(operations.createTrunk, { input });
    const { id, name } = accepted(createTrunk);
    const isRegistering = input.password === account.password && overrides['enabled'] !== false && overrides['authMode'] !== 'IP';
    if (isRegistering) await this.untilTrunkIs(id, 'REGISTERED');
    return { id, name, ...account };
  }

  /** @throws where it is refused */
  async updatedTrunk(id: string, input: Record<string, unknown>): Promise<TrunkView> {
    const { updateTrunk } = await this.stack.admin.ask<{ updateTrunk: TrunkView | Refusal }>(operations.updateTrunk, {
      id,
      input,
    });
    return accepted(updateTrunk);
  }

  async untilTrunkIs(id: string, state: string): Promise<TrunkView> {
    return until(async () => {
      const { trunk } = await this.stack.admin.ask<{ trunk: TrunkView }>(operations.trunk, { id });
      expect(trunk.registration.state).toBe(state);
      return trunk;
    });
  }

  /** Whatever failed on it before: somebody says no, so the provider does its part, and nothing counts against it any more. */
  async wellTrunk(trunk: GivenTrunk): Promise<void> {
    const { id } = await this.announcement(trunk, refuses(486));
    expect(await this.untilCallIs(id, 'ENDED')).toMatchObject({ outcome: 'BUSY' });
    await until(async () => {
      const { trunk: now } = await this.stack.admin.ask<{ trunk: TrunkView }>(operations.trunk, { id: trunk.id });
      expect(now.restsUntil).toBeNull();
    });
  }

  async user(role: 'ADMIN' | 'SUPERVISOR' | 'AGENT', extension?: string): Promise<{ id: string; client: ApiClient }> {
    const username = `u${randomUUID().slice(0, 8)}`;
    const input = { username, password, role, ...(extension === undefined ? {} : { extension }) };
    const { createUser } = await this.stack.admin.ask<{ createUser: { id: string } | Refusal }>(operations.createUser, { input });
    const { id } = accepted(createUser);
    return { id, client: this.stack.track(await signIn(this.stack.api.url, username, password)) };
  }

  /** An agent at a desk with a registered phone, which answers at once unless told otherwise. */
  agentPhone(...habit: readonly Step[]): Promise<GivenAgent> {
    return this.deskPhone({ habit });
  }

  /** Likewise of any role, and with a voice that can be told from others. */
  async deskPhone({ habit = [], role = 'AGENT', toneHertz = agentsTone, everyMs }: DeskPhoneWish): Promise<GivenAgent> {
    // The first admin has one that begins with 2.
    const extension = String(300 + (this.counter += 1));
    const { id: userId, client } = await this.user(role, extension);
    const { createDeskPhoneCredentials } = await this.stack.admin.ask<{
      createDeskPhoneCredentials: { server: string; port: number; username: string; password: string } | Refusal;
    }>(operations.createDeskPhone, { userId });
    const desk = accepted(createDeskPhoneCredentials);
    const media = { toneHertz, ...(everyMs !== undefined && { everyMs }) };
    const phone = this.stack.track(
      await Phone.start({ ...desk, server: { address: '127.0.0.1', port: this.stack.sipPort }, media }),
    );
    phone.whenCalled(...(habit.length === 0 ? answersAtOnce : habit));
    await until(() => phone.register());
    await until(async () => {
      const { user } = await this.stack.admin.ask<{ user: { softphoneOnline: boolean } }>(operations.user, { id: userId });
      expect(user.softphoneOnline).toBe(true);
    });
    return { userId, extension, client, phone };
  }

  /** @throws where it is refused */
  async originated(input: Record<string, unknown>, client: ApiClient = this.stack.admin): Promise<CallView> {
    return accepted(await this.originate(input, client));
  }

  async originate(input: Record<string, unknown>, client: ApiClient = this.stack.admin): Promise<CallView | Refusal> {
    const { originateCall } = await client.ask<{ originateCall: CallView | Refusal }>(operations.originateCall, { input });
    return originateCall;
  }

  /** A call through that trunk whose far party is doing what the steps say, and hears an announcement once it has answered. */
  async announcement(trunk: GivenTrunk, steps: readonly Step[], input: Record<string, unknown> = {}): Promise<GivenCall> {
    const number = this.number();
    this.stack.carrier.on(number, ...steps);
    const { id } = await this.originated({
      to: number,
      trunkName: trunk.name,
      connect: { announcement: longSound },
      record: false,
      ...input,
    });
    const seen = await until(() => this.stack.carrier.callTo(number));
    return { id, number, seen };
  }

  /** An agent and a customer who talk to each other. */
  async answeredCall(trunk: GivenTrunk, agent: GivenAgent, steps: readonly Step[] = answersAtOnce): Promise<GivenCall> {
    const number = this.number();
    this.stack.carrier.on(number, ...steps);
    const { id } = await this.originated({
      to: number,
      trunkName: trunk.name,
      connect: { agentId: agent.userId },
      record: false,
    });
    await this.untilCallIs(id, 'ANSWERED');
    return { id, number, seen: this.stack.carrier.callTo(number) };
  }

  async call(id: string): Promise<CallView> {
    const { call } = await this.stack.admin.ask<{ call: CallView | null }>(operations.call, { id });
    if (!call) throw new Error(`There is no call ${id}`);
    return call;
  }

  async untilCallIs(id: string, state: CallView['state'], timeoutMs = 5_000): Promise<CallView> {
    return until(
      async () => {
        const call = await this.call(id);
        expect(call.state, JSON.stringify(call)).toBe(state);
        return call;
      },
      { timeoutMs, everyMs: 20 },
    );
  }

  async hangUp(id: string, client: ApiClient = this.stack.admin): Promise<CallView> {
    const { hangupCall } = await client.ask<{ hangupCall: CallView | Refusal }>(operations.hangupCall, { id });
    return accepted(hangupCall);
  }
}
