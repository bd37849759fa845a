import type { Tone } from '@/components/ui/status';
import type { Presence } from '@/gql/graphql';

export const presenceTones: Record<Presence, Tone> = {
  AVAILABLE: 'good',
  AWAY: 'warn',
  IN_CALL: 'bad',
  WRAP_UP: 'warn',
  OFFLINE: 'idle',
};

/** Reasons that most centres have; a person may write another. */
export const awayReasons = ['lunch', 'break', 'meeting', 'training'] as const;
