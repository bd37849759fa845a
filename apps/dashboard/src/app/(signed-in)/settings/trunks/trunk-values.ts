import type {
  CreateTrunkInput,
  TrunkAuthMode,
  TrunkCallerIdHeader,
  TrunkDtmfMode,
  TrunkMediaEncryption,
  TrunkNumberFormat,
  TrunkSettingsFragment,
  TrunkTransport,
  UpdateTrunkInput,
} from '@/gql/graphql';
import { readNumber } from '@/i18n/format-number';
import { fillFromServer } from './fill-trunk';

/** The form's fields as a person types them; a list is a text with an entry a line. */
export interface TrunkValues {
  name: string;
  server: string;
  username: string;
  password: string;
  port: string;
  transport: TrunkTransport;
  authMode: TrunkAuthMode;
  callerId: string;
  allowedCallerIds: string;
  callerIdHeader: TrunkCallerIdHeader;
  fromUser: string;
  fromDomain: string;
  priority: string;
  maxChannels: string;
  numberFormat: TrunkNumberFormat;
  codecs: readonly string[];
  dtmfMode: TrunkDtmfMode;
  mediaEncryption: TrunkMediaEncryption;
  outboundProxy: string;
  authUsername: string;
  expirySeconds: string;
  inboundAddresses: string;
  qualify: boolean;
}

/** What most providers take: the api's own defaults. */
export const emptyTrunk: TrunkValues = {
  name: '',
  server: '',
  username: '',
  password: '',
  port: '5060',
  transport: 'UDP',
  authMode: 'REGISTRATION',
  callerId: '',
  allowedCallerIds: '',
  callerIdHeader: 'FROM',
  fromUser: '',
  fromDomain: '',
  priority: '100',
  maxChannels: '',
  numberFormat: 'E164',
  codecs: ['alaw', 'ulaw'],
  dtmfMode: 'RFC4733',
  mediaEncryption: 'OFF',
  outboundProxy: '',
  authUsername: '',
  expirySeconds: '300',
  inboundAddresses: '',
  qualify: true,
};

/** The codecs that the api knows. */
export const knownCodecs = ['alaw', 'ulaw', 'g722', 'gsm', 'opus'] as const;

/** Folded away: the guide knows none of them. */
export const advancedFields = [
  'callerId',
  'allowedCallerIds',
  'callerIdHeader',
  'fromUser',
  'fromDomain',
  'priority',
  'maxChannels',
  'numberFormat',
  'codecs',
  'dtmfMode',
  'mediaEncryption',
  'outboundProxy',
  'authUsername',
  'expirySeconds',
  'inboundAddresses',
  'qualify',
] as const satisfies readonly (keyof TrunkValues)[];

/** The fields that have words of their own for a value that does not fit. */
export const fieldsWithWords = [
  'name',
  'server',
  'username',
  'password',
  'port',
  'callerId',
  'allowedCallerIds',
  'fromUser',
  'fromDomain',
  'priority',
  'maxChannels',
  'codecs',
  'outboundProxy',
  'authUsername',
  'expirySeconds',
  'inboundAddresses',
  'dtmfMode',
  'mediaEncryption',
] as const satisfies readonly (keyof TrunkValues)[];

export function valuesOf(trunk: TrunkSettingsFragment): TrunkValues {
  return {
    name: trunk.name,
    server: trunk.server,
    username: trunk.username ?? '',
    password: '',
    port: String(trunk.port),
    transport: trunk.transport,
    authMode: trunk.authMode,
    callerId: trunk.callerId ?? '',
    allowedCallerIds: trunk.allowedCallerIds.join('\n'),
    callerIdHeader: trunk.callerIdHeader,
    fromUser: trunk.fromUser ?? '',
    fromDomain: trunk.fromDomain ?? '',
    priority: String(trunk.priority),
    maxChannels: trunk.maxChannels == null ? '' : String(trunk.maxChannels),
    numberFormat: trunk.numberFormat,
    codecs: trunk.codecs,
    dtmfMode: trunk.dtmfMode,
    mediaEncryption: trunk.mediaEncryption,
    outboundProxy: trunk.outboundProxy ?? '',
    authUsername: trunk.authUsername ?? '',
    expirySeconds: String(trunk.expirySeconds),
    inboundAddresses: trunk.inboundAddresses.join('\n'),
    qualify: trunk.qualify,
  };
}

/** What createTrunk and testTrunk are asked. What is no number goes as -1: the server refuses it at its field. */
export function createInput(values: TrunkValues) {
  const registers = values.authMode === 'REGISTRATION';
  const { server, port } = { ...values, ...fillFromServer(values.server) };
  return {
    name: values.name.trim(),
    server,
    port: wholeNumber(port),
    transport: values.transport,
    authMode: values.authMode,
    username: registers ? textOrNull(values.username) : null,
    password: registers ? values.password || null : null,
    callerId: values.callerId.trim() ? callerIdOf(values.callerId) : null,
    allowedCallerIds: [...new Set(entriesOf(values.allowedCallerIds, /[\n,;]+/).map(callerIdOf))],
    callerIdHeader: values.callerIdHeader,
    fromUser: textOrNull(values.fromUser),
    fromDomain: textOrNull(values.fromDomain),
    priority: wholeNumber(values.priority),
    maxChannels: values.maxChannels.trim() ? wholeNumber(values.maxChannels) : null,
    numberFormat: values.numberFormat,
    codecs: [...values.codecs],
    dtmfMode: values.dtmfMode,
    mediaEncryption: values.transport === 'TLS' ? values.mediaEncryption : 'OFF',
    outboundProxy: textOrNull(values.outboundProxy),
    authUsername: textOrNull(values.authUsername),
    expirySeconds: wholeNumber(values.expirySeconds),
    inboundAddresses: [...new Set(entriesOf(values.inboundAddresses, /[\s,;]+/))],
    qualify: values.qualify,
  } satisfies CreateTrunkInput;
}

/** What updateTrunk is asked: only what differs from `before`. An empty password keeps the stored one. */
export function updateInput(values: TrunkValues, before: TrunkValues): UpdateTrunkInput {
  const { password, ...now } = createInput(values);
  const then = createInput(before);
  const changed = Object.entries(now).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(then[field as keyof typeof then]),
  );
  const leavesLogin = values.authMode === 'IP' && before.authMode === 'REGISTRATION';
  return {
    ...(Object.fromEntries(changed) as UpdateTrunkInput),
    ...(password !== null || leavesLogin ? { password } : {}),
  };
}

/** Whether closing the form would lose something. */
export function isTouched(values: TrunkValues, before: TrunkValues): boolean {
  return (Object.keys(before) as (keyof TrunkValues)[]).some((field) => String(values[field]) !== String(before[field]));
}

/** How many of the folded settings are not what a new trunk has. */
export function countAdvanced(values: TrunkValues): number {
  const [now, plain] = [createInput(values), createInput(emptyTrunk)];
  return advancedFields.filter((field) => JSON.stringify(now[field]) !== JSON.stringify(plain[field])).length;
}

/** The digits of any spelling; what is no number goes as it is, for the server to refuse. */
function callerIdOf(text: string): string {
  return readNumber(text) ?? text.trim().replace(/^\+|[\s().-]/g, '');
}

function entriesOf(text: string, separator: RegExp): string[] {
  return text
    .split(separator)
    .map((entry) => entry.trim())
    .filter(Boolean);
}

function textOrNull(text: string): string | null {
  return text.trim() || null;
}

function wholeNumber(text: string): number {
  return /^\d{1,9}$/.test(text.trim()) ? Number(text) : -1;
}
