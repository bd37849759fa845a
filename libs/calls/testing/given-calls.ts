import type { Principal } from '@app/auth';
import type { FakeCommandName } from '@app/telephony/testing';
import type { Call } from '../src/call.entity.js';
import type { CallsHarness } from './calls-harness.js';

/** The ids of a call's legs. */
export interface TalkingCall {
  call: Call;
  near: string;
  far: string;
}

/** An agent and a customer who talk to each other. */
export async function answeredCall(harness: CallsHarness, agent: Principal, to?: string): Promise<TalkingCall> {
  const call = await harness.call(agent, to === undefined ? {} : { to });
  const near = await harness.dialled(call.id, 'AGENT');
  harness.gateway.answer(near.legId);
  const far = await harness.dialled(call.id, 'CUSTOMER');
  harness.gateway.answer(far.legId);
  await harness.untilCall(call.id, { state: 'ANSWERED' });
  return { call: await harness.find(call.id), near: near.legId, far: far.legId };
}

/** What the engine was told of these kinds, oldest first: `silenceLeg near all`, with each id by the name that the test gives it. */
export function told(
  harness: CallsHarness,
  kinds: readonly FakeCommandName[],
  names: Readonly<Record<string, string>>,
): string[] {
  return harness.gateway.commands
    .filter(({ command }) => kinds.includes(command))
    .map((entry) => {
      const { command, ...rest } = entry;
      const values =
        'request' in rest ? [rest.request.legId, 'onLegId' in rest.request ? rest.request.onLegId : ''] : Object.values(rest);
      const named = values.filter((value) => value !== '').map((value) => nameOf(String(value), names));
      return [command, ...named].join(' ');
    });
}

const nameOf = (value: string, names: Readonly<Record<string, string>>): string =>
  Object.entries(names).find(([, id]) => id === value)?.[0] ?? value;
