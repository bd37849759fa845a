import type { Trunk } from '@app/trunks';
import { asLines, isTrunkName } from './as-lines.js';

/** What the text is made of. */
export interface InboundSource {
  trunks: readonly Trunk[];
}

const BUSY = 17;
const NO_CIRCUIT = 34;
/** Whatever a provider puts before the @ of its request, and where it puts nothing. */
const ANY_NUMBER = '_[+0-9a-zA-Z].';
const NO_NUMBER = 's';

/**
 * The lines of [inbound], without the header. Each call counts among its trunk's, whichever way they go, and is refused as busy where they are too many; then it is
 * routed. No way leads from here to a trunk.
 */
export function generateInbound({ trunks }: InboundSource): string[] {
  const steps = [
    "NoOp(Kiruvchi qo'ng'iroq: ${FILTER(+0-9,${EXTEN})})",
    // The endpoint that the call came over has the trunk's name.
    'Set(GROUP(trunk)=${CHANNEL(endpoint)})',
    ...trunks.flatMap(limit),
    ...route(),
    `(full)Hangup(${BUSY})`,
    '(end)Hangup()',
  ];
  return [ANY_NUMBER, NO_NUMBER].flatMap((pattern) => asLines(pattern, steps));
}

function limit({ name, enabled, maxChannels }: Trunk): string[] {
  if (!enabled || maxChannels === null || !isTrunkName(name)) return [];
  return [`GotoIf($["\${CHANNEL(endpoint)}" = "${name}" & \${GROUP_COUNT(${name}@trunk)} > ${maxChannels}]?full)`];
}

/** Where it goes: to the app, and nowhere without it. Inbound routes will stand here; their ways end at `end`. */
function route(): string[] {
  return [
    'Stasis(trunkline,inbound,${FILTER(+0-9,${EXTEN})})',
    'GotoIf($["${STASISSTATUS}" != "FAILED"]?end)',
    `Hangup(${NO_CIRCUIT})`,
  ];
}
