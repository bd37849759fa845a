'use client';
import { ArrowDownLeft, ArrowLeftRight, ArrowUpRight, AudioLines, Phone, type LucideIcon } from 'lucide-react';
import { useLocale, useTranslations } from 'use-intl';
import { serverClock } from '@/api/server-clock';
import { Button } from '@/components/ui/button';
import { Badge } from '@/components/ui/status';
import type { CallDirection, HistoryCallFragment } from '@/gql/graphql';
import { formatClock, formatMoment } from '@/i18n/format-date';
import { formatNumber } from '@/i18n/format-number';
import { farNumber, toneOf } from '../call-words';
import { useCurrentCall } from '../current-call';

export const directionIcons: Record<CallDirection, LucideIcon> = {
  OUTBOUND: ArrowUpRight,
  INBOUND: ArrowDownLeft,
  INTERNAL: ArrowLeftRight,
};

const narrow = '@max-xl:block @max-xl:p-0';

/** Ended calls, each a way to its details. Rows where there is room, cards where there is not. */
export function HistoryTable({
  calls,
  onOpen,
}: {
  calls: readonly HistoryCallFragment[];
  onOpen: (call: HistoryCallFragment) => void;
}) {
  const t = useTranslations('history');
  return (
    <table className="w-full text-left @max-xl:block">
      <thead className="text-sm text-ink-soft @max-xl:sr-only">
        <tr>
          <th className="py-2.5 pr-3 pl-5 font-medium">{t('number')}</th>
          <th className="px-3 font-medium">{t('outcome')}</th>
          <th className="px-3 font-medium @max-4xl:hidden">{t('agent')}</th>
          <th className="px-3 font-medium @max-5xl:hidden">{t('trunk')}</th>
          <th className="px-3 font-medium">{t('time')}</th>
          <th className="px-3 text-right font-medium">{t('talk')}</th>
          <td className="w-14 pr-4" />
        </tr>
      </thead>
      <tbody className="@max-xl:block">
        {calls.map((call) => (
          <Row key={call.id} call={call} onOpen={onOpen} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ call, onOpen }: { call: HistoryCallFragment; onOpen: (call: HistoryCallFragment) => void }) {
  const t = useTranslations('history');
  const tOutcome = useTranslations('outcome');
  const tDirection = useTranslations('direction');
  const language = useLocale();
  const far = farNumber(call);
  const shown = far ? formatNumber(far) : t('withheld');
  const Icon = directionIcons[call.direction];
  return (
    <tr
      data-history-row={call.id}
      className="relative border-t border-line hover:bg-sunken @max-xl:grid @max-xl:grid-cols-[minmax(0,1fr)_auto] @max-xl:gap-x-3 @max-xl:gap-y-1 @max-xl:py-3 @max-xl:pr-18 @max-xl:pl-5"
    >
      <td className={`py-2 pr-3 pl-5 ${narrow}`}>
        <button
          type="button"
          onClick={() => onOpen(call)}
          className="flex items-center gap-2 rounded-md font-medium whitespace-nowrap tabular-nums after:absolute after:inset-0 focus-visible:after:rounded-md focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent focus-visible:outline-none"
        >
          <Icon aria-hidden className="size-4 text-ink-soft" />
          <span className="sr-only">{tDirection(call.direction)}</span>
          {shown}
        </button>
        <Notes call={call} />
      </td>
      <td className={`px-3 ${narrow}`}>{call.outcome ? <Badge tone={toneOf(call)}>{tOutcome(call.outcome)}</Badge> : null}</td>
      <td className="px-3 @max-4xl:hidden">{call.agent?.displayName ?? t('none')}</td>
      <td className="px-3 @max-5xl:hidden">{call.trunkName ?? t('none')}</td>
      <td className={`px-3 whitespace-nowrap text-ink-soft @max-xl:text-sm ${narrow}`}>
        {formatMoment(new Date(call.createdAt), language, new Date(serverClock.now()))}
      </td>
      <td className={`px-3 text-right whitespace-nowrap text-ink-soft tabular-nums @max-xl:text-sm ${narrow}`}>
        <span className="inline-flex items-center gap-2">
          {call.recording ? <AudioLines role="img" aria-label={t('recorded')} className="size-4 text-accent" /> : null}
          {call.talkSeconds === null || call.talkSeconds === undefined ? t('none') : formatClock(call.talkSeconds)}
        </span>
      </td>
      <td className="pr-4 pl-1 text-right @max-xl:absolute @max-xl:top-1/2 @max-xl:right-4 @max-xl:-translate-y-1/2 @max-xl:p-0">
        {far && call.direction !== 'INTERNAL' ? <CallButton number={far} /> : null}
      </td>
    </tr>
  );
}

/** The first words of a note, and the tags. */
function Notes({ call: { note, tags } }: { call: HistoryCallFragment }) {
  if (!note && tags.length === 0) return null;
  return (
    // As wide as the column is without it: a long note is cut and does not push the others out.
    <p className="mt-1 flex w-0 max-w-72 min-w-full flex-wrap items-center gap-1 pl-6 text-sm text-ink-soft">
      {tags.map((tag) => (
        <Tag key={tag}>{tag}</Tag>
      ))}
      {note ? <span className="max-w-full truncate">{note}</span> : null}
    </p>
  );
}

export function Tag({ children }: { children: string }) {
  return <span className="max-w-40 truncate rounded-md bg-accent-soft px-1.5 text-xs leading-5 text-accent">{children}</span>;
}

/** Calls the number again, over the trunk that the dialplan chooses. */
export function CallButton({ number }: { number: string }) {
  const t = useTranslations('history');
  const { place, isBusy } = useCurrentCall();
  const label = t('call', { number: formatNumber(number) });
  return (
    <Button
      look="quiet"
      size="icon"
      disabled={isBusy}
      aria-label={label}
      title={label}
      onClick={() => void place(number, undefined)}
      className="relative z-1"
    >
      <Phone aria-hidden className="size-4" />
    </Button>
  );
}
