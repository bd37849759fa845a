import type { ApolloClient, OperationVariables } from '@apollo/client';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { ProblemError } from './light-client';
import type { Answer } from './post-operation';
import { type Problem, problem, problemOfErrors } from './problem';

/** What went wrong, for a person. Apollo's errors are told by their shape: its classes would come with all of Apollo. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  if (error instanceof TypeError) return problem('OFFLINE', error.message);
  if (!(error instanceof Error)) return problem('UNKNOWN');
  if ('errors' in error && Array.isArray(error.errors))
    return problemOfErrors(error.errors as Parameters<typeof problemOfErrors>[0]);
  if ('statusCode' in error && typeof error.statusCode === 'number')
    return problem(error.statusCode >= 502 ? 'OFFLINE' : 'INTERNAL_SERVER_ERROR', error.message);
  return problem('UNKNOWN', error.message);
}

/** A mutation whose failure is a value: never throws. */
export async function mutate<T, V extends OperationVariables>(
  client: ApolloClient,
  mutation: TypedDocumentNode<T, V>,
  variables: V,
): Promise<Answer<T>> {
  try {
    const { data } = await client.mutate<T>({ mutation, variables });
    return data ? { data } : { problem: problem('UNKNOWN') };
  } catch (error) {
    return { problem: problemOf(error) };
  }
}
