import { unlessGone } from '../unless.js';
import type { AriApi } from './ari-api.js';
import { asList, asObject, asText } from './ari-payloads.js';

/** One of Asterisk's PJSIP objects: its fields by their names; undefined where there is no such object. @throws {TelephonyError} */
export function readObject(api: AriApi, objectType: string, id: string): Promise<ReadonlyMap<string, string> | undefined> {
  return unlessGone(api.call('asterisk', 'getObject', { configClass: 'res_pjsip', objectType, id }).then(fieldsOf));
}

function fieldsOf(answer: unknown): ReadonlyMap<string, string> {
  const fields = asList(answer).map(asObject);
  return new Map(fields.map((field) => [asText(field['attribute']), asText(field['value'])]));
}
