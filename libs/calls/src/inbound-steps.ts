/**
 * The decisions of a call that came in, until it is answered. Pure, like next-steps.ts, which leads here.
 *
 *     begun: claim ── ringNext ──> phones ring (the caller hears ringing) ── one answers: answer the caller, join both, the others stop
 *                       ^                │ all have declined, the step is over, somebody became free
 *                       └────────────────┘
 *                       ├──> nobody left: announcement (not answered) ── played: hang up
 *                       └──> nobody left: hang up
 */
import type { AgentPhone } from '@app/agents';
import type { CallLeg } from './call-leg.entity.js';
import type { RingChoice } from './call-distribution.js';
import { type CallInProgress, type Changes, farLeg, isAlive } from './call-in-progress.js';
import { CallState, nextState } from './call-state.js';
import { ANSWERED_ELSEWHERE, hangUp, hangUpFar, NO_ANSWER, NOBODY_THERE, nothing, together } from './hang-up.js';
import { agentLeg } from './new-call.js';
import type { Decision, LegHappening, Step } from './happenings.js';

/** The phones that ring for this call now. */
export function ringingLegs({ call, legs }: CallInProgress): readonly Readonly<CallLeg>[] {
  if (call.flow !== 'INBOUND' || call.state === CallState.ANSWERED || call.state === CallState.ENDED) return [];
  return legs.filter((leg) => isRinger(leg) && isAlive(leg) && !leg.hungUpAt);
}

const isRinger = ({ role, part, answeredAt }: CallLeg): boolean => role === 'AGENT' && part === 'MAIN' && answeredAt === null;

/** Whether its caller still waits for somebody. */
export function isWaiting(progress: CallInProgress): boolean {
  const far = farLeg(progress);
  const isOpen = progress.call.state === CallState.DIALING || progress.call.state === CallState.RINGING;
  return progress.call.flow === 'INBOUND' && isOpen && far !== undefined && isAlive(far) && !far.hungUpAt;
}

export function beginInbound(progress: CallInProgress): Decision {
  const far = farLeg(progress);
  if (!far) return nothing;
  return { steps: [{ do: 'claim', legId: far.id }, { do: 'ringNext' }] };
}

/** The people to be rung are chosen. @param at when the new legs are dialled */
export function ringChosen(progress: CallInProgress, choice: RingChoice, at: Date): Decision {
  const far = farLeg(progress);
  if (!far || !isWaiting(progress)) return nothing;
  switch (choice.do) {
    case 'nothing':
      return nothing;
    case 'ring': {
      const newLegs = choice.phones.map((phone) => ringLeg(progress, phone, at));
      const dials = newLegs.map(({ id }): Step => ({ do: 'dial', legId: id }));
      const steps: Step[] = [{ do: 'ring', legId: far.id }, { do: 'createConversation' }, { do: 'atOnce', steps: dials }];
      return { call: { distribution: choice.distribution }, newLegs, steps };
    }
    case 'wait':
      return { call: { distribution: choice.distribution }, steps: [{ do: 'ring', legId: far.id }] };
    case 'announce':
      return {
        call: { distribution: choice.distribution },
        steps: [
          { do: 'createConversation' },
          { do: 'openEarlyMedia', legId: far.id },
          { do: 'join', legId: far.id },
          { do: 'play' },
        ],
      };
    case 'giveUp':
      return nobodyAnswered(progress, at);
  }
}

function ringLeg({ call }: CallInProgress, phone: AgentPhone, at: Date): CallLeg {
  return agentLeg(call.id, { ...phone, autoAnswers: false }, at, call.from);
}

export function nobodyAnswered(progress: CallInProgress, at: Date): Decision {
  return hangUpFar(progress, at, 'NOBODY_ANSWERED', NOBODY_THERE);
}

/** The present step's time is over: whoever has not answered is left alone. */
export function ringStepOver(progress: CallInProgress, at: Date): Decision {
  if (!isWaiting(progress)) return nothing;
  const stopped = ringingLegs(progress).map((leg) => hangUp(leg, at, 'RING_TIMEOUT', NO_ANSWER));
  return together(...stopped, { steps: [{ do: 'ringNext' }] });
}

/** What happened to a phone that was rung; undefined where it is not for this file to decide. */
export function ringerSteps(progress: CallInProgress, leg: CallLeg, happening: LegHappening): Decision | undefined {
  if (progress.call.flow !== 'INBOUND' || !isRinger(leg) || isReturning(progress, leg)) return undefined;
  const { at, type } = happening;
  if (type === 'ringing' || type === 'earlyMedia') return rings(progress, leg, at);
  return type === 'answered' ? answers(progress, leg, at) : undefined;
}

/** Its agent has lost the phone and is called back (agent-return-steps.ts), or shall have the call again (transfer-steps.ts). */
const isReturning = ({ call }: CallInProgress, leg: CallLeg): boolean =>
  (!call.agentConnected || call.transfer?.isReturning === true) && !leg.hungUpAt;

function rings({ call }: CallInProgress, leg: CallLeg, at: Date): Decision {
  const legs = leg.ringingAt ? {} : { [leg.id]: { ringingAt: at } };
  const state = nextState(call.state, 'ringing');
  return state ? { call: { state, ringingAt: at }, legs, steps: [] } : { legs, steps: [] };
}

/** The first wins. Whoever else answers at the same moment is told that the call was answered elsewhere. */
function answers(progress: CallInProgress, leg: CallLeg, at: Date): Decision {
  const far = farLeg(progress);
  if (!far || !isWaiting(progress) || leg.hungUpAt) return hangUp(leg, at, 'ANSWERED_ELSEWHERE', ANSWERED_ELSEWHERE);
  const others = ringingLegs(progress)
    .filter(({ id }) => id !== leg.id)
    .map((other) => hangUp(other, at, 'ANSWERED_ELSEWHERE', ANSWERED_ELSEWHERE));
  const won: Changes = {
    call: { state: CallState.ANSWERED, answeredAt: at, agentId: leg.userId },
    // The caller has been answered from here on, though the engine says so a moment later.
    legs: { [leg.id]: { answeredAt: at }, [far.id]: { answeredAt: at } },
  };
  return together({ ...won, steps: connect(far, leg) }, ...others);
}

function connect(far: CallLeg, near: CallLeg): Step[] {
  return [
    { do: 'answer', legId: far.id },
    { do: 'join', legId: far.id },
    { do: 'join', legId: near.id },
  ];
}

/** After an interruption: what connects two who were about to talk is done once more. */
export function connectAgain(progress: CallInProgress): Decision {
  const far = farLeg(progress);
  const near = progress.legs.find(
    (leg) => leg.role === 'AGENT' && leg.part === 'MAIN' && isAlive(leg) && leg.answeredAt && !leg.hungUpAt,
  );
  if (progress.call.state !== CallState.ANSWERED || !far || !isAlive(far) || far.hungUpAt || !near) return nothing;
  return { steps: [{ do: 'createConversation' }, ...connect(far, near)] };
}

/** A phone that was rung is gone: the next step comes at once when it was the last that rang. */
export function ringerEnded(progress: CallInProgress, leg: CallLeg, legs: NonNullable<Changes['legs']>): Decision {
  const isLast = ringingLegs(progress).every(({ id }) => id === leg.id);
  // One that we stopped has been made up for already.
  const goesOn = !leg.hungUpAt && isLast && isWaiting(progress);
  return { legs, steps: goesOn ? [{ do: 'ringNext' }] : [] };
}

export function isRingerOf({ call }: CallInProgress, leg: CallLeg): boolean {
  return call.flow === 'INBOUND' && isRinger(leg);
}
