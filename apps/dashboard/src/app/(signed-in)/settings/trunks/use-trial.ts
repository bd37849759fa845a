'use client';
import { useApolloClient } from '@apollo/client/react';
import { useEffect, useRef, useState } from 'react';
import { mutate } from '@/api/client';
import { type Problem, refusalOf } from '@/api/problem';
import {
  type CreateTrunkInput,
  TestStoredTrunkDocument,
  TestTrunkDocument,
  type TrialStepFragment,
  TrunkTestedDocument,
} from '@/gql/graphql';
import { useApiLanguage } from '@/i18n/use-api-language';
import { newId } from '@/session/new-id';
import { tellStep } from './trial-steps';

/** A stored trunk as it is; or what is typed, with the password of a stored one where none was. */
export type TrialSubject = { id: string } | { input: CreateTrunkInput; passwordOf?: string };

export interface Trial {
  isRunning: boolean;
  told: readonly TrialStepFragment[];
  /** Whether every step worked; undefined until it is over. */
  ok?: boolean;
  /** What to do, where no step says it. */
  advice?: string | null;
  /** Why it could not be tried. */
  problem?: Problem;
}

/** Runs one trial at a time; its steps come live, and all of them again with the end. Begun anew, or left, the earlier one is not heard any more. */
export function useTrial() {
  const client = useApolloClient();
  const language = useApiLanguage();
  const [trial, setTrial] = useState<Trial>();
  const stop = useRef<() => void>(undefined);
  useEffect(() => () => stop.current?.(), []);

  /** Until it is over. Returns why it could not be tried, if so. */
  const begin = async (subject: TrialSubject): Promise<Problem | undefined> => {
    stop.current?.();
    const testId = newId();
    let isCurrent = true;
    const told = client.subscribe({ query: TrunkTestedDocument, variables: { language, testId }, fetchPolicy: 'no-cache' });
    const listening = told.subscribe(({ data }) => {
      const step = data?.trunkTested;
      if (step) setTrial((now) => now && { ...now, told: tellStep(now.told, step) });
    });
    const end = () => {
      isCurrent = false;
      listening.unsubscribe();
    };
    stop.current = end;
    setTrial({ isRunning: true, told: [] });
    const answer =
      'id' in subject
        ? await mutate(client, TestStoredTrunkDocument, { language, testId, id: subject.id })
        : await mutate(client, TestTrunkDocument, { language, testId, ...subject });
    if (!isCurrent) return undefined;
    end();
    const result = answer.data && ('testTrunk' in answer.data ? answer.data.testTrunk : answer.data.testStoredTrunk);
    const problem = answer.problem ?? (result && refusalOf(result));
    if (result && !('errorCode' in result)) {
      setTrial({ isRunning: false, told: result.steps, ok: result.ok, advice: result.advice });
    } else {
      setTrial(problem && { isRunning: false, told: [], problem });
    }
    return problem;
  };
  const clear = () => {
    stop.current?.();
    setTrial(undefined);
  };
  return { trial, begin, clear };
}
