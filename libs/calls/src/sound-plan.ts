/**
 * Who of an answered call is in which conversation, who is silenced, and where music plays: derived from the books alone, and the steps from one plan
 * to the next. Decisions change the books and take the difference, so that hold, mute and transfer go together in any order. Pure.
 *
 *     home      the customer, and whoever talks to it
 *     aside     the agent and a transfer's target, while the customer hears music at home
 */
import { type CallInProgress, type Changes, conversationOf, isAlive, isUp, withChanges } from './call-in-progress.js';
import type { CallLeg } from './call-leg.entity.js';
import { CallState } from './call-state.js';
import type { CallTransfer } from './call.results.js';
import type { Decision, Step } from './next-steps.js';
import { asideOfRinging, phaseOf } from './transfer-state.js';

type Silence = 'voice' | 'all';

export interface Sound {
  /** Conversations that are needed, and whether music plays there. */
  music: ReadonlyMap<string, boolean>;
  /** Where each leg is. */
  places: ReadonlyMap<string, string>;
  /** Likewise of those that are rung: they were dialled into it. */
  ringing: ReadonlyMap<string, string>;
  silences: ReadonlyMap<string, Silence>;
}

const quiet: Sound = { music: new Map(), places: new Map(), ringing: new Map(), silences: new Map() };

/** What the books ask for. Nothing before the answer, where next-steps.ts connects the parties, and nothing after the end. */
export function soundOf({ call, legs }: CallInProgress): Sound {
  if (call.state !== CallState.ANSWERED) return quiet;
  const home = conversationOf(call);
  const aside = asideOf(call.transfer);
  const early = asideOfRinging(call.transfer);
  const near = legs.filter((leg) => leg.role !== 'CUSTOMER' && leg.part !== 'MONITOR' && isUp(leg));
  const customers = legs.filter((leg) => leg.role === 'CUSTOMER' && isUp(leg));
  // Asterisk plays music by itself to whoever a phone of ours holds.
  const isHeldHere = call.onHold && !near.some(({ isHolding }) => isHolding);
  const silenceOf = (leg: CallLeg): Silence | undefined =>
    isHeldHere && !aside ? 'all' : call.muted && leg.part === 'MAIN' ? 'voice' : undefined;
  return {
    music: new Map([
      [home, isHeldHere || !call.agentConnected],
      ...(aside ? [[aside.conversationId, aside.isWaiting && !early] as const] : []),
    ]),
    places: new Map([
      ...customers.map(({ id }) => [id, home] as const),
      ...near.map(({ id }) => [id, aside?.conversationId ?? home] as const),
    ]),
    ringing: new Map(legs.flatMap((leg) => (early && leg.part === 'TRANSFER' && isAlive(leg) ? [[leg.id, early] as const] : []))),
    silences: new Map(near.flatMap((leg) => entry(leg.id, silenceOf(leg)))),
  };
}

/** Where the agent and the target are by themselves, if they are. */
function asideOf(transfer: CallTransfer | null): { conversationId: string; isWaiting: boolean } | undefined {
  const phase = transfer && phaseOf(transfer);
  if (!transfer?.conversationId || (phase !== 'RINGING' && phase !== 'ASIDE')) return undefined;
  return { conversationId: transfer.conversationId, isWaiting: phase === 'RINGING' };
}

/** The changes, with the steps that they need. */
export function withSound(progress: CallInProgress, changes: Changes): Decision {
  return { ...changes, steps: soundSteps(soundOf(progress), soundOf(withChanges(progress, changes))) };
}

/** Music first and last, so that the customer is never left in silence. */
export function soundSteps(before: Sound, after: Sound): Step[] {
  const conversations = [...after.music];
  return [
    ...conversations
      .filter(([id]) => !before.music.has(id))
      .map(([conversationId]): Step => ({ do: 'createConversation', conversationId })),
    ...conversations
      .filter(([id, plays]) => plays && !before.music.get(id))
      .map(([conversationId]): Step => ({ do: 'startMusic', conversationId })),
    ...[...after.places]
      .filter(([legId, place]) => (before.places.get(legId) ?? before.ringing.get(legId)) !== place)
      .map(([legId, conversationId]): Step => ({ do: 'join', legId, conversationId })),
    ...[...after.places.keys()]
      .filter((legId) => before.silences.get(legId) !== after.silences.get(legId))
      .map((legId) => silenceStep(legId, after.silences.get(legId))),
    ...conversations
      .filter(([id, plays]) => !plays && before.music.get(id))
      .map(([conversationId]): Step => ({ do: 'stopMusic', conversationId })),
    ...[...before.music.keys()]
      .filter((id) => !after.music.has(id))
      .map((conversationId): Step => ({ do: 'endConversation', conversationId })),
  ];
}

/**
 * Everything once more, after a time in which the last steps may not have been done.
 * @param places where the engine has each leg: who is in its place is not moved, which would be heard
 */
export function restoringSteps(progress: CallInProgress, places: ReadonlyMap<string, string | null>): Step[] {
  const { music, places: wanted, silences } = soundOf(progress);
  const silenceable = progress.legs.filter(({ id, role }) => role !== 'CUSTOMER' && wanted.has(id));
  return [
    ...[...music.keys()].map((conversationId): Step => ({ do: 'createConversation', conversationId })),
    ...[...wanted]
      .filter(([legId, place]) => places.has(legId) && places.get(legId) !== place)
      .map(([legId, conversationId]): Step => ({ do: 'join', legId, conversationId })),
    ...silenceable.map(({ id }) => silenceStep(id, silences.get(id))),
    ...[...music].map(([conversationId, plays]): Step => ({ do: plays ? 'startMusic' : 'stopMusic', conversationId })),
  ];
}

const silenceStep = (legId: string, what: Silence | undefined): Step =>
  what ? { do: 'silence', legId, what } : { do: 'unsilence', legId };

const entry = (legId: string, what: Silence | undefined): [string, Silence][] => (what ? [[legId, what]] : []);
