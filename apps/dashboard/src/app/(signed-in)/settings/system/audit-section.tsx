'use client';
import { ScrollText } from 'lucide-react';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { serverClock } from '@/api/server-clock';
import { useRead } from '@/api/use-read';
import { Button } from '@/components/ui/button';
import { DayField } from '@/components/ui/day-field';
import { EmptyState } from '@/components/ui/empty-state';
import { SelectField, TextField } from '@/components/ui/field';
import { ListCard } from '@/components/ui/list-card';
import { PageLink } from '@/components/ui/page-link';
import { PageSection } from '@/components/ui/page-section';
import { useDayWords } from '@/forms/use-day-words';
import { type AuditFieldsFragment, AuditPeopleDocument } from '@/gql/graphql';
import { formatExactMoment } from '@/i18n/format-date';
import { useProblemWords } from '@/i18n/use-problem-words';
import { callOf, isId } from './audit-call';
import { tellDetail } from './audit-detail';
import { auditAreas, auditFilter, type AuditValues, everything } from './audit-filter';
import { useAuditLog } from './use-audit-log';

/** Who did or tried what, newest first; more comes as one scrolls. */
export function AuditSection() {
  const t = useTranslations('audit');
  const words = useProblemWords();
  const [values, setValues] = useState(everything);
  const { lines, problem, isBusy, more } = useAuditLog(auditFilter(values));
  const end = useRef<HTMLDivElement>(null);
  const reach = useEffectEvent(() => void more());
  const hasMore = Boolean(lines?.nextCursor);
  const count = lines?.items.length;
  useEffect(() => {
    if (!end.current || !hasMore) return;
    const watch = new IntersectionObserver(([entry]) => entry?.isIntersecting && reach(), { rootMargin: '400px' });
    watch.observe(end.current);
    return () => watch.disconnect();
    // A page may be too short to push the end out of sight: looked at again after each.
  }, [hasMore, count]);
  const isFiltered = Object.values(values).some(Boolean);
  return (
    <PageSection title={t('title')} hint={t('hint')}>
      <AuditFields values={values} onChange={setValues} />
      <ListCard
        isLoading={!lines}
        problem={problem && words(problem)}
        empty={
          count === 0 ? (
            <EmptyState
              icon={ScrollText}
              title={t('empty')}
              action={isFiltered ? <Button onClick={() => setValues(everything)}>{t('clear')}</Button> : null}
            />
          ) : undefined
        }
      >
        <ol>
          {lines?.items.map((entry) => (
            <AuditLine key={entry.id} entry={entry} />
          ))}
        </ol>
        {hasMore ? (
          <div ref={end} className="border-t border-line p-3 text-center">
            <Button look="quiet" busy={isBusy} onClick={more}>
              {t('more')}
            </Button>
          </div>
        ) : null}
      </ListCard>
    </PageSection>
  );
}

function AuditFields({ values, onChange }: { values: AuditValues; onChange: (values: AuditValues) => void }) {
  const t = useTranslations('audit');
  const tArea = useTranslations('auditArea');
  const dayWords = useDayWords();
  const { data } = useRead(AuditPeopleDocument, {});
  const bind = (field: keyof AuditValues) => ({
    value: values[field],
    onChange: (event: { target: { value: string } }) => onChange({ ...values, [field]: event.target.value }),
  });
  return (
    <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-5" role="search" aria-label={t('filter')}>
      <SelectField label={t('area')} {...bind('area')}>
        <option value="">{t('all')}</option>
        {auditAreas.map((area) => (
          <option key={area} value={area}>
            {tArea(area)}
          </option>
        ))}
      </SelectField>
      <SelectField label={t('user')} {...bind('userId')}>
        <option value="">{t('everybody')}</option>
        {data?.users.map(({ id, displayName }) => (
          <option key={id} value={id}>
            {displayName}
          </option>
        ))}
      </SelectField>
      <TextField label={t('subject')} {...bind('subject')} maxLength={200} autoComplete="off" />
      <DayField
        {...dayWords}
        label={t('from')}
        value={values.from}
        max={values.to}
        onChange={(from) => onChange({ ...values, from })}
      />
      <DayField
        {...dayWords}
        label={t('to')}
        value={values.to}
        min={values.from}
        onChange={(to) => onChange({ ...values, to })}
      />
    </div>
  );
}

function AuditLine({ entry }: { entry: AuditFieldsFragment }) {
  const { at, action, subject, detail, address, user } = entry;
  const t = useTranslations('audit');
  const tAction = useTranslations('auditAction');
  const all = useTranslations();
  const language = useLocale();
  const tellMoment = (moment: string) => formatExactMoment(new Date(moment), language, new Date(serverClock.now()));
  // A message's key has no dot.
  const key = action.replace('.', '_') as Parameters<typeof tAction>[0];
  const about = useSubject(action, subject);
  const callId = callOf(entry);
  const told = detail === null ? undefined : tellDetail(detail, all, tellMoment);
  return (
    <li
      data-action={action}
      className="grid gap-x-4 gap-y-0.5 border-line px-5 py-3 not-first:border-t md:grid-cols-[10rem_12rem_1fr]"
    >
      <time dateTime={at} className="text-sm text-ink-soft tabular-nums">
        {tellMoment(at)}
      </time>
      <div className="min-w-0">
        <p className="break-words">{user?.displayName ?? t('nobody')}</p>
        {address ? <p className="text-sm break-all text-ink-soft">{address}</p> : null}
      </div>
      <div className="min-w-0">
        <p className="break-words">
          {/* An action that this page does not know yet is told by its name. */}
          {tAction.has(key) ? tAction(key) : action}
          {about ? <span className="font-medium">: {about}</span> : null}
        </p>
        {told?.text ? (
          <p
            className="line-clamp-3 text-sm break-words text-ink-soft"
            title={told.text}
            lang={told.isEnglish ? 'en' : undefined}
          >
            {told.text}
          </p>
        ) : null}
        {callId ? (
          <PageLink href={`/calls/history?call=${callId}`} className="text-sm text-accent underline underline-offset-4">
            {t('openCall')}
          </PageLink>
        ) : null}
      </div>
    </li>
  );
}

/** What it was done to: a name or a number; for somebody without it, a right; for a route of no number, every other number. */
function useSubject(action: string, subject: string | null): string | null {
  const tRight = useTranslations('auditRight');
  const tInbound = useTranslations('inbound');
  if (subject === null) return action.startsWith('inboundRoute.') ? tInbound('anyNumber') : null;
  const right = subject.replace('.', '_') as Parameters<typeof tRight>[0];
  if (isId(subject)) return null;
  return action === 'access.refused' && tRight.has(right) ? tRight(right) : subject;
}
