import type { VoiceQuality } from './call.results.js';

/** ITU-T G.107: with every parameter at its default. */
const BEST_R = 93.2;
/** ITU-T G.113, appendix I: how G.711 with concealment takes random loss. It has no impairment of its own. */
const LOSS_ROBUSTNESS = 25.1;
/** ms that a packet takes to be made and played. */
const PACKET_MS = 20;
/** ms of delay in one direction from which on it disturbs (Cole and Rosenbluth, "Voice over IP performance monitoring", 2001). */
const DISTURBING_DELAY_MS = 177.3;

/**
 * What people would say of this voice, from 1 (bad) to 4.5: the E-model (ITU-T G.107) from loss, jitter and round trip. Jitter counts as the delay of
 * a buffer twice as long. Undefined where neither loss nor jitter was measured.
 */
export function mosOf({ jitterMs, lossPercent, roundTripMs }: VoiceQuality): number | undefined {
  if (jitterMs === undefined && lossPercent === undefined) return undefined;
  const delay = (roundTripMs ?? 0) / 2 + 2 * (jitterMs ?? 0) + PACKET_MS;
  const delayImpairment = 0.024 * delay + 0.11 * Math.max(0, delay - DISTURBING_DELAY_MS);
  const loss = Math.min(Math.max(lossPercent ?? 0, 0), 100);
  const lossImpairment = (95 * loss) / (loss + LOSS_ROBUSTNESS);
  const r = Math.min(Math.max(BEST_R - delayImpairment - lossImpairment, 0), 100);
  const mos = 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6;
  return Math.round(Math.min(Math.max(mos, 1), 4.5) * 100) / 100;
}
