import { Store } from '@/store';

/** The live connection. `opened` counts the times it was made: what was missed is asked for when it grows. */
export interface Connection {
  state: 'connecting' | 'open' | 'lost';
  opened: number;
}

export const connection = new Store<Connection>({ state: 'connecting', opened: 0 });

/** How long to wait before the n-th attempt (0: the first), in ms: a short first pause, then longer, spread so that a hundred pages do not come at once. */
export function retryDelay(attempt: number, random: number = Math.random()): number {
  return Math.round(Math.min(250 * 2 ** Math.min(attempt, 10), 5_000) * (0.75 + random / 2));
}
