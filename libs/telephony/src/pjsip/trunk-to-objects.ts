import { isIP } from 'node:net';
import { type HostPort, parseHostPort } from '../host-port.js';
import { TelephonyError } from '../telephony.gateway.js';
import type { TrunkSpec } from '../telephony.provisioning.js';
import { fieldValue, hostValue, portValue, secondsValue } from './field-value.js';
import { identifyOf, pingAorOf } from './object-ids.js';
import { type PjsipObject, TENANT } from './pjsip-object.js';
import { matchesOf } from './trunk-addresses.js';

const transports = { UDP: 'transport-udp', TCP: 'transport-tcp', TLS: 'transport-tls' } as const;
const dtmfModes = { RFC4733: 'rfc4733', INFO: 'info', INBAND: 'inband', AUTO: 'auto' } as const;

/** Seconds between two questions, and until one counts as unanswered. */
const QUALIFY_EVERY = '30';
const QUALIFY_TIMEOUT = '3';

/**
 * The objects that make a trunk, in the order in which they are put. A trunk that is off has none.
 *
 * What differs from Asterisk's defaults, and why, is in docs/asterisk-notes.md: by default a stranger who writes the trunk's name in From is
 * believed, a provider may transfer our calls, and a registration gives up for good at the first refusal.
 * @param servers the addresses of an IP trunk (serverAddresses)
 * @throws {TelephonyError} 400 when a value holds what it may not
 */
export function trunkToObjects(spec: TrunkSpec, servers: readonly Required<HostPort>[] = literal(spec)): PjsipObject[] {
  if (!spec.isEnabled) return [];
  const trunk = checked(spec);
  const { id, server, proxy } = trunk;
  return [
    ...(trunk.login ? [{ type: 'auth' as const, id, fields: { auth_type: 'userpass', ...trunk.login } }] : []),
    // Not qualified: Asterisk dials no contact that it holds for unreachable (HTTP 500 at once), and many a provider ignores OPTIONS.
    { type: 'aor', id, fields: { contact: server, qualify_frequency: '0' } },
    // Asked instead, and never dialled: the first aor of an endpoint that has a contact is. It goes by the endpoint's proxy; one of its own would be a second.
    ...(spec.isQualified ? [pingAor(trunk)] : []),
    endpoint(spec, trunk),
    ...matchesOf(spec, servers).map((match, index) => ({
      type: 'identify' as const,
      id: identifyOf(id, index),
      fields: { endpoint: id, match },
    })),
    ...(spec.authMode === 'IP' ? [] : [registration(spec, trunk, proxy)]),
  ];
}

/** What may go out of a trunk's values. */
interface Checked {
  id: string;
  host: string;
  port: string;
  transport: string;
  /** `;transport=tcp`, as a URI ends. */
  suffix: string;
  server: string;
  proxy: string;
  username: string | undefined;
  login: { username: string; password: string } | undefined;
}

function checked(spec: TrunkSpec): Checked {
  const id = fieldValue('id', 'name', spec.name);
  const host = hostValue('server', spec.server);
  const port = portValue('port', spec.port);
  const suffix = spec.transport === 'UDP' ? '' : `;transport=${spec.transport.toLowerCase()}`;
  const username = spec.username === null ? undefined : fieldValue('login', 'username', spec.username);
  const password = spec.password === null ? undefined : fieldValue('password', 'password', spec.password);
  const authUsername = spec.authUsername === null ? username : fieldValue('login', 'authUsername', spec.authUsername);
  if (spec.mediaEncryption !== 'OFF' && spec.transport !== 'TLS')
    throw new TelephonyError('mediaEncryption needs TLS: the keys would be readable on the way', 400, 'provisioning');
  return {
    id,
    host,
    port,
    transport: transports[spec.transport],
    suffix,
    server: fieldValue('uri', 'server', `sip:${host}:${port}${suffix}`),
    proxy: proxyOf(spec, suffix),
    username,
    login: authUsername === undefined || password === undefined ? undefined : { username: authUsername, password },
  };
}

