'use client';
import { useApolloClient } from '@apollo/client/react';
import { Phone, PhoneIncoming, PhoneOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { serverClock } from '@/api/server-clock';
import { useCallStore } from '@/app/(signed-in)/calls/calls-live';
import { Button } from '@/components/ui/button';
import { Kbd } from '@/components/ui/kbd';
import { useKeys } from '@/components/ui/use-keys';
import { CallsWithNumberDocument, type CallsWithNumberQuery } from '@/gql/graphql';
import { formatMoment } from '@/i18n/format-date';
import { formatNumber } from '@/i18n/format-number';
import { usePhone, usePhoneState } from './phone-provider';
import { startRinging } from './ring-tone';
import { useTitle } from './use-title';

/** A call that somebody else makes to this phone: who it is, what was before, answer or decline. */
export function IncomingBar() {
  const { line } = usePhoneState();
  const store = useCallStore();
  if (line?.stage !== 'ringing') return null;
  const call = line.callId ? store.find(line.callId) : undefined;
  const who = call ? (call.direction === 'INBOUND' ? call.from : call.to) : line.from;
  return <Ringing number={who ?? line.from} callId={line.callId} isAnsweredForUs={line.answersItself} />;
}

function Ringing({ number, callId, isAnsweredForUs }: { number: string; callId: string | undefined; isAnsweredForUs: boolean }) {
  const t = useTranslations('phone');
  const phone = usePhone();
  const shown = formatNumber(number);
  useTitle(t('ringingTitle', { number: shown }));
  useEffect(() => (isAnsweredForUs ? undefined : startRinging()), [isAnsweredForUs]);
  useKeys({ A: () => phone.line.answer(), D: () => phone.line.decline() });
  return (
    <div role="alert" className="sticky top-14 z-10 border-b border-line bg-accent-soft">
      <div className="mx-auto flex w-full max-w-400 flex-wrap items-center gap-3 px-4 py-3 sm:px-6">
        <PhoneIncoming aria-hidden className="size-5 shrink-0 animate-breathe text-accent" />
        <div className="mr-auto min-w-0">
          <p className="text-sm text-ink-soft">{t('incoming')}</p>
          <p className="text-lg font-semibold tabular-nums">{shown}</p>
          <Before number={number} callId={callId} />
        </div>
        <div className="flex gap-3 max-sm:w-full max-sm:[&>*]:min-w-0 max-sm:[&>*]:flex-1">
          <Button look="danger" aria-keyshortcuts="D Alt+D" onClick={() => phone.line.decline()}>
            <PhoneOff aria-hidden className="size-4" />
            {t('decline')}
            <Kbd>D</Kbd>
          </Button>
          <Button look="primary" aria-keyshortcuts="A Alt+A" onClick={() => phone.line.answer()}>
            <Phone aria-hidden className="size-4" />
            {t('answer')}
            <Kbd>A</Kbd>
          </Button>
        </div>
      </div>
    </div>
  );
}

type Earlier = CallsWithNumberQuery['calls']['items'];

/** How many earlier calls are looked at. */
const looked = 10;

/** What this person had with that number before. */
function Before({ number, callId }: { number: string; callId: string | undefined }) {
  const t = useTranslations('phone');
  const tOutcome = useTranslations('outcome');
  const client = useApolloClient();
  const language = useLocale();
  const [earlier, setEarlier] = useState<Earlier>();
  useEffect(() => {
    if (!/^\d{3,}$/.test(number)) return;
    let isShown = true;
    void client.query({ query: CallsWithNumberDocument, variables: { number, first: looked }, fetchPolicy: 'no-cache' }).then(
      ({ data }) => isShown && data && setEarlier(data.calls.items.filter(({ id }) => id !== callId)),
      // The call is what counts.
      () => undefined,
    );
    return () => {
      isShown = false;
    };
  }, [client, number, callId]);
  const last = earlier?.[0];
  if (!earlier) return null;
  if (!last) return <p className="text-sm text-ink-soft">{t('firstTime')}</p>;
  const moment = formatMoment(new Date(last.createdAt), language, new Date(serverClock.now()));
  return (
    <p className="text-sm text-ink-soft">
      {t('before', { count: earlier.length < looked ? String(earlier.length) : `${looked}+`, moment })}
      {last.outcome ? ` · ${tOutcome(last.outcome)}` : null}
      {last.note ? ` · ${last.note}` : null}
    </p>
  );
}
