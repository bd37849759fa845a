/** What records of Asterisk's (CEL) say of a leg and of a call. Pure. */
import { asNumber, asObject, asText } from './ari/ari-payloads.js';
import type { EngineRecordRow } from './engine-record.entity.js';
import type { LegRecord, UnattendedCall } from './telephony.records.js';

type Row = Pick<
  EngineRecordRow,
  | 'eventtype'
  | 'eventtime'
  | 'uniqueid'
  | 'linkedid'
  | 'channame'
  | 'cidnum'
  | 'exten'
  | 'context'
  | 'accountcode'
  | 'userfield'
  | 'extra'
>;

/** What the dialplan writes on the channel of a call that no app took; after a colon the number of ours that was called, where it knows it. */
export const UNATTENDED = 'unattended';
const unattended = new RegExp(`^${UNATTENDED}(?::(\\d+))?$`);

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** `PJSIP/BellUZ-0000001a` */
const channelName = /^PJSIP\/(.+)-[0-9a-f]{8}$/;

/** @param rows of one channel, oldest first. @returns undefined for one that is no party's */
export function readLegRecord(rows: readonly Row[]): LegRecord | undefined {
  const [start] = rows;
  const ownerId = start && channelName.exec(start.channame)?.[1];
  if (!start || !ownerId) return undefined;
  const of = (type: string): Row | undefined => rows.find(({ eventtype }) => eventtype === type);
  const end = of('HANGUP') ?? of('CHAN_END');
  const said = asObject(parsed(of('HANGUP')?.extra));
  return {
    legId: start.uniqueid,
    ownerId,
    startedAt: start.eventtime,
    answeredAt: of('ANSWER')?.eventtime ?? null,
    endedAt: end?.eventtime ?? null,
    endedBy: asText(said['hangupsource']) === start.channame ? 'THEM' : 'US',
    cause: asNumber(said['hangupcause']) ?? null,
  };
}

/** @param rows of all channels that had to do with each other, oldest first. @returns undefined where it was no such call, or the app had it */
export function readUnattendedCall(rows: readonly Row[]): UnattendedCall | undefined {
  const linkedid = rows[0]?.linkedid;
  const own = rows.filter(({ uniqueid }) => uniqueid === linkedid);
  const [start] = own;
  const last = own.at(-1);
  const first = readLegRecord(own);
  const mark = unattended.exec(last?.userfield ?? '');
  if (!start || !last || !mark || !first?.endedAt || !uuid.test(last.accountcode)) return undefined;
  const origin = start.context === 'outbound' ? 'phone' : start.context === 'inbound' ? 'trunk' : undefined;
  if (!origin) return undefined;
  const ids = new Set(rows.map(({ uniqueid }) => uniqueid).filter((id) => id !== linkedid));
  const others = [...ids].map((id) => readLegRecord(rows.filter(({ uniqueid }) => uniqueid === id)));
  return {
    callId: last.accountcode.toLowerCase(),
    origin,
    dialled: mark[1] ?? (/^\+?\d+$/.test(last.exten) ? last.exten : start.exten),
    callerId: (origin === 'phone' ? last.cidnum : start.cidnum) || null,
    first,
    others: others.filter((record) => record !== undefined),
  };
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text || '{}');
  } catch {
    return {};
  }
}
