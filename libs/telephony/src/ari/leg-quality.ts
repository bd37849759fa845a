import type { LegQualityReport } from '../telephony.gateway.js';
import { asNumber, asObject } from './ari-payloads.js';

/**
 * What Asterisk's statistics say of the voice that comes from a party (docs/asterisk-notes.md, "How a voice fares"). Times are in seconds. `rxjitter` is what the party
 * tells of ours; its own jitter is under `local_`. Lost packets are added up with each RTCP report, those that came at once: of the latter, half an interval on
 * average has not been judged yet. How many reports there were follows from the loss of all and of one on average.
 */
export function qualityOf(statistics: unknown): LegQualityReport | undefined {
  const { local_normdevjitter, rxploss, rxcount, rtt, local_normdevrxploss } = asObject(statistics);
  const [jitter, lost, received, roundTrip, lostInOne] = [local_normdevjitter, rxploss, rxcount, rtt, local_normdevrxploss].map(
    asNumber,
  );
  if (received === undefined || received === 0) return undefined;
  const reports = lost && lostInOne ? Math.max(1, Math.round(lost / lostInOne)) : undefined;
  const judged = reports === undefined ? received : (received * reports) / (reports + 0.5);
  return {
    ...(jitter !== undefined && { jitterMs: jitter * 1000 }),
    ...(lost !== undefined && { lossPercent: (100 * lost) / (lost + judged) }),
    ...(roundTrip !== undefined && roundTrip > 0 && { roundTripMs: roundTrip * 1000 }),
  };
}
