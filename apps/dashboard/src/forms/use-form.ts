'use client';
import { useState } from 'react';
import type { Problem } from '@/api/problem';

type TextField<Values> = { [Field in keyof Values]: Values[Field] extends string ? Field : never }[keyof Values] & string;

/** A form's values as a person types them, and what is wrong with them. */
export interface FormState<Values> {
  values: Values;
  /** Whether closing it now would lose something. */
  isTouched: boolean;
  problem: Problem | undefined;
  /** What is wrong where no field of this form says it. */
  general: string | undefined;
  setProblem: (problem: Problem | undefined) => void;
  change: (patch: Partial<Values>) => void;
  /** What is wrong at this field, in words. */
  errorOf: (field: keyof Values & string) => string | undefined;
  /** What a text field or a select needs. */
  bind: (field: TextField<Values>) => {
    name: string;
    value: string;
    onChange: (event: { target: { value: string } }) => void;
    error: string | undefined;
  };
}

/** @param words  says a problem in the person's language (field-words.ts) */
export function useForm<Values extends object>(initial: Values, words: (problem: Problem) => string): FormState<Values> {
  const [before] = useState(initial);
  const [values, setValues] = useState(initial);
  const [problem, setProblem] = useState<Problem>();
  const change = (patch: Partial<Values>) => {
    setValues((now) => ({ ...now, ...patch }));
    if (problem?.field && problem.field in patch) setProblem(undefined);
  };
  const errorOf = (field: keyof Values & string) => (problem?.field === field ? words(problem) : undefined);
  const isAtField = problem?.field !== undefined && problem.field in values;
  return {
    values,
    isTouched: JSON.stringify(values) !== JSON.stringify(before),
    problem,
    general: problem && !isAtField ? words(problem) : undefined,
    setProblem,
    change,
    errorOf,
    bind: (field) => ({
      name: field,
      value: values[field] as string,
      onChange: (event) => change({ [field]: event.target.value } as Partial<Values>),
      error: errorOf(field),
    }),
  };
}

/** A whole number as typed; what is none goes as -1, which the server refuses at its field. */
export function wholeNumber(text: string): number {
  return /^\d{1,9}$/.test(text.trim()) ? Number(text) : -1;
}

/** Of an update only what differs from before: what somebody else changed meanwhile stays. */
export function changedOnly<T extends object>(now: T, before: T): Partial<T> {
  const changed = Object.entries(now).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(before[field as keyof T]),
  );
  return Object.fromEntries(changed) as Partial<T>;
}
