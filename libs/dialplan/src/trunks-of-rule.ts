import { byPriority, type Trunk } from '@app/trunks';
import type { DialplanRule } from './dialplan-rule.entity.js';

/**
 * The trunks that a rule tries, in order: its own (also those that are switched off: they are shown with their reason), or every enabled one by its
 * priority. The demo trunk is chosen only by a rule that names it.
 */
export function trunksOfRule(rule: Pick<DialplanRule, 'trunks'>, trunks: readonly Trunk[]): Trunk[] {
  if (rule.trunks.length > 0) return rule.trunks.flatMap((named) => trunks.find((trunk) => trunk.id === named.id) ?? []);
  return trunks.filter((trunk) => trunk.enabled && !trunk.isDemo).sort(byPriority);
}
