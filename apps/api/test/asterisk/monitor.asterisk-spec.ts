import { until } from '@app/common/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { answersAtOnce, refuses } from '../sip/index.js';
import { AsteriskStack } from './asterisk-stack.js';
import { control, monitor } from './control-operations.js';
import { expectEnded } from './expect-call.js';
import type { GivenAgent } from './given.js';
import { GivenControls, lastCall, type Talk, untilHeard, untilMusic, thirdTone } from './given-controls.js';
import { accepted } from './operations.js';

let stack: AsteriskStack;
let controls: GivenControls;

beforeAll(async () => {
  stack = await AsteriskStack.start();
  controls = await GivenControls.on(stack);
});
afterAll(() => stack?.stop());
afterEach(() => controls.untilQuiet());

const aSupervisor = () => controls.given.deskPhone({ role: 'SUPERVISOR', toneHertz: thirdTone });

async function listening(mode: string): Promise<Talk & { supervisor: GivenAgent }> {
  const [talk, supervisor] = [await controls.talk(), await aSupervisor()];
  accepted(await monitor(supervisor.client, talk.id, mode));
  await until(() => expect(supervisor.phone.calls).toHaveLength(1));
  expect(lastCall(supervisor).asksAutoAnswer).toBe(true);
  return { ...talk, supervisor };
}

describe('a supervisor', { timeout: 60_000 }, () => {
  it.each([
    ['LISTEN', ['customer'], ['agent']],
    ['WHISPER', ['customer', 'third'], ['agent']],
    ['JOIN', ['customer', 'third'], ['agent', 'third']],
  ] as const)('should hear both, and be heard as %s says', async (mode, atAgents, atCustomers) => {
    const { id, seen, atAgent, supervisor } = await listening(mode);
    await untilHeard([lastCall(supervisor), ['agent', 'customer']], [atAgent, atAgents], [seen, atCustomers]);
    await lastCall(supervisor).hangUp();
    await untilHeard([atAgent, ['customer']], [seen, ['agent']]);
    await until(async () => expect(await stack.asterisk.cli('core show channels count')).toMatch(/^2 active channels/m));
    const line = await stack.query(`select detail from audit_entry where action = 'call.monitored' and subject = $1`, [id]);
    expect(line).toEqual([{ detail: JSON.stringify({ mode }) }]);
    await controls.given.hangUp(id);
  });

  it('should change from one to the other while listening, and be gone with the call', async () => {
    const { id, seen, atAgent, supervisor } = await listening('LISTEN');
    const ofSupervisor = lastCall(supervisor);
    await untilHeard([ofSupervisor, ['agent', 'customer']]);
    await monitor(supervisor.client, id, 'JOIN');
    await untilHeard([atAgent, ['customer', 'third']], [seen, ['agent', 'third']], [ofSupervisor, ['agent', 'customer']]);
    await monitor(supervisor.client, id, 'LISTEN');
    await untilHeard([atAgent, ['customer']], [seen, ['agent']], [ofSupervisor, ['agent', 'customer']]);
    expect(supervisor.phone.calls).toHaveLength(1);
    await seen.hangUp();
    const states = ['DIALING', 'ANSWERED', 'ENDED'] as const;
    await expectEnded(stack, id, seen, { states, outcome: 'COMPLETED', by: 'CUSTOMER', end: 'sent BYE' });
    await until(() => expect(ofSupervisor.endedBy).toBe('them'));
  });

  it('should be refused as an agent, and by a phone that declines leave the call alone', async () => {
    const { id, seen, agent, atAgent } = await controls.talk();
    const { errors } = await agent.client.send(`mutation { monitorCall(id: "${id}", mode: LISTEN) { __typename } }`);
    expect(errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
    const supervisor = await controls.given.deskPhone({ role: 'SUPERVISOR', habit: refuses(603) });
    accepted(await monitor(supervisor.client, id, 'JOIN'));
    await until(() => expect(supervisor.phone.calls).toHaveLength(1));
    await until(async () => expect(await stack.asterisk.cli('core show channels count')).toMatch(/^2 active channels/m));
    await untilHeard([seen, ['agent']], [atAgent, ['customer']]);
    await controls.given.hangUp(id);
  });

  it('should hear the customer’s new party after a transfer, and nobody be left after hold', async () => {
    const { id, seen, agent, supervisor } = await listening('WHISPER');
    await control(agent.client, 'holdCall', id);
    await untilMusic(seen);
    await control(agent.client, 'resumeCall', id);
    await untilHeard([seen, ['agent']]);
    // The colleague speaks with the tone of the agent, who is gone.
    const colleague = await controls.given.deskPhone({ habit: answersAtOnce });
    await controls.transferred(agent.client, id, { agentId: colleague.userId }, false);
    await controls.untilTransferIs(id, 'COMPLETED');
    await untilHeard(
      [lastCall(supervisor), ['agent', 'customer']],
      [lastCall(colleague), ['customer', 'third']],
      [seen, ['agent']],
    );
    await controls.given.hangUp(id);
  });

  it('should go on listening over a restart of the api, and end as always', async () => {
    const { id, seen, atAgent, supervisor } = await listening('WHISPER');
    await untilHeard([lastCall(supervisor), ['agent', 'customer']]);
    await stack.killApi();
    await stack.startApiAgain();
    await untilHeard([lastCall(supervisor), ['agent', 'customer']], [atAgent, ['customer', 'third']], [seen, ['agent']]);
    await lastCall(supervisor).hangUp();
    await untilHeard([atAgent, ['customer']]);
    await until(async () => expect(await stack.asterisk.cli('core show channels count')).toMatch(/^2 active channels/m));
    await controls.given.hangUp(id);
  });
});
