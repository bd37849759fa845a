'use client';
import { useApolloClient } from '@apollo/client/react';
import { Stethoscope } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { problemOf } from '@/api/client';
import type { Problem } from '@/api/problem';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { PageSection } from '@/components/ui/page-section';
import { Badge, type Tone } from '@/components/ui/status';
import { SystemChecksDocument, type SystemCheckState } from '@/gql/graphql';
import { useProblemWords } from '@/i18n/use-problem-words';
import { type Check, useCheckWords } from './use-check-words';

const tones: Record<SystemCheckState, Tone> = { OK: 'good', WARNING: 'warn', ERROR: 'bad', UNKNOWN: 'idle' };

/** What `npm run doctor` says, when somebody asks: it takes seconds and puts Asterisk to the test. */
export function ChecksSection() {
  const t = useTranslations('system');
  const words = useProblemWords();
  const client = useApolloClient();
  const [checks, setChecks] = useState<readonly Check[]>();
  const [problem, setProblem] = useState<Problem>();
  const [isLooking, setLooking] = useState(false);
  const look = async () => {
    setLooking(true);
    setProblem(undefined);
    try {
      const { data } = await client.query({ query: SystemChecksDocument, fetchPolicy: 'no-cache' });
      setChecks(data?.systemChecks);
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setLooking(false);
    }
  };
  const good = checks?.filter(({ state }) => state === 'OK').length;
  return (
    <PageSection
      title={t('checks')}
      hint={t('checksHint')}
      action={
        <Button busy={isLooking} onClick={() => void look()}>
          <Stethoscope aria-hidden className="size-4" />
          {t('checksRun')}
        </Button>
      }
    >
      {problem ? <Banner look="bad">{words(problem)}</Banner> : null}
      {checks ? (
        <Card>
          <p role="status" className="p-5">
            {t('checksGood', { good: String(good), all: String(checks.length) })}
          </p>
          {good === checks.length ? null : (
            <ol aria-label={t('checks')}>
              {checks
                .filter(({ state }) => state !== 'OK')
                .map((check) => (
                  <FoundCheck key={check.code} check={check} />
                ))}
            </ol>
          )}
        </Card>
      ) : null}
    </PageSection>
  );
}

function FoundCheck({ check }: { check: Check }) {
  const { code, state, remedy } = check;
  const tState = useTranslations('checkState');
  const words = useCheckWords();
  const message = words.message(check);
  return (
    <li data-check={code} data-state={state} className="grid gap-2 border-t border-line px-5 py-3 text-sm">
      <div className="flex flex-wrap items-center gap-3">
        <Badge tone={tones[state]}>{tState(state)}</Badge>
        <code>{code}</code>
      </div>
      <p lang={message === undefined ? 'en' : undefined} className="break-words">
        {message ?? check.message}
      </p>
      {remedy ? <RemedyLines remedy={remedy} /> : null}
    </li>
  );
}

function RemedyLines({ remedy: { file, section, lines, apply, phrases } }: { remedy: NonNullable<Check['remedy']> }) {
  const t = useTranslations('system');
  const words = useCheckWords();
  const where = words.remedy(file, phrases);
  const isCommand = phrases.every(({ text }) => text !== apply);
  return (
    <>
      <p className="text-ink-soft">{section === null ? where : t('checksSection', { file: where, section: `[${section}]` })}</p>
      <pre className="rounded-lg bg-sunken p-3 break-words whitespace-pre-wrap">{words.remedy(lines.join('\n'), phrases)}</pre>
      {apply === null ? null : (
        <p className="text-ink-soft">
          {t('checksThen')} {isCommand ? <code>{apply}</code> : words.remedy(apply, phrases)}
        </p>
      )}
    </>
  );
}
