import { byPriority, type Trunk } from '@app/trunks';
import type { DialplanRule } from './dialplan-rule.entity.js';

/**
 * The trunks that a rule tries, in order: its own (also those that are switched off: they are shown with their reason), or every enabled one by its
 * priority. The demo trunk is chosen only by a rule that names it. An emergency rule goes on after its own with every other enabled one; without trunks of its own the
 * demo trunk is its last.
 */
export function trunksOfRule(rule: Pick<DialplanRule, 'trunks' | 'emergency'>, trunks: readonly Trunk[]): Trunk[] {
  const named = rule.trunks;
  const own = named.flatMap(({ id }) => trunks.find((trunk) => trunk.id === id) ?? []);
  const others = () => trunks.filter((trunk) => trunk.enabled && !trunk.isDemo && !own.includes(trunk)).sort(byPriority);
  if (!rule.emergency) return named.length > 0 ? own : others();
  const last = named.length > 0 ? [] : trunks.filter((trunk) => trunk.enabled && trunk.isDemo);
  return [...own, ...others(), ...last];
}
