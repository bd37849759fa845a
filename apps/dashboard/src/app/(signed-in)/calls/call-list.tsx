'use client';
import { Phone, PhoneCall } from 'lucide-react';
import { memo } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { serverClock } from '@/api/server-clock';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { Skeleton } from '@/components/ui/skeleton';
import { Badge } from '@/components/ui/status';
import type { CallFieldsFragment } from '@/gql/graphql';
import { formatClock, formatMoment } from '@/i18n/format-date';
import { formatNumber } from '@/i18n/format-number';
import { CallDirectionIcon } from './call-direction-icon';
import { farNumber, toneOf } from './call-words';
import { useCalls } from './calls-live';
import { useCurrentCall } from './current-call';
import { LiveCalls } from './live-calls';

/** How many: the rest is history. */
const lastCalls = 20;

/** The live part of Qo'ng'iroqlar: the calls that go on, and those that have just ended. */
export function CallList() {
  return (
    <div className="grid min-w-0 gap-6">
      <LiveCalls />
      <LastCalls />
    </div>
  );
}

/** The last calls that have ended. A table where there is room, cards on a phone. */
function LastCalls() {
  const t = useTranslations('callList');
  const { isLoaded, calls: known } = useCalls();
  const calls = known.filter(({ state }) => state === 'ENDED').slice(0, lastCalls);
  return (
    <Card aria-labelledby="call-list-title" className="overflow-hidden">
      <h2 id="call-list-title" className="px-5 pt-4 pb-3 text-lg font-semibold">
        {t('title')}
      </h2>
      {!isLoaded ? (
        <div className="grid gap-3 px-5 pb-5" aria-busy>
          {Array.from({ length: 6 }, (_, row) => (
            <Skeleton key={row} className="h-9" />
          ))}
        </div>
      ) : calls.length === 0 ? (
        <EmptyState icon={PhoneCall} title={t('empty')}>
          {t('emptyHint')}
        </EmptyState>
      ) : (
        <table className="w-full border-t border-line text-left max-sm:block">
          <thead className="text-sm text-ink-soft max-sm:sr-only">
            <tr>
              <th className="py-2.5 pr-3 pl-5 font-medium">{t('number')}</th>
              <th className="px-3 font-medium">{t('state')}</th>
              <th className="px-3 font-medium max-xl:hidden">{t('trunk')}</th>
              <th className="px-3 font-medium max-2xl:hidden">{t('agent')}</th>
              <th className="px-3 font-medium">{t('time')}</th>
              <th className="px-3 text-right font-medium max-md:hidden">{t('duration')}</th>
              <td className="w-14 pr-5" />
            </tr>
          </thead>
          <tbody className="max-sm:block">
            {calls.map((call) => (
              <CallRow key={call.id} call={call} />
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}

const CallRow = memo(function CallRow({ call }: { call: CallFieldsFragment }) {
  const t = useTranslations('callList');
  const language = useLocale();
  const { place, isBusy } = useCurrentCall();
  const far = farNumber(call);
  const shown = far ? formatNumber(far) : t('none');
  return (
    <tr
      className="border-t border-line hover:bg-sunken max-sm:relative max-sm:flex max-sm:flex-wrap max-sm:items-center max-sm:gap-x-3 max-sm:gap-y-1 max-sm:py-3 max-sm:pr-16 max-sm:pl-5"
      data-call-row={call.state}
    >
      <td className="py-2.5 pr-3 pl-5 max-sm:basis-full max-sm:p-0">
        <span className="flex items-center gap-2 font-medium whitespace-nowrap tabular-nums">
          <CallDirectionIcon direction={call.direction} />
          {shown}
        </span>
      </td>
      <td className="px-3 max-sm:p-0">
        <CallBadge call={call} />
      </td>
      <td className="px-3 max-xl:hidden">{call.trunkName ?? t('none')}</td>
      <td className="px-3 whitespace-nowrap max-2xl:hidden">{call.agent?.displayName ?? t('none')}</td>
      <td className="px-3 whitespace-nowrap text-ink-soft max-sm:p-0 max-sm:text-sm">
        {formatMoment(new Date(call.createdAt), language, new Date(serverClock.now()))}
      </td>
      <td className="px-3 text-right text-ink-soft tabular-nums max-md:hidden">
        {call.talkSeconds == null ? t('none') : formatClock(call.talkSeconds)}
      </td>
      <td className="pr-5 pl-1 max-sm:absolute max-sm:top-1/2 max-sm:right-4 max-sm:-translate-y-1/2 max-sm:p-0">
        {far && call.direction !== 'INTERNAL' ? (
          <Button
            look="quiet"
            size="icon"
            disabled={isBusy}
            aria-label={t('callAgain', { number: shown })}
            title={t('callAgain', { number: shown })}
            onClick={() => place(far, undefined)}
          >
            <Phone aria-hidden className="size-4" />
          </Button>
        ) : null}
      </td>
    </tr>
  );
});

function CallBadge({ call }: { call: CallFieldsFragment }) {
  const tState = useTranslations('callState');
  const tOutcome = useTranslations('outcome');
  return <Badge tone={toneOf(call)}>{call.outcome ? tOutcome(call.outcome) : tState(call.state)}</Badge>;
}
