import { readMatchValue } from './match-value.js';

export type ObjectType = 'auth' | 'aor' | 'endpoint' | 'identify' | 'registration';

export interface PjsipObject {
  type: ObjectType;
  id: string;
  fields: Readonly<Record<string, string>>;
}

/** The mark of ours on an endpoint, so that nobody else's (of an Asterisk that is used for more) is ever removed. */
export const TENANT = 'trunkline';

/**
 * Fields that Asterisk does not give back as they were put, or not at all: a changed password is seen by the others of its object, and `disallow`
 * only clears the list before `allow`.
 */
const UNREADABLE = new Set(['disallow']);

/**
 * Fields whose change does not reach what lives: the registration goes on with the old ones (with another expiry until its next attempt), an ACL, a contact
 * and an address are added to those before (a call would go to both servers). The object has to be removed and put again (measured, docs/asterisk-notes.md).
 */
export const FIXED_FIELDS: Readonly<Record<ObjectType, readonly string[]>> = {
  auth: [],
  aor: ['contact'],
  endpoint: ['acl'],
  identify: ['match'],
  registration: [
    'server_uri',
    'client_uri',
    'contact_user',
    'transport',
    'endpoint',
    'outbound_auth',
    'outbound_proxy',
    'expiration',
    'line',
  ],
};

/** The names of the fields that are not in the engine as they should be. */
export function changedFields(wanted: PjsipObject, actual: ReadonlyMap<string, string>): string[] {
  return Object.entries(wanted.fields)
    .filter(([field, value]) => !UNREADABLE.has(field) && sameForm(actual.get(field) ?? '') !== sameForm(value))
    .map(([field]) => field);
}

/** One form for what Asterisk writes in several: yes/true, (alaw|ulaw)/alaw,ulaw, 10.0.0.1:5060/255.255.255.255, 3.000000. */
export function sameForm(value: string): string {
  if (/^(yes|true|on)$/i.test(value)) return 'yes';
  if (/^(no|false|off)$/i.test(value)) return 'no';
  const list = /^\((.*)\)$/.exec(value)?.[1];
  if (list !== undefined) return list.replaceAll('|', ',');
  if (/^\d+\.0+$/.test(value)) return value.replace(/\.0+$/, '');
  return readMatchValue(value) ?? value;
}
