'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Problem } from '@/api/problem';
import { useProblemWords } from '@/i18n/use-problem-words';
import { fieldsWithWords, type TrunkValues } from './trunk-values';

type TextField = { [Field in keyof TrunkValues]: TrunkValues[Field] extends string ? Field : never }[keyof TrunkValues];

/** The form's values and what is wrong with them. */
export interface TrunkFormState {
  values: TrunkValues;
  problem: Problem | undefined;
  setProblem: (problem: Problem | undefined) => void;
  change: (patch: Partial<TrunkValues>) => void;
  /** What is wrong at this field, in words. */
  errorOf: (field: keyof TrunkValues) => string | undefined;
  /** What a text field or a select needs. */
  bind: (field: TextField) => {
    name: TextField;
    value: string;
    onChange: (event: { target: { value: string } }) => void;
    error: string | undefined;
  };
}

export function useTrunkForm(before: TrunkValues): TrunkFormState {
  const words = useTrunkProblemWords();
  const [values, setValues] = useState(before);
  const [problem, setProblem] = useState<Problem>();
  const change = (patch: Partial<TrunkValues>) => {
    setValues((now) => ({ ...now, ...patch }));
    if (problem?.field && problem.field in patch) setProblem(undefined);
  };
  const errorOf = (field: keyof TrunkValues) => (problem?.field === field ? words(problem) : undefined);
  const bind = (field: TextField) => ({
    name: field,
    value: values[field],
    onChange: (event: { target: { value: string } }) => change({ [field]: event.target.value }),
    error: errorOf(field),
  });
  return { values, problem, setProblem, change, errorOf, bind };
}

/** What a field takes, where it was refused for its value; else what the code says. */
export function useTrunkProblemWords(): (problem: Problem) => string {
  const general = useProblemWords();
  const t = useTranslations('trunkErrors');
  return (problem) => {
    const field = fieldsWithWords.find((known) => known === problem.field);
    return problem.code === 'INVALID_INPUT' && field ? t(field) : general(problem);
  };
}
