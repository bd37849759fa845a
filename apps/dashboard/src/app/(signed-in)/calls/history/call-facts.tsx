'use client';
import { useLocale, useTranslations } from 'use-intl';
import { serverClock } from '@/api/server-clock';
import type { CallDetailsFragment } from '@/gql/graphql';
import { formatClock, formatExactMoment, formatExactTime } from '@/i18n/format-date';
import { formatNumber } from '@/i18n/format-number';
import { Facts, Section } from './section';

/** Who, when, how long, and how it ended. */
export function CallFacts({ call }: { call: CallDetailsFragment }) {
  const t = useTranslations('callSheet');
  const language = useLocale();
  const time = (at: string | null | undefined) => (at ? formatExactTime(new Date(at)) : null);
  const number = (value: string | null | undefined) => (value ? formatNumber(value) : null);
  const answer = call.answeredAt ?? call.endedAt;
  const waited = call.ringingAt && answer ? (Date.parse(answer) - Date.parse(call.ringingAt)) / 1000 : undefined;
  return (
    <Section title={t('facts')}>
      <Facts
        facts={[
          // A call of ours with no caller ID shows the trunk's login to the provider.
          [t('from'), number(call.from) ?? t(call.direction === 'OUTBOUND' ? 'trunksOwn' : 'withheld')],
          [t('to'), number(call.to)],
          [t('agent'), call.agent && personOf(call.agent)],
          [t('trunk'), call.trunkName],
          [t('transferredTo'), call.transfer?.state === 'COMPLETED' ? formatNumber(call.transfer.to) : null],
          [t('createdAt'), formatExactMoment(new Date(call.createdAt), language, new Date(serverClock.now()))],
          [t('ringingAt'), time(call.ringingAt)],
          [t('answeredAt'), time(call.answeredAt)],
          [t('endedAt'), time(call.endedAt)],
          [t('waited'), waited === undefined ? null : formatClock(waited)],
          [t('talked'), typeof call.talkSeconds === 'number' ? formatClock(call.talkSeconds) : null],
          [t('hungUpBy'), <HangupWords key="by" hangup={call.hangup} />],
        ]}
      />
      {call.timesExact ? null : <p className="text-sm text-warn">{t('timesInexact')}</p>}
    </Section>
  );
}

function HangupWords({ hangup }: { hangup: CallDetailsFragment['hangup'] }) {
  const t = useTranslations('callSheet');
  const tParty = useTranslations('hangupParty');
  if (!hangup) return t('none');
  const codes = [hangup.sipCode ? `SIP ${hangup.sipCode}` : '', hangup.cause ? `Q.850 ${hangup.cause}` : ''].filter(Boolean);
  return (
    <>
      {hangup.by ? tParty(hangup.by) : t('none')}
      {codes.length > 0 ? <span className="text-ink-soft"> · {codes.join(' · ')}</span> : null}
      {hangup.reason ? (
        <span lang="en" className="block text-sm text-ink-soft">
          {hangup.reason}
        </span>
      ) : null}
    </>
  );
}

function personOf({ displayName, extension }: { displayName: string; extension?: string | null }): string {
  return extension ? `${displayName} (${extension})` : displayName;
}