/** Empty where there is none: a PUT leaves what it does not name as it was. */
function proxyOf({ outboundProxy }: TrunkSpec, suffix: string): string {
  if (outboundProxy === null) return '';
  const place = parseHostPort(outboundProxy);
  if (!place) throw new TelephonyError('outboundProxy is neither host nor host:port', 400, 'provisioning');
  const host = hostValue('outboundProxy', place.host);
  const port = place.port === undefined ? '' : `:${portValue('outboundProxy', place.port)}`;
  return fieldValue('route', 'outboundProxy', `sip:${host}${port};lr${suffix}`);
}

function pingAor({ id, server }: Checked): PjsipObject {
  const fields = { contact: server, qualify_frequency: QUALIFY_EVERY, qualify_timeout: QUALIFY_TIMEOUT };
  return { type: 'aor', id: pingAorOf(id), fields };
}

function endpoint(spec: TrunkSpec, { id, transport, proxy, username, login }: Checked): PjsipObject {
  const isFromTheAccount = spec.callerIdHeader !== 'FROM';
  const fromUser =
    spec.fromUser === null ? (isFromTheAccount ? username : undefined) : fieldValue('login', 'fromUser', spec.fromUser);
  return {
    type: 'endpoint',
    id,
    fields: {
      context: 'inbound',
      identify_by: 'ip',
      // A name and no number: none at all would be kept as "<unknown>", which then stands in place of every caller's number (measured).
      callerid: 'trunk',
      transport,
      aors: spec.isQualified ? `${id},${pingAorOf(id)}` : id,
      // Put in any case: a PUT leaves what it does not name as it was.
      outbound_auth: login ? id : '',
      outbound_proxy: proxy,
      from_user: fromUser ?? '',
      from_domain: spec.fromDomain === null ? '' : hostValue('fromDomain', spec.fromDomain),
      disallow: 'all',
      allow: fieldValue('codecs', 'codecs', spec.codecs.join(',')),
      // By default the other party's order wins.
      outgoing_call_offer_pref: 'local_merge',
      dtmf_mode: dtmfModes[spec.dtmfMode],
      media_encryption: spec.mediaEncryption === 'OFF' ? 'no' : 'sdes',
      media_encryption_optimistic: spec.mediaEncryption === 'OPTIONAL' ? 'yes' : 'no',
      direct_media: 'no',
      rtp_symmetric: 'yes',
      force_rport: 'yes',
      rewrite_contact: 'no',
      allow_transfer: 'no',
      allow_subscribe: 'no',
      trust_id_inbound: 'no',
      trust_id_outbound: 'no',
      send_pai: spec.callerIdHeader === 'PAI' ? 'yes' : 'no',
      send_rpid: spec.callerIdHeader === 'RPID' ? 'yes' : 'no',
      send_diversion: 'no',
      send_connected_line: 'no',
      rtp_timeout: '60',
      rtp_timeout_hold: '600',
      tenantid: TENANT,
    },
  };
}

function registration(
  spec: TrunkSpec,
  { id, host, port, suffix, server, transport, username, login }: Checked,
  proxy: string,
): PjsipObject {
  const user = fieldValue('login', 'username', username ?? '');
  return {
    type: 'registration',
    id,
    fields: {
      server_uri: server,
      client_uri: fieldValue('uri', 'username', `sip:${user}@${host}:${port}${suffix}`),
      contact_user: user,
      transport,
      outbound_auth: login ? id : '',
      outbound_proxy: proxy,
      line: 'yes',
      endpoint: id,
      expiration: secondsValue('expirySeconds', spec.expirySeconds),
      max_random_initial_delay: '0',
      retry_interval: '30',
      forbidden_retry_interval: '60',
      fatal_retry_interval: '60',
      auth_rejection_permanent: 'no',
      max_retries: '1000000000',
    },
  };
}

/** Without a look at DNS: for a server that is an address. */
function literal({ authMode, server, port }: TrunkSpec): Required<HostPort>[] {
  return authMode === 'IP' && isIP(server) !== 0 ? [{ host: server, port }] : [];
}
