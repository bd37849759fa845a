import { failure, ok, type Remedy, type Verdict, warning } from '@app/common';
import type { Section } from '../ami/config-file.js';
import { isLoopback, isTrue } from './config-files.js';
import { type CheckSettings, type EngineCheck, type FilesView, RESTART } from './engine-check.js';

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
        : failure('ICE is off: calls of browsers are answered and silent.', rtp('icesupport = yes')),
  },
  { code: 'asterisk.rtp', needs: 'files', judge: judgeRtpPorts },
  {
    code: 'asterisk.sessions',
    needs: 'files',
    judge: ({ files }): Verdict => {
      const limit = Number(files.value('http.conf', 'general', 'sessionlimit') ?? 100);
      if (limit >= LEAST_SESSIONS) return ok(`The HTTP server holds ${limit} sessions.`);
      return failure(`The HTTP server holds ${limit} sessions: one more phone, and phones and the api are cut off.`, {
        file: 'http.conf',
        section: 'general',
        lines: ['sessionlimit = 2000'],
        apply: RESTART,
      });
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
  const [name, protocol] = missing;
  const isOfTrunks = protocol === 'udp';
  const say = isOfTrunks || protocol === 'ws' ? failure : warning;
  return say(`pjsip.conf has no transport [${name}]: ${whoNeeds(protocol)} can not be used.`, {
    file: 'pjsip.conf',
    section: name,
    lines: ['type = transport', `protocol = ${protocol}`, 'bind = 0.0.0.0'],
    apply: RESTART,
  });
}

const whoNeeds = (protocol: string): string => (protocol === 'ws' ? "browsers' phones" : `trunks over ${protocol.toUpperCase()}`);

/** Bound to loopback, RTP is bound there too while browsers are offered another address: they hear nothing. */
function judgeWebSocket(view: FilesView): Verdict {
  const bound = transportsOf(view).find(
    (section) => /^wss?$/.test(valueIn(section, 'protocol') ?? '') && isLoopback(valueIn(section, 'bind') ?? ''),
  );
  if (!bound) return ok('The transport of browsers is bound to every address.');
  return failure(`[${bound.name}] is bound to ${valueIn(bound, 'bind') ?? ''}: browsers elsewhere would hear nothing.`, {
    file: 'pjsip.conf',
    section: bound.name,
    lines: ['bind = 0.0.0.0'],
    apply: RESTART,
  });
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
    `[${wrong.name}] does not tell providers ${externalAddress} (EXTERNAL_ADDRESS): they would send sound elsewhere.`,
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
  return warning(`Callers are told in the order ${order}: a name in a header may be believed before an address.`, {
    file: 'pjsip.conf',
    section: globals?.name ?? 'global',
    lines: [...(globals ? [] : ['type = global']), 'endpoint_identifier_order = ip,username'],
    apply: 'module reload res_pjsip.so',
  });
}

function judgeRtpPorts({ files }: FilesView, { maxCalls }: CheckSettings): Verdict {
  const start = Number(files.value('rtp.conf', 'general', 'rtpstart') ?? 5000);
  const end = Number(files.value('rtp.conf', 'general', 'rtpend') ?? 31000);
  const needed = maxCalls * PORTS_A_CALL;
  if (end - start + 1 >= needed) return ok(`RTP has the ports ${start} to ${end}.`);
  return failure(
    `RTP has ${Math.max(0, end - start + 1)} ports (${start} to ${end}), and ${maxCalls} calls (MAX_CALLS) need ${needed}.`,
    rtp(`rtpend = ${start + needed - 1}`),
  );
}
