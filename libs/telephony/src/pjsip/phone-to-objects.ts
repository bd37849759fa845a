import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import { TelephonyError } from '../telephony.gateway.js';
import type { PhoneSpec } from '../telephony.provisioning.js';
import { fieldValue } from './field-value.js';
import { type PjsipObject, TENANT } from './pjsip-object.js';

/** Names of a list of networks that phones may come from, and the lines of it in acl.conf. */
export interface AccessList {
  name: string;
  networks: readonly string[];
}

/**
 * The objects that make a phone of ours, in the order in which they are put. A browser's speaks WebRTC and is replaced by the next page that
 * registers; a desk phone comes by UDP, TCP or TLS, and only from its networks.
 * @throws {TelephonyError} 400 when a value holds what it may not
 */
export function phoneToObjects(spec: PhoneSpec): PjsipObject[] {
  const id = fieldValue('id', 'phoneId', spec.phoneId);
  if (!/^\d/.test(id))
    throw new TelephonyError('A phone id begins with a digit: names that begin with a letter are trunks', 400, 'provisioning');
  const extension = fieldValue('number', 'extension', spec.extension);
  const browser = { webrtc: 'yes', transport: 'transport-ws', allow: 'opus,ulaw,alaw' };
  const desk = {
    webrtc: 'no',
    allow: 'alaw,ulaw,g722',
    rtp_symmetric: 'yes',
    force_rport: 'yes',
    rewrite_contact: 'yes',
    acl: accessList(spec.networks).name,
  };
  return [
    {
      type: 'auth',
      id,
      fields: {
        auth_type: 'userpass',
        username: fieldValue('login', 'username', spec.username),
        password: fieldValue('password', 'password', spec.password),
      },
    },
    {
      type: 'aor',
      id,
      fields: {
        max_contacts: '1',
        remove_existing: 'yes',
        qualify_frequency: spec.kind === 'desk' ? '30' : '0',
      },
    },
    {
      type: 'endpoint',
      id,
      fields: {
        context: 'outbound',
        identify_by: 'username',
        auth: id,
        aors: id,
        disallow: 'all',
        ...(spec.kind === 'browser' ? browser : desk),
        // What a phone writes in From or P-Asserted-Identity never becomes the caller ID that a provider sees.
        callerid: fieldValue('callerId', 'extension', `"${extension}" <${extension}>`),
        trust_id_inbound: 'no',
        trust_connected_line: 'no',
        allow_subscribe: 'no',
        direct_media: 'no',
        rtp_timeout: '60',
        rtp_timeout_hold: '600',
        tenantid: TENANT,
      },
    },
  ];
}

/** @throws {TelephonyError} 400 when a network is none */
export function accessList(networks: readonly string[]): AccessList {
  const sorted = [...new Set(networks.map(networkValue))].sort();
  return { name: `trunkline-${createHash('sha256').update(sorted.join(',')).digest('hex').slice(0, 12)}`, networks: sorted };
}

function networkValue(network: string): string {
  const [address = '', bits, ...rest] = network.split('/');
  const family = isIP(address);
  const isRight =
    family !== 0 &&
    rest.length === 0 &&
    (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128)));
  if (!isRight)
    throw new TelephonyError('A network is an address with the number of its bits, such as 192.168.0.0/16', 400, 'provisioning');
  return network;
}
