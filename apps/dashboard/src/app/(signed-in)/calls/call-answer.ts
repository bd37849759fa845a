import type { ApolloClient, OperationVariables } from '@apollo/client';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { mutate } from '@/api/client';
import { isRefusal, type Problem, type RefusalShape, refusalOf } from '@/api/problem';
import type { CallFieldsFragment } from '@/gql/graphql';

export type CallAnswer = { call: CallFieldsFragment; problem?: undefined } | { call?: undefined; problem: Problem };

/** The mutations whose one field is a call or a refusal. */
export type CallMutation<V> = TypedDocumentNode<{ __typename?: 'Mutation' } & Record<string, unknown>, V>;

/** Asks for something to be done with a call: never throws. */
export async function askForCall<V extends OperationVariables>(
  client: ApolloClient,
  mutation: CallMutation<V>,
  variables: V,
): Promise<CallAnswer> {
  const answer = await mutate(client, mutation, variables);
  if (answer.problem) return answer;
  const result = Object.values(answer.data).find((value): value is CallFieldsFragment | RefusalShape => value instanceof Object);
  if (!result) return { problem: { code: 'UNKNOWN' } };
  const refusal = refusalOf(result);
  if (refusal) return { problem: refusal };
  return isRefusal(result) ? { problem: { code: 'UNKNOWN' } } : { call: result };
}
