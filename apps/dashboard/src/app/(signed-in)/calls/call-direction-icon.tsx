import { ArrowDownLeft, ArrowLeftRight, ArrowUpRight } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { CallDirection } from '@/gql/graphql';

const directions = {
  OUTBOUND: { Icon: ArrowUpRight, word: 'outbound' },
  INBOUND: { Icon: ArrowDownLeft, word: 'inbound' },
  INTERNAL: { Icon: ArrowLeftRight, word: 'internal' },
} as const satisfies Record<CallDirection, { Icon: typeof ArrowUpRight; word: string }>;

/** Who called whom: an arrow to see, a word to hear. */
export function CallDirectionIcon({ direction }: { direction: CallDirection }) {
  const t = useTranslations('callList');
  const { Icon, word } = directions[direction];
  return (
    <>
      <Icon aria-hidden className="size-4 shrink-0 text-ink-soft" />
      <span className="sr-only">{t(word)}</span>
    </>
  );
}
