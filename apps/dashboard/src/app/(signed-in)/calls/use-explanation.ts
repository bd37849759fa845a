import { useApolloClient } from '@apollo/client/react';
import { useEffect, useState } from 'react';
import { type Problem, refusalOf } from '@/api/problem';
import { ExplainCallDocument } from '@/gql/graphql';

/** A number is asked about once it has stood still so long, in ms. */
const settleMs = 350;

export interface Explanation {
  /** Why the call would be refused. */
  problem: Problem | undefined;
  /** The trunk that would be tried first. */
  trunkName: string | undefined;
}

/** What the server would do with this number now. Undefined before it is known; without an answer nothing is said. */
export function useExplanation(number: string | undefined, trunkName: string | undefined): Explanation | undefined {
  const client = useApolloClient();
  const [known, setKnown] = useState<{ key: string; explanation: Explanation }>();
  const key = number ? `${number} ${trunkName ?? ''}` : '';
  useEffect(() => {
    if (!number) return;
    let isWanted = true;
    const ask = async () => {
      const { data } = await client.query({
        query: ExplainCallDocument,
        variables: { number, trunkName },
        fetchPolicy: 'no-cache',
      });
      if (!data || !isWanted) return;
      const { error, attempts } = data.explainCall;
      const explanation = {
        problem: error ? refusalOf(error) : undefined,
        trunkName: attempts.find(({ usable }) => usable)?.trunk.name,
      };
      setKnown({ key: `${number} ${trunkName ?? ''}`, explanation });
    };
    const timer = setTimeout(() => void ask().catch(() => undefined), settleMs);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [client, number, trunkName]);
  return known?.key === key ? known.explanation : undefined;
}
