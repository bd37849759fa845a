import type { TrunkSpec } from '../telephony.provisioning.js';
import { fieldValue, hostValue, portValue } from './field-value.js';
import { type PjsipObject, TENANT } from './pjsip-object.js';

const transports = { UDP: 'transport-udp', TCP: 'transport-tcp', TLS: 'transport-tls' } as const;

/**
 * The objects that make a trunk, in the order in which they are put. A trunk that is off has none.
 *
 * What differs from Asterisk's defaults, and why, is in docs/asterisk-notes.md: by default a stranger who writes the trunk's name in From is
 * believed, a provider may transfer our calls, and a registration gives up for good at the first refusal.
 * @throws {TelephonyError} 400 when a value holds what it may not
 */
export function trunkToObjects(spec: TrunkSpec): PjsipObject[] {
  if (!spec.isEnabled) return [];
  const id = fieldValue('id', 'name', spec.name);
  const host = hostValue('server', spec.server);
  const port = portValue('port', spec.port);
  const transport = transports[spec.transport];
  const suffix = spec.transport === 'UDP' ? '' : `;transport=${spec.transport.toLowerCase()}`;
  const server = fieldValue('uri', 'server', `sip:${host}:${port}${suffix}`);
  const username = spec.username === null ? undefined : fieldValue('login', 'username', spec.username);
  const password = spec.password === null ? undefined : fieldValue('password', 'password', spec.password);
  const hasAuth = username !== undefined && password !== undefined;

  const objects: PjsipObject[] = [];
  if (hasAuth) objects.push({ type: 'auth', id, fields: { auth_type: 'userpass', username, password } });
  objects.push(
    {
      type: 'aor',
      id,
      // Not qualified: many a provider ignores OPTIONS, and Asterisk dials no contact that it holds for unreachable (HTTP 500 at once).
      fields: { contact: server, qualify_frequency: '0' },
    },
    {
      type: 'endpoint',
      id,
      fields: {
        context: 'inbound',
        identify_by: 'ip',
        // A name and no number: none at all would be kept as "<unknown>", which then stands in place of every caller's number (measured).
        callerid: 'trunk',
        transport,
        aors: id,
        // Put in any case: a PUT leaves what it does not name as it was.
        outbound_auth: hasAuth ? id : '',
        disallow: 'all',
        allow: fieldValue('codecs', 'codecs', spec.codecs.join(',')),
        direct_media: 'no',
        rtp_symmetric: 'yes',
        force_rport: 'yes',
        rewrite_contact: 'no',
        allow_transfer: 'no',
        allow_subscribe: 'no',
        trust_id_inbound: 'no',
        trust_id_outbound: 'no',
        send_pai: 'no',
        send_rpid: 'no',
        send_diversion: 'no',
        send_connected_line: 'no',
        rtp_timeout: '60',
        rtp_timeout_hold: '600',
        tenantid: TENANT,
      },
    },
  );
  if (spec.authMode === 'IP') {
    // With the port: without it every agent behind the provider's address would be taken for the provider.
    objects.push({ type: 'identify', id, fields: { endpoint: id, match: fieldValue('match', 'server', `${host}:${port}`) } });
  } else {
    const user = fieldValue('login', 'username', username ?? '');
    objects.push({
      type: 'registration',
      id,
      fields: {
        server_uri: server,
        client_uri: fieldValue('uri', 'username', `sip:${user}@${host}:${port}${suffix}`),
        contact_user: user,
        transport,
        outbound_auth: hasAuth ? id : '',
        line: 'yes',
        endpoint: id,
        expiration: '300',
        max_random_initial_delay: '0',
        retry_interval: '30',
        forbidden_retry_interval: '60',
        fatal_retry_interval: '60',
        auth_rejection_permanent: 'no',
        max_retries: '1000000000',
      },
    });
  }
  return objects;
}
