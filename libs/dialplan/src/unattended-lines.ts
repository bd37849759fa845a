import { phoneDialString, UNATTENDED } from '@app/telephony';
import { isTrunkName } from './as-lines.js';

/** Whom a call rings that comes in while the app is away. */
export interface UnattendedRoute {
  /** The number of ours that was called, as the books have it; null: any. */
  number: string | null;
  /** null: over any trunk. */
  trunkName: string | null;
  /** Rung together. */
  phoneIds: readonly string[];
  /** Rung when none of those answered. */
  fallbackPhoneIds: readonly string[];
  ringSeconds: number;
}

const NOBODY_THERE = 20;
const NO_CIRCUIT = 34;
/** A line of the dialplan is no longer: whoever comes later in a large group is rung by the app alone. */
const LONGEST_DIAL = 900;
/** Where the number may stand, the first that has one: the request, To, P-Called-Party-ID. */
const PLACES = ['CALLED', 'CALLED_TO', 'CALLED_PARTY'];

/**
 * The steps that follow where the app did not take the call: the route by the number that was called and the trunk, its phones, those of its fallback group, the end. Whoever
 * is away or talks is rung too: only the app knows.
 */
export function linesForUnattended(routes: readonly UnattendedRoute[], maxCallSeconds: number): string[] {
  const usable = routes.filter(isSound);
  const labelOf = (route: UnattendedRoute) => `route${usable.indexOf(route) + 1}`;
  const ofNumbers = usable.filter(({ number }) => number !== null);
  const others = usable.filter(({ number }) => number === null);
  // By these it is found in Asterisk's own records, also where nobody is rung.
  const marks = ['Set(CALL_ID=${UUID()})', 'Set(CHANNEL(accountcode)=${CALL_ID})', `Set(CHANNEL(userfield)=${UNATTENDED})`];
  if (usable.length === 0) return [...marks, `Hangup(${NO_CIRCUIT})`];
  return [
    ...marks,
    'Set(RECORDING_PATH=${ASTSPOOLDIR}/recording/call_${CALL_ID}.wav)',
    `Set(TIMEOUT(absolute)=${maxCallSeconds})`,
    ...PLACES.flatMap((place) => ofNumbers.map((route) => `GotoIf($[${isFor(route, place)}]?${labelOf(route)})`)),
    ...others.map((route) => `GotoIf($[${isOver(route)}]?${labelOf(route)})`),
    `Hangup(${NO_CIRCUIT})`,
    ...usable.flatMap((route) => linesOfRoute(route, labelOf(route))),
  ];
}

function linesOfRoute({ number, phoneIds, fallbackPhoneIds, ringSeconds }: UnattendedRoute, label: string): string[] {
  const groups = [phoneIds, fallbackPhoneIds].map(dialed).filter((phones) => phones !== '');
  return [
    `(${label})MixMonitor(\${RECORDING_PATH},b)`,
    ...(number === null ? [] : [`Set(CHANNEL(userfield)=${UNATTENDED}:${number})`]),
    ...groups.flatMap((phones) => [`Dial(${phones},${ringSeconds})`, 'GotoIf($["${DIALSTATUS}" = "ANSWER"]?end)']),
    `Hangup(${NOBODY_THERE})`,
  ];
}

/** As many as one line holds. */
function dialed(phoneIds: readonly string[]): string {
  const phones = [...new Set(phoneIds)].map(phoneDialString);
  let text = '';
  for (const phone of phones) {
    const longer = text === '' ? phone : `${text}&${phone}`;
    if (longer.length > LONGEST_DIAL) break;
    text = longer;
  }
  return text;
}

/** `:998712000000@`, however the provider writes it. */
function isFor(route: UnattendedRoute, place: string): string {
  const number = route.number ?? '';
  const written = /^998\d{9}$/.test(number) ? `(998)?${number.slice(3)}` : number;
  const matches = `\${REGEX(":(%2B|[+])?(00)?${written}@" \${${place}})} = 1`;
  return route.trunkName === null ? matches : `${isOver(route)} & ${matches}`;
}

function isOver({ trunkName }: UnattendedRoute): string {
  return trunkName === null ? '1' : `"\${CHANNEL(endpoint)}" = "${trunkName}"`;
}

/** All of it was checked when it was saved, and is once more. */
function isSound({ number, trunkName, phoneIds, fallbackPhoneIds, ringSeconds }: UnattendedRoute): boolean {
  const isNumber = number === null || /^\d{3,15}$/.test(number);
  const arePhones = [...phoneIds, ...fallbackPhoneIds].every((id) => /^\d{3,5}(-desk)?$/.test(id));
  return isNumber && arePhones && (trunkName === null || isTrunkName(trunkName)) && /^\d{1,3}$/.test(String(ringSeconds));
}
