import { describe, expect, it } from 'vitest';
import { Call } from './call.entity.js';
import type { CallInProgress, Changes } from './call-in-progress.js';
import type { CallLeg } from './call-leg.entity.js';
import { CallDirection, CallState } from './call-state.js';
import { CallTransfer, CallTransferState } from './call.results.js';
import { newLeg } from './new-call.js';
import { restoringSteps, soundOf, withSound } from './sound-plan.js';

const at = new Date(1_700_000_000_000);
const leg = (id: string, known: Partial<CallLeg> & Pick<CallLeg, 'role'>): CallLeg =>
  newLeg('home', { id, dialString: 'x', createdAt: at, dialledAt: at, answeredAt: at, ...known });
const parties = {
  far: leg('far', { role: 'CUSTOMER' }),
  near: leg('near', { role: 'AGENT' }),
  target: leg('target', { role: 'PHONE', part: 'TRANSFER' }),
};
const transfer = (state: CallTransferState, known: Partial<CallTransfer> = {}): CallTransfer =>
  Object.assign(
    new CallTransfer(),
    { attended: true, state, isJoined: false, conversationId: 'aside', targetUserIds: [] },
    known,
  );
const progress = (call: Partial<Call>, legs: readonly CallLeg[] = [parties.far, parties.near]): CallInProgress => ({
  call: Object.assign(new Call(), {
    id: 'home',
    direction: CallDirection.OUTBOUND,
    state: CallState.ANSWERED,
    onHold: false,
    muted: false,
    agentConnected: true,
    transfer: null,
    ...call,
  }),
  legs,
});
const three = [parties.far, parties.near, parties.target];
const short = (steps: readonly object[]) => steps.map((step) => Object.values(step).join(' '));

describe('what is heard', () => {
  it.each<[string, CallInProgress, string]>([
    ['a call', progress({}), 'far@home near@home'],
    ['one on hold', progress({ onHold: true }), 'far@home near@home near:all home♫'],
    ['one that is muted', progress({ muted: true }), 'far@home near@home near:voice'],
    ['one that is both', progress({ muted: true, onHold: true }), 'far@home near@home near:all home♫'],
    [
      'one that its phone holds',
      progress({ onHold: true }, [parties.far, { ...parties.near, isHolding: true }]),
      'far@home near@home',
    ],
    ['one whose agent is lost', progress({ agentConnected: false }, [parties.far]), 'far@home home♫'],
    ['one that is not answered', progress({ state: CallState.RINGING }), ''],
    ['one that is over', progress({ state: CallState.ENDED }), ''],
    ['one whose agent is on the way out', progress({}, [parties.far, { ...parties.near, hungUpAt: at }]), 'far@home'],
    [
      'two who talk aside',
      progress({ onHold: true, transfer: transfer(CallTransferState.TALKING) }, three),
      'far@home near@aside target@aside home♫',
    ],
    [
      'three who talk',
      progress({ transfer: transfer(CallTransferState.TALKING, { isJoined: true }), muted: true }, three),
      'far@home near@home target@home near:voice',
    ],
    [
      'several who are rung',
      progress({ onHold: true, transfer: transfer(CallTransferState.RINGING, { targetUserIds: ['a', 'b'] }) }),
      'far@home near@aside home♫ aside♫',
    ],
    ['a transfer that is done', progress({ transfer: transfer(CallTransferState.CANCELED) }), 'far@home near@home'],
    [
      'a phone that came by itself',
      progress({}, [parties.far, { ...parties.near, dialString: null, answeredAt: null }]),
      'far@home near@home',
    ],
  ])('should be right for %s', (_case, of, expected) => {
    const { places, silences, music } = soundOf(of);
    const words = [
      ...[...places].map(([id, place]) => `${id}@${place}`),
      ...[...silences].map(([id, what]) => `${id}:${what}`),
      ...[...music].filter(([, plays]) => plays).map(([id]) => `${id}♫`),
    ];
    expect(words.join(' ')).toBe(expected);
  });

  it.each<[string, CallInProgress, Changes, string[]]>([
    ['hold', progress({}), { call: { onHold: true } }, ['startMusic home', 'silence near all']],
    [
      'resume, muted',
      progress({ onHold: true, muted: true }),
      { call: { onHold: false } },
      ['silence near voice', 'stopMusic home'],
    ],
    ['mute on hold', progress({ onHold: true }), { call: { muted: true } }, []],
    [
      'go aside',
      progress({}, three),
      { call: { onHold: true, transfer: transfer(CallTransferState.TALKING) } },
      ['createConversation aside', 'startMusic home', 'join near aside', 'join target aside'],
    ],
    [
      'come back',
      progress({ onHold: true, transfer: transfer(CallTransferState.TALKING) }, three),
      { call: { onHold: false, transfer: transfer(CallTransferState.CANCELED) }, legs: { target: { hungUpAt: at } } },
      ['join near home', 'stopMusic home', 'endConversation aside'],
    ],
    [
      'answer into the conversation that it was dialled into',
      progress({ onHold: true, transfer: transfer(CallTransferState.RINGING) }, [
        parties.far,
        parties.near,
        { ...parties.target, answeredAt: null },
      ]),
      { call: { transfer: transfer(CallTransferState.TALKING) }, legs: { target: { answeredAt: at } } },
      [],
    ],
    ['leave', progress({}), { legs: { near: { hungUpAt: at } } }, []],
  ])('should be reached by the steps to %s', (_case, before, changes, expected) => {
    expect(short(withSound(before, changes).steps)).toEqual(expected);
  });

  it('should be put right after a restart, without moving who is in the right place', () => {
    const of = progress({ onHold: true, transfer: transfer(CallTransferState.TALKING) }, three);
    const places = new Map([
      ['far', 'home'],
      ['near', 'home'],
      ['target', 'aside'],
    ]);
    expect(short(restoringSteps(of, places))).toEqual([
      'createConversation home',
      'createConversation aside',
      'join near aside',
      'unsilence near',
      'unsilence target',
      'startMusic home',
      'stopMusic aside',
    ]);
  });
});
