'use client';
import { useApolloClient } from '@apollo/client/react';
import { type SubmitEvent, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { mutate } from '@/api/client';
import { type Problem, refusalOf } from '@/api/problem';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Fold } from '@/components/ui/fold';
import { CreateTrunkDocument, type TrunkSettingsFragment, UpdateTrunkDocument } from '@/gql/graphql';
import { useApiLanguage } from '@/i18n/use-api-language';
import { AdvancedFields } from './advanced-fields';
import { GuideFields } from './guide-fields';
import { TrialReport } from './trial-report';
import { advancedFields, countAdvanced, createInput, emptyTrunk, isTouched, updateInput, valuesOf } from './trunk-values';
import type { TrunkValues } from './trunk-values';
import { keepTrunk } from './trunks-live';
import { useTrial } from './use-trial';
import { useTrunkForm, useTrunkProblemWords } from './use-trunk-form';

const isAdvanced = (field: string | undefined) => advancedFields.some((advanced) => advanced === field);

/** The guide's form, and what some providers ask for folded away below it. A refusal that names a field is shown at it. */
export function TrunkForm({
  trunk,
  onSaved,
  onCancel,
  onTouched,
}: {
  trunk: TrunkSettingsFragment | undefined;
  onSaved: (name: string) => void;
  onCancel: () => void;
  /** Says whether closing now would lose something. */
  onTouched: (isTouched: boolean) => void;
}) {
  const t = useTranslations('trunks');
  const words = useTrunkProblemWords();
  const client = useApolloClient();
  const language = useApiLanguage();
  const element = useRef<HTMLFormElement>(null);
  const report = useRef<HTMLElement>(null);
  const [before] = useState(() => (trunk ? valuesOf(trunk) : emptyTrunk));
  const form = useTrunkForm(before);
  const { values, problem } = form;
  const [isOpen, setOpen] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const { trial, tested, test } = useFormTrial(trunk, before);
  const touched = isTouched(values, before);
  const advanced = countAdvanced(values);

  useEffect(() => onTouched(touched), [touched, onTouched]);

  // The person's next keys go where the mistake is.
  useEffect(() => {
    if (problem?.field) element.current?.querySelector<HTMLElement>(`[name="${CSS.escape(problem.field)}"]`)?.focus();
  }, [problem]);

  // What was asked for last is what the person wants to see.
  useEffect(() => {
    report.current?.scrollIntoView({ block: 'nearest' });
  }, [trial?.isRunning]);

  const refuse = (refused: Problem | undefined) => {
    form.setProblem(refused);
    if (isAdvanced(refused?.field)) setOpen(true);
  };

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    refuse(undefined);
    const changes = trunk ? updateInput(values, before) : {};
    if (trunk && Object.keys(changes).length === 0) return onSaved(trunk.name);
    setBusy(true);
    const answer = trunk
      ? await mutate(client, UpdateTrunkDocument, { language, id: trunk.id, input: changes })
      : await mutate(client, CreateTrunkDocument, { language, input: createInput(values) });
    setBusy(false);
    if (answer.problem) return refuse(answer.problem);
    const result = 'createTrunk' in answer.data ? answer.data.createTrunk : answer.data.updateTrunk;
    if ('errorCode' in result) return refuse(refusalOf(result));
    keepTrunk(language, result);
    onSaved(result.name);
  };

  const isAtField = problem?.field !== undefined && problem.field in values;
  return (
    <form ref={element} onSubmit={submit} className="grid gap-4" noValidate autoComplete="off">
      {problem && !isAtField ? <Banner look="bad">{words(problem)}</Banner> : null}
      <GuideFields form={form} isNew={!trunk} />
      <Fold
        title={t('advanced')}
        note={advanced > 0 ? t('advancedCount', { count: String(advanced) }) : t('advancedHint')}
        open={isOpen}
        onOpenChange={setOpen}
      >
        <AdvancedFields form={form} />
      </Fold>
      {trial ? (
        <section ref={report} aria-label={t('test')} className="scroll-mb-36 rounded-xl border border-line p-4 sm:scroll-mb-24">
          <TrialReport trial={trial} registers={tested?.authMode === 'REGISTRATION'} />
          {tested && isTouched(values, tested) && !trial.isRunning ? (
            <p className="mt-3 text-sm text-ink-soft">{t('testStale')}</p>
          ) : null}
        </section>
      ) : null}
      <div className="sticky -bottom-5 -mx-5 -mb-5 flex flex-wrap justify-end gap-2 border-t border-line bg-surface px-5 py-4">
        <Button
          className="mr-auto"
          busy={trial?.isRunning}
          onClick={async () => {
            refuse(undefined);
            refuse(await test(values));
          }}
        >
          {t('test')}
        </Button>
        <Button onClick={onCancel}>{t('cancel')}</Button>
        <Button type="submit" look="primary" busy={isBusy} className="max-sm:w-full">
          {t('save')}
        </Button>
      </div>
    </form>
  );
}

/** Tries what is typed. A stored trunk that nothing was changed of is tried as it is stored; else its password is used where none was typed. */
function useFormTrial(trunk: TrunkSettingsFragment | undefined, before: TrunkValues) {
  const { trial, begin, clear } = useTrial();
  const [tested, setTested] = useState<TrunkValues>();
  const test = async (values: TrunkValues): Promise<Problem | undefined> => {
    setTested(values);
    const refused =
      trunk && Object.keys(updateInput(values, before)).length === 0
        ? await begin({ id: trunk.id })
        : await begin({ input: createInput(values), passwordOf: trunk?.id });
    // Said at its field, where it has one.
    if (refused?.field) clear();
    return refused?.field ? refused : undefined;
  };
  return { trial, tested, test };
}
