'use client';
import { useApolloClient } from '@apollo/client/react';
import { useEffect, useRef, useState } from 'react';
import { mutate } from '@/api/client';
import { type Problem, refusalOf } from '@/api/problem';
import { type CreateTrunkInput, TestStoredTrunkDocument, TestTrunkDocument, type TrialStepFragment } from '@/gql/graphql';
import { useApiLanguage } from '@/i18n/use-api-language';

/** A stored trunk as it is; or what is typed. */
export type TrialSubject = { id: string } | { input: CreateTrunkInput };

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

/** Runs one trial at a time; Begun anew, or left, the earlier one is not heard any more. */
export function useTrial() {
  const client = useApolloClient();
  const language = useApiLanguage();
  const [trial, setTrial] = useState<Trial>();
  const stop = useRef<() => void>(undefined);
  useEffect(() => () => stop.current?.(), []);

  /** Until it is over. Returns why it could not be tried, if so. */
  const begin = async (subject: TrialSubject): Promise<Problem | undefined> => {
    stop.current?.();
    let isCurrent = true;
    const end = () => {
      isCurrent = false;
    };
    stop.current = end;
    setTrial({ isRunning: true, told: [] });
    const answer =
      'id' in subject
        ? await mutate(client, TestStoredTrunkDocument, { language, id: subject.id })
        : await mutate(client, TestTrunkDocument, { language, ...subject });
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
