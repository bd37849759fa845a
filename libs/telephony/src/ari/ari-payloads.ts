/**
 * The parts of Asterisk's JSON that are read here, and readers that take nothing on trust: a field that is missing or of another kind is
 * undefined, and no event can throw.
 */

export interface AriChannel {
  id: string;
  name: string;
  state: string;
  callerNumber: string | null;
  accountcode: string;
  /** The Call-ID of its SIP messages. */
  sipCallId: string;
  appName: string;
  appData: string;
  createdAt: Date;
  variables: Readonly<Record<string, string>>;
}

export interface AriBridge {
  id: string;
  name: string;
  channels: readonly string[];
}

type Json = Readonly<Record<string, unknown>>;

export const asObject = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {});
export const asText = (value: unknown): string => (typeof value === 'string' ? value : '');
export const asNumber = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;
export const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Asterisk writes 2026-11-23T10:50:00.123+0000. */
export function asDate(value: unknown): Date {
  const date = new Date(asText(value).replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isNaN(date.getTime()) ? new Date() : date;
}

export function readChannel(value: unknown): AriChannel | undefined {
  const channel = asObject(value);
  const id = asText(channel['id']);
  if (id === '') return undefined;
  const number = asText(asObject(channel['caller'])['number']);
  const dialplan = asObject(channel['dialplan']);
  const variables = Object.entries(asObject(channel['channelvars'])).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return {
    id,
    name: asText(channel['name']),
    state: asText(channel['state']),
    callerNumber: number === '' || number === 'unknown' || number === 'anonymous' ? null : number,
    accountcode: asText(channel['accountcode']),
    sipCallId: asText(channel['protocol_id']),
    appName: asText(dialplan['app_name']),
    appData: asText(dialplan['app_data']),
    createdAt: asDate(channel['creationtime']),
    variables: Object.fromEntries(variables),
  };
}

export function readBridge(value: unknown): AriBridge | undefined {
  const bridge = asObject(value);
  const id = asText(bridge['id']);
  return id === '' ? undefined : { id, name: asText(bridge['name']), channels: asList(bridge['channels']).map(asText) };
}

/** `201` of PJSIP/201-0000001a, undefined for anything that is no PJSIP channel. */
export const endpointOf = (channelName: string): string | undefined => /^PJSIP\/(.+)-[0-9a-f]{8}$/.exec(channelName)?.[1];
