import type { Trunk } from '@app/trunks';
import { asLines, isTrunkName } from './as-lines.js';
import { linesForUnattended, type UnattendedRoute } from './unattended-lines.js';

/** What the text is made of. */
export interface InboundSource {
  trunks: readonly Trunk[];
  /** Whom calls ring while the app is away, the most exact first. */
  routes?: readonly UnattendedRoute[];
  /** The engine itself ends a call after so many seconds. */
  maxCallSeconds?: number;
}

const BUSY = 17;
const LONGEST_SECONDS = 7200;
/** Whatever a provider puts before the @ of its request, and where it puts nothing. */
const ANY_NUMBER = '_[+0-9a-zA-Z].';
const NO_NUMBER = 's';
/** What may stand in an address, of what the text goes on with: nothing that means something to Asterisk. */
const PLAIN = '-+0-9A-Za-z_.%@:<>';

/**
 * The lines of [inbound], without the header. Each call counts among its trunk's, whichever way they go, and is refused as busy where they are too many; then it is
 * handed to the app with everything that may be the number that was called. Without the app phones are rung. No way leads from here to a trunk.
 */
export function generateInbound({ trunks, routes = [], maxCallSeconds = LONGEST_SECONDS }: InboundSource): string[] {
  const steps = [
    "NoOp(Kiruvchi qo'ng'iroq: ${FILTER(+0-9,${EXTEN})})",
    // The endpoint that the call came over has the trunk's name.
    'Set(GROUP(trunk)=${CHANNEL(endpoint)})',
    ...trunks.flatMap(limit),
    `Set(CALLED=:\${FILTER(${PLAIN},\${EXTEN})}@)`,
    `Set(CALLED_TO=\${FILTER(${PLAIN},\${PJSIP_HEADER(read,To)})})`,
    `Set(CALLED_PARTY=\${FILTER(${PLAIN},\${PJSIP_HEADER(read,P-Called-Party-ID)})})`,
    'Set(PRIVACY=${FILTER(A-Za-z,${PJSIP_HEADER(read,Privacy)})})',
    'Stasis(trunkline,inbound,${CALLED:1:-1},${CALLED_TO},${CALLED_PARTY},${CALLERID(num-pres)},${PRIVACY})',
    'GotoIf($["${STASISSTATUS}" != "FAILED"]?end)',
    ...linesForUnattended(routes, maxCallSeconds),
    `(full)Hangup(${BUSY})`,
    '(end)Hangup()',
  ];
  return [ANY_NUMBER, NO_NUMBER].flatMap((pattern) => asLines(pattern, steps));
}

function limit({ name, enabled, maxChannels }: Trunk): string[] {
  if (!enabled || maxChannels === null || !isTrunkName(name)) return [];
  return [`GotoIf($["\${CHANNEL(endpoint)}" = "${name}" & \${GROUP_COUNT(${name}@trunk)} > ${maxChannels}]?full)`];
}
