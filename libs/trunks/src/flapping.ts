import type { TrunkChange } from './trunk-change.entity.js';
import { TrunkChangeKind } from './trunk-change.entity.js';
import { TrunkAuthMode } from './trunk.entity.js';

/** Lost so often within so long (ms): the trunk flaps. */
const LOSSES = 3;
const WINDOW_MS = 10 * 60_000;

const HELD = ['REGISTERED', 'REACHABLE'];
const LOST = ['REJECTED', 'UNREACHABLE'];

type FlapChange = Pick<TrunkChange, 'at' | 'kind' | 'state'>;

/**
 * Until when a trunk is said to flap: its registration (of a trunk without one: its reachability) was held and lost again and again. To register anew because
 * somebody changed it (REGISTERING) is no loss.
 * @param changes oldest first; one from before the window says whether the first loss was one
 * @returns null where it does not flap
 */
export function flapsUntil(changes: readonly FlapChange[], authMode: TrunkAuthMode, now: Date): Date | null {
  const kind = authMode === TrunkAuthMode.IP ? TrunkChangeKind.REACHABILITY : TrunkChangeKind.REGISTRATION;
  const losses: Date[] = [];
  let isHeld = false;
  for (const change of changes) {
    if (change.kind !== kind) continue;
    if (LOST.includes(change.state) && isHeld) losses.push(change.at);
    if (change.state !== 'REGISTERING') isHeld = HELD.includes(change.state);
  }
  const deciding = losses.at(-LOSSES);
  const until = deciding && new Date(deciding.getTime() + WINDOW_MS);
  return until && until > now ? until : null;
}
