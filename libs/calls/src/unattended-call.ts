/** A call that Asterisk's own dialplan made or took while the app was away, as the books have calls. Pure. */
import { normalizeNumber } from '@app/dialplan';
import type { LegRecord, UnattendedCall } from '@app/telephony';
import { Call } from './call.entity.js';
import { endCall } from './call-ending.js';
import { type CallInProgress, withChanges } from './call-in-progress.js';
import { CallDirection } from './call-state.js';
import type { CallLeg } from './call-leg.entity.js';
import { justBegun, newLeg } from './new-call.js';
import type { EndReason } from './outcome.js';

/** Whose phones and trunks they are today; what is not known any more stays without. */
export interface Owners {
  /** By the extension. */
  userIds: ReadonlyMap<string, string>;
  /** By the name. */
  trunkIds: ReadonlyMap<string, string>;
}

/** `201-desk` is a phone of 201. */
export const extensionOf = (phoneId: string): string => phoneId.replace(/-.*$/, '');

/** @returns undefined for what was no call: a number that the rules refused */
export function bookUnattended(record: UnattendedCall, owners: Owners): CallInProgress | undefined {
  const isInbound = record.origin === 'trunk';
  const last = record.others.at(-1);
  if (!isInbound && !last) return undefined;
  const number = normalizeNumber(record.dialled) ?? (/^\d{1,40}$/.test(record.dialled) ? record.dialled : 'unknown');
  const from = record.callerId === null ? null : (normalizeNumber(record.callerId) ?? digitsOf(record.callerId));
  const trunkName = isInbound ? record.first.ownerId : (last?.ownerId ?? null);
  const answering = record.others.find(({ answeredAt }) => answeredAt !== null);
  const phone = isInbound ? answering?.ownerId : record.first.ownerId;
  const at = record.first.startedAt;
  const call = Object.assign(new Call(), {
    id: record.callId,
    direction: isInbound ? CallDirection.INBOUND : CallDirection.OUTBOUND,
    from,
    to: number,
    trunkName,
    agentId: (phone && owners.userIds.get(extensionOf(phone))) ?? null,
    startedById: isInbound ? null : (owners.userIds.get(extensionOf(record.first.ownerId)) ?? null),
    apiTokenId: null,
    flow: isInbound ? 'INBOUND' : 'DIALLED_BY_PHONE',
    request: {
      to: number,
      from: null,
      trunkName: null,
      agentId: null,
      phone: null,
      announcement: null,
      ringTimeoutSeconds: null,
      record: null,
    },
    ringTimeoutSeconds: 0,
    // The text records what comes in always, and what goes out where its rule says so: a file that is there is taken (recordings).
    record: isInbound,
    plan: null,
    distribution: null,
    ...justBegun(at),
    answeredAt: (isInbound ? record.first : last)?.answeredAt ?? null,
  } satisfies Call);
  const legs = isInbound ? legsOfInbound(record, from, owners) : legsOfOutbound(record, number, owners);
  const far = legs.filter(({ role }) => role === 'CUSTOMER').at(-1);
  const booked = withChanges({ call, legs }, {});
  return far && withChanges(booked, { call: endCall(booked, far, {}).call ?? {} });
}

function legsOfOutbound(record: UnattendedCall, number: string, owners: Owners): CallLeg[] {
  const own = { ...ended(record.first), ...phone(record.first, owners) };
  const lines = record.others.map((line, index) => {
    const dialString = `PJSIP/${number}@${line.ownerId}`;
    const known = { number, attempt: index + 1, dialString, ...trunk(line, owners), ...ended(line, whyOurs(record, line)) };
    return newLeg(record.callId, { role: 'CUSTOMER', ...known });
  });
  return [newLeg(record.callId, { role: 'AGENT', ...own }), ...lines];
}

function legsOfInbound(record: UnattendedCall, number: string | null, owners: Owners): CallLeg[] {
  const { first, others } = record;
  const agentLeft = first.answeredAt !== null && others.some((each) => each.answeredAt !== null && each.endedBy === 'THEM');
  const why = agentLeft ? 'AGENT_LEFT' : undefined;
  const caller = newLeg(record.callId, { role: 'CUSTOMER', number, ...trunk(first, owners), ...ended(first, why) });
  const rung = others.map((each) => newLeg(record.callId, { role: 'AGENT', ...phone(each, owners), ...ended(each) }));
  return [caller, ...rung];
}

/** Why the dialplan ended this line: its phone hung up, or nobody answered in the rule's time. */
function whyOurs({ first }: UnattendedCall, line: LegRecord): EndReason | undefined {
  if (line.endedBy === 'THEM') return undefined;
  if (first.endedBy === 'THEM') return 'AGENT_LEFT';
  return line.answeredAt ? undefined : 'RING_TIMEOUT';
}

function ended(record: LegRecord, hungUpFor?: EndReason) {
  const { legId: id, startedAt, answeredAt, endedAt, endedBy, cause } = record;
  const times = { createdAt: startedAt, dialledAt: startedAt, answeredAt, endedAt };
  return { id, ...times, endedBy, cause, hungUpFor: endedBy === 'US' ? (hungUpFor ?? null) : null };
}

const trunk = ({ ownerId }: LegRecord, { trunkIds }: Owners) => ({
  trunkId: trunkIds.get(ownerId) ?? null,
  trunkName: ownerId,
});

function phone({ ownerId }: LegRecord, { userIds }: Owners) {
  const number = extensionOf(ownerId);
  return { userId: userIds.get(number) ?? null, number };
}

const digitsOf = (text: string): string | null => /^\+?(\d{2,40})$/.exec(text)?.[1] ?? null;
