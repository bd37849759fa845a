'use client';
import { useApolloClient } from '@apollo/client/react';
import { CircleCheck, CircleMinus } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { problemOf } from '@/api/client';
import { type Problem, refusalOf } from '@/api/problem';
import { Banner } from '@/components/ui/banner';
import { Card } from '@/components/ui/card';
import { SelectField, TextField } from '@/components/ui/field';
import { PageSection } from '@/components/ui/page-section';
import { TryNumberDocument, type TryNumberQuery } from '@/gql/graphql';
import { formatNumber } from '@/i18n/format-number';
import { useProblemWords } from '@/i18n/use-problem-words';
import { useTrunks } from '../trunks/trunks-live';

const pauseMs = 250;

type Plan = TryNumberQuery['explainCall'];
type Attempt = Plan['attempts'][number];

/** What would this number do? The answer of the function that makes the calls, while it is typed and whenever rules or trunks change. */
export function NumberTrial({ changes }: { /** Grows with every change of the dialplan. */ changes: number }) {
  const t = useTranslations('numberTrial');
  const words = useProblemWords();
  const trunks = useTrunks() ?? [];
  const [number, setNumber] = useState('');
  const [trunkName, setTrunkName] = useState('');
  const standing = trunks.map(({ id, enabled, registration }) => `${id} ${enabled} ${registration.state}`).join();
  const { plan, problem } = usePlan(number.trim(), trunkName, `${changes} ${standing}`);
  return (
    <PageSection title={t('title')} hint={t('hint')}>
      <Card className="grid gap-4 p-5">
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            label={t('number')}
            value={number}
            onChange={(event) => setNumber(event.target.value)}
            placeholder="90 123 45 67"
            inputMode="tel"
            autoComplete="off"
          />
          <SelectField label={t('trunk')} value={trunkName} onChange={(event) => setTrunkName(event.target.value)}>
            <option value="">{t('auto')}</option>
            {trunks.map(({ id, name }) => (
              <option key={id}>{name}</option>
            ))}
          </SelectField>
        </div>
        <div aria-live="polite" className="grid gap-3" data-plan={plan ? (plan.error?.errorCode ?? 'OK') : 'none'}>
          {problem ? <Banner look="bad">{words(problem)}</Banner> : null}
          {plan ? <PlanReport plan={plan} /> : <p className="text-sm text-ink-soft">{t('empty')}</p>}
        </div>
      </Card>
    </PageSection>
  );
}

function PlanReport({ plan }: { plan: Plan }) {
  const t = useTranslations('numberTrial');
  const words = useProblemWords();
  const refused = plan.error && refusalOf(plan.error);
  return (
    <>
      {refused ? (
        <Banner look="warn">{words(refused)}</Banner>
      ) : (
        <p className="font-medium text-good">{t('goes', { number: formatNumber(plan.number ?? plan.input) })}</p>
      )}
      <dl className="grid gap-x-6 gap-y-1 text-sm sm:grid-cols-[auto_1fr]">
        {plan.rule ? (
          <>
            <dt className="text-ink-soft">{t('rule')}</dt>
            <dd className="break-words">
              {plan.rule.name} <span className="font-mono text-ink-soft">{plan.rule.pattern}</span>
            </dd>
            <dt className="text-ink-soft">{t('record')}</dt>
            <dd>{plan.rule.record ? t('yes') : t('no')}</dd>
          </>
        ) : null}
      </dl>
      {plan.attempts.length > 0 ? (
        <ol className="grid gap-2">
          {plan.attempts.map((attempt) => (
            <AttemptLine key={attempt.trunk.id} attempt={attempt} />
          ))}
        </ol>
      ) : null}
    </>
  );
}

function AttemptLine({ attempt: { trunk, dialString, callerId, usable, reason } }: { attempt: Attempt }) {
  const t = useTranslations('numberTrial');
  const tState = useTranslations('registration');
  const { state } = trunk.registration;
  const Icon = usable ? CircleCheck : CircleMinus;
  const why = !trunk.enabled ? t('trunkOff') : state === 'REJECTED' || state === 'UNREACHABLE' ? tState(state) : t('notNow');
  return (
    <li className="flex gap-2.5" data-attempt={trunk.name} data-usable={usable}>
      <Icon aria-hidden className={`mt-0.5 size-5 shrink-0 ${usable ? 'text-good' : 'text-line-strong'}`} />
      <div className="min-w-0">
        <p className="font-medium break-all">
          {trunk.name}
          <span className="ml-2 text-sm font-normal text-ink-soft">{usable ? t('tried') : t('passedOver')}</span>
        </p>
        <p className="font-mono text-sm break-all text-ink-soft">{dialString}</p>
        {callerId ? <p className="text-sm text-ink-soft">{t('callerId', { number: formatNumber(callerId) })}</p> : null}
        {usable ? null : (
          <p className="text-sm" title={reason ?? undefined}>
            {why}
          </p>
        )}
      </div>
    </li>
  );
}

/** @param version  another value asks again */
function usePlan(number: string, trunkName: string, version: string): { plan?: Plan; problem?: Problem } {
  const client = useApolloClient();
  const key = `${number}\n${trunkName}`;
  const [known, setKnown] = useState<{ key: string; plan?: Plan; problem?: Problem }>();
  useEffect(() => {
    if (!number) return;
    let isCurrent = true;
    const tell = (answer: { plan?: Plan; problem?: Problem }) => {
      if (isCurrent) setKnown({ key, ...answer });
    };
    const timer = setTimeout(() => {
      const variables = { number, trunkName: trunkName || null };
      client.query({ query: TryNumberDocument, variables, fetchPolicy: 'no-cache' }).then(
        ({ data }) => tell({ plan: data?.explainCall }),
        (error: unknown) => tell({ problem: problemOf(error) }),
      );
    }, pauseMs);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [client, number, trunkName, key, version]);
  return number && known?.key === key ? known : {};
}
