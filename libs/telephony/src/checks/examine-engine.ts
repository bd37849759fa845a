import type { Finding } from '@app/common';
import { bookChecks } from './book-checks.js';
import { dialplanChecks } from './dialplan-checks.js';
import { doorChecks } from './door-checks.js';
import type { CheckSettings, EngineCheck } from './engine-check.js';
import { type EngineReason, unknown, type Verdict } from './engine-reasons.js';
import { type EngineView, viewEngine } from './engine-view.js';
import { moduleChecks } from './module-checks.js';
import { rightChecks } from './right-checks.js';
import { sipChecks } from './sip-checks.js';

export const engineChecks: readonly EngineCheck[] = [
  ...doorChecks,
  ...rightChecks,
  ...moduleChecks,
  ...sipChecks,
  ...bookChecks,
  ...dialplanChecks,
];

/**
 * Looks at the Asterisk of these settings over the network: one finding for each check, in their order, also for what is as it should be. Never throws.
 * @param now our own clock, ms
 */
export async function examineEngine(settings: CheckSettings, now: () => number = Date.now): Promise<Finding<EngineReason>[]> {
  const view = await viewEngine(settings, now);
  return engineChecks.map((check) => ({ code: check.code, ...judge(check, view, settings) }));
}

function judge(check: EngineCheck, view: EngineView, settings: CheckSettings): Verdict {
  if (check.needs === 'ari' && view.ari !== 'OPEN') return unknown('ARI_NOT_OPEN', {});
  if (check.needs !== 'nothing' && check.needs !== 'ari' && view.ami !== 'OPEN') return unknown('AMI_NOT_OPEN', {});
  if (check.needs !== 'files') return check.judge(view, settings);
  const { files } = view;
  if (!files) return unknown('AMI_CONFIG_RIGHT_MISSING', { user: settings.amiUsername });
  return check.judge({ ...view, files }, settings);
}
