/** Calls of every kind, each with what must come of it: for tests that make many. */
import { expect } from 'vitest';
import {
  answersAndHangsUpAfter,
  answersAtOnce,
  type Carrier,
  refuses,
  ringsForEver,
  ringsThenAnswers,
  ringsThenRefuses,
  type Step,
} from '../sip/index.js';
import type { AsteriskStack } from './asterisk-stack.js';
import { control, transfer } from './control-operations.js';
import type { Expected } from './expect-call.js';
import { type Given, type GivenAgent, type GivenTrunk, longSound, shortSound } from './given.js';
import { accepted, type CallView } from './operations.js';

export interface MadeCall {
  id: string;
  number: string;
}

export interface Kind extends Expected {
  name: string;
  /** What the other side saw at the end. */
  end: string;
  /** Begins it, and does with it what is to be done; it may live on. */
  make: () => Promise<MadeCall>;
}

const completed = { outcome: 'COMPLETED', cause: 16, sipCode: null };
const talked = { states: ['DIALING', 'ANSWERED', 'ENDED'] as const, ...completed };
const rang = { states: ['DIALING', 'RINGING', 'ENDED'] as const };
const rangAndTalked = { states: ['DIALING', 'RINGING', 'ANSWERED', 'ENDED'] as const, ...completed };
const refused = { states: ['DIALING', 'ENDED'] as const };

export class GivenMixedCalls {
  private turn = 0;

  /** @param agents who are rung in turn, at least two */
  constructor(
    private readonly stack: AsteriskStack,
    private readonly given: Given,
    private readonly carrier: Carrier,
    private readonly trunk: GivenTrunk,
    private readonly agents: readonly GivenAgent[],
  ) {}

  kinds(): Kind[] {
    const make = (...steps: readonly Step[]) => this.announced(steps);
    return [
      {
        name: 'answered, its customer hangs up',
        ...rangAndTalked,
        by: 'CUSTOMER',
        end: 'sent BYE',
        make: () => make(...answersAndHangsUpAfter(300)),
      },
      {
        name: 'answered, its announcement is over',
        ...rangAndTalked,
        by: 'SYSTEM',
        end: 'received BYE',
        make: () => this.announced(ringsThenAnswers(50), shortSound),
      },
      {
        name: 'answered, ended by us',
        ...talked,
        by: 'AGENT',
        end: 'received BYE',
        make: () => this.ended(answersAtOnce, 'ANSWERED'),
      },
      {
        name: 'busy',
        ...refused,
        outcome: 'BUSY',
        by: 'CUSTOMER',
        cause: 17,
        sipCode: 486,
        end: 'sent 486',
        make: () => make(...refuses(486)),
      },
      {
        name: 'declined',
        ...rang,
        outcome: 'REJECTED',
        by: 'CUSTOMER',
        cause: 21,
        sipCode: 603,
        end: 'sent 603',
        make: () => make(...ringsThenRefuses(100, 603)),
      },
      {
        name: 'no such number',
        ...refused,
        outcome: 'INVALID_NUMBER',
        by: 'SYSTEM',
        cause: 1,
        sipCode: 404,
        end: 'sent 404',
        make: () => make(...refuses(404)),
      },
      {
        name: 'not answered',
        ...rang,
        outcome: 'NO_ANSWER',
        by: 'SYSTEM',
        end: 'received CANCEL',
        make: () => this.announced(ringsForEver, longSound, { ringTimeoutSeconds: 5 }),
      },
      {
        name: 'canceled',
        ...rang,
        outcome: 'CANCELED',
        by: 'AGENT',
        end: 'received CANCEL',
        make: () => this.ended(ringsForEver, 'RINGING'),
      },
      { name: 'held and taken back', ...talked, by: 'AGENT', end: 'received BYE', make: () => this.held() },
      { name: 'given to a colleague', ...talked, by: 'CUSTOMER', end: 'sent BYE', make: () => this.transferred() },
    ];
  }

  /** A customer who does that, and hears an announcement once there is an answer. */
  private announced(steps: readonly Step[], announcement = longSound, more: object = {}): Promise<MadeCall> {
    return this.dialled(steps, { connect: { announcement }, ...more });
  }

  private async ended(steps: readonly Step[], state: CallView['state']): Promise<MadeCall> {
    const call = await this.announced(steps);
    await this.stack.changes.when(call.id, (change) => change.state === state);
    await this.given.hangUp(call.id);
    return call;
  }

  private async held(): Promise<MadeCall> {
    const call = await this.talk();
    expect(await control(this.stack.admin, 'holdCall', call.id)).toMatchObject({ onHold: true });
    expect(await control(this.stack.admin, 'resumeCall', call.id)).toMatchObject({ onHold: false });
    await this.given.hangUp(call.id);
    return call;
  }

  private async transferred(): Promise<MadeCall> {
    // Both in turn and at once: they are two, whatever else is begun meanwhile.
    const [agent, target] = [this.nextAgent(), this.nextAgent()];
    const { id, number } = await this.talk(agent);
    accepted(await transfer(this.stack.admin, id, { to: { agentId: target.userId }, attended: false }));
    await this.stack.changes.when(id, ({ agent }) => agent?.id === target.userId);
    await this.carrier.callTo(number).hangUp();
    return { id, number };
  }

  /** An agent and a customer, once there is an answer. */
  private async talk(agent = this.nextAgent()): Promise<MadeCall> {
    const call = await this.dialled(answersAtOnce, { connect: { agentId: agent.userId } });
    await this.stack.changes.when(call.id, ({ state }) => state === 'ANSWERED');
    return call;
  }

  private async dialled(steps: readonly Step[], more: object): Promise<MadeCall> {
    const number = this.given.number();
    this.carrier.on(number, ...steps);
    const { id } = await this.given.originated({ to: number, trunkName: this.trunk.name, record: false, ...more });
    return { id, number };
  }

  private nextAgent(): GivenAgent {
    const agent = this.agents[this.turn % this.agents.length];
    this.turn += 1;
    if (!agent) throw new Error('There are no agents.');
    return agent;
  }
}
