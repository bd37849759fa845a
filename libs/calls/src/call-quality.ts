/** From what was measured of the legs to what a call shows. Pure. */
import type { CallLeg } from './call-leg.entity.js';
import { CallSide, LegQuality, type StoredQuality, type VoiceQuality } from './call.results.js';
import { mosOf } from './mos.js';

const keys = ['jitterMs', 'lossPercent', 'roundTripMs'] as const;

/** Each side whose voice was measured: the customer's, and that of who talked last for us. Null where nothing was. */
export function qualityOfCall(legs: readonly CallLeg[]): LegQuality[] | null {
  const talked = legs.filter(
    ({ part, answeredAt, dialString }) => part !== 'MONITOR' && (answeredAt !== null || dialString === null),
  );
  const last = (side: CallSide): CallLeg | undefined =>
    talked
      .filter((leg) => (leg.role === 'CUSTOMER') === (side === CallSide.CUSTOMER) && leg.part === 'MAIN')
      .sort((left, right) => timeOf(left) - timeOf(right))
      .at(-1);
  const sides = [CallSide.AGENT, CallSide.CUSTOMER].flatMap((side) => qualityOfSide(side, last(side)?.quality ?? null) ?? []);
  return sides.length > 0 ? sides : null;
}

const timeOf = ({ answeredAt, createdAt }: CallLeg): number => (answeredAt ?? createdAt).getTime();

function qualityOfSide(side: CallSide, stored: StoredQuality | null): LegQuality | undefined {
  const voice = worse(stored?.measured ?? {}, stored?.reported ?? {});
  if (Object.keys(voice).length === 0) return undefined;
  const { jitterMs = null, lossPercent = null, roundTripMs = null } = voice;
  return Object.assign(new LegQuality(), { side, mos: mosOf(voice) ?? null, jitterMs, lossPercent, roundTripMs });
}

/** Each way of the same line is measured at its end: the worse one is what was heard. */
function worse(one: VoiceQuality, other: VoiceQuality): VoiceQuality {
  const voice: VoiceQuality = {};
  for (const key of keys) {
    const values = [one[key], other[key]].filter((value) => value !== undefined);
    if (values.length > 0) voice[key] = Math.max(...values);
  }
  return voice;
}
