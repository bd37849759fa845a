import { ok, type Remedy } from '@app/common';
import type { Section } from '../ami/config-file.js';
import { isLoopback, isTrue } from './config-files.js';
import { type CheckSettings, type EngineCheck, type FilesView, RESTART } from './engine-check.js';
import { failure, type Verdict, warning } from './engine-reasons.js';

/** A trunk or a phone that is pushed names its transport. */
const TRANSPORTS: Readonly<Record<string, string>> = {
  'transport-udp': 'udp',
  'transport-tcp': 'tcp',
  'transport-tls': 'tls',
  'transport-ws': 'ws',
};
/** Each phone in a browser holds a session, and the api some; past the limit phones and the api are cut off alike. */
const LEAST_SESSIONS = 200;
/** A call has two legs with a port for sound and one for its reports each; while it is transferred, three. */
const PORTS_A_CALL = 6;

export const sipChecks: readonly EngineCheck[] = [
  { code: 'asterisk.transports', needs: 'files', judge: judgeTransports },
  { code: 'asterisk.websocket', needs: 'files', judge: judgeWebSocket },
  { code: 'asterisk.nat', needs: 'files', judge: judgeNat },
  { code: 'asterisk.callers', needs: 'files', judge: judgeCallers },
  {
    code: 'asterisk.ice',
    needs: 'files',
    judge: ({ files }): Verdict =>
      // On by default.
      isTrue(files.value('rtp.conf', 'general', 'icesupport') ?? 'yes')
        ? ok('Browsers are answered with ICE.')
        : failure('ICE_OFF', {}, rtp('icesupport = yes')),
  },
  { code: 'asterisk.rtp', needs: 'files', judge: judgeRtpPorts },
  {
    code: 'asterisk.sessions',
    needs: 'files',
    judge: ({ files }): Verdict => {
      const limit = Number(files.value('http.conf', 'general', 'sessionlimit') ?? 100);
      if (limit >= LEAST_SESSIONS) return ok(`The HTTP server holds ${limit} sessions.`);
      return failure(
        'HTTP_SESSIONS_TOO_FEW',
        { limit },
        {
          file: 'http.conf',
          section: 'general',
          lines: ['sessionlimit = 2000'],
          apply: RESTART,
        },
      );
    },
  },
];

const rtp = (line: string): Remedy => ({
  file: 'rtp.conf',
  section: 'general',
  lines: [line],
  apply: 'module reload res_rtp_asterisk.so',
});

const valueIn = ({ lines }: Section, key: string): string | undefined =>
  lines
    .filter((line) => line.key.trim() === key)
    .at(-1)
    ?.value.replace(/^>/, '')
    .trim();

const transportsOf = ({ files }: FilesView): Section[] =>
  files.sections('pjsip.conf').filter((section) => valueIn(section, 'type') === 'transport');

function judgeTransports(view: FilesView): Verdict {
  const present = new Set(transportsOf(view).map(({ name }) => name));
  const [missing] = Object.entries(TRANSPORTS).filter(([name]) => !present.has(name));
  if (!missing) return ok('The four transports are there.');
  const [transport, protocol] = missing;
  const remedy = {
    file: 'pjsip.conf',
    section: transport,
    lines: ['type = transport', `protocol = ${protocol}`, 'bind = 0.0.0.0'],
    apply: RESTART,
  };
  if (protocol === 'ws') return failure('BROWSER_TRANSPORT_MISSING', { transport }, remedy);
  const say = protocol === 'udp' ? failure : warning;
  return say('TRUNK_TRANSPORT_MISSING', { transport, protocol: protocol.toUpperCase() }, remedy);
}

/** Bound to loopback, RTP is bound there too while browsers are offered another address: they hear nothing. */
function judgeWebSocket(view: FilesView): Verdict {
  const bound = transportsOf(view).find(
    (section) => /^wss?$/.test(valueIn(section, 'protocol') ?? '') && isLoopback(valueIn(section, 'bind') ?? ''),
  );
  if (!bound) return ok('The transport of browsers is bound to every address.');
  return failure(
    'WEBSOCKET_ON_LOOPBACK',
    { transport: bound.name, address: valueIn(bound, 'bind') ?? '' },
    {
      file: 'pjsip.conf',
      section: bound.name,
      lines: ['bind = 0.0.0.0'],
      apply: RESTART,
    },
  );
}

function judgeNat(view: FilesView, { externalAddress, localNets }: CheckSettings): Verdict {
  if (externalAddress === undefined) return ok('EXTERNAL_ADDRESS is not set: no NAT is expected.');
  const wrong = transportsOf(view).find(
    (section) =>
      valueIn(section, 'external_media_address') !== externalAddress ||
      valueIn(section, 'external_signaling_address') !== externalAddress,
  );
  if (!wrong) return ok(`Providers and browsers are told ${externalAddress}.`);
  return failure(
    'EXTERNAL_ADDRESS_NOT_TOLD',
    { transport: wrong.name, address: externalAddress },
    {
      file: 'pjsip.conf',
      section: wrong.name,
      lines: [
        `external_signaling_address = ${externalAddress}`,
        `external_media_address = ${externalAddress}`,
        ...localNets.map((net) => `local_net = ${net}`),
      ],
      apply: RESTART,
    },
  );
}

/** A trunk is known by its address before anybody's From header is believed. */
function judgeCallers({ files }: FilesView): Verdict {
  const globals = files.sections('pjsip.conf').find((section) => valueIn(section, 'type') === 'global');
  const order = (globals && valueIn(globals, 'endpoint_identifier_order')) ?? 'ip,username,anonymous';
  const words = order.split(',').map((word) => word.trim());
  if (words[0] === 'ip' && words.includes('username') && !words.includes('anonymous'))
    return ok('Callers are told by their address, then by their name with its password.');
  return warning(
    'CALLERS_TOLD_BY_NAME',
    { order },
    {
      file: 'pjsip.conf',
      section: globals?.name ?? 'global',
      lines: [...(globals ? [] : ['type = global']), 'endpoint_identifier_order = ip,username'],
      apply: 'module reload res_pjsip.so',
    },
  );
}

function judgeRtpPorts({ files }: FilesView, { maxCalls }: CheckSettings): Verdict {
  const start = Number(files.value('rtp.conf', 'general', 'rtpstart') ?? 5000);
  const end = Number(files.value('rtp.conf', 'general', 'rtpend') ?? 31000);
  const needed = maxCalls * PORTS_A_CALL;
  const ports = Math.max(0, end - start + 1);
  if (ports >= needed) return ok(`RTP has the ports ${start} to ${end}.`);
  const facts = { ports, start, end, calls: maxCalls, needed };
  return failure('RTP_PORTS_TOO_FEW', facts, rtp(`rtpend = ${start + needed - 1}`));
}
