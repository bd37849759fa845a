import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import type { Client } from 'graphql-ws';
import { session } from '@/session/session';
import type { Answer } from './post-operation';
import { postOperation } from './post-operation';
import { type Problem, problemOfErrors } from './problem';

/** A problem that is thrown, for what takes Apollo's client: see problemOf in client.ts. */
export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail ?? problem.code);
  }
}

interface Observer<T> {
  next?: (result: { data?: T; error?: Error }) => void;
  error?: (error: unknown) => void;
  complete?: () => void;
}

/**
 * The part of Apollo's client that needs no cache, in Apollo's own words: what the first page is drawn with. Apollo itself is a fifth of what that page would
 * have to load, and comes with the first page that wants a cache (session/with-apollo.tsx).
 */
export class LightClient {
  readonly #socket: Client;

  constructor(socket: Client) {
    this.#socket = socket;
  }

  /** @throws {ProblemError} */
  query = async <T, V>({ query, variables }: { query: TypedDocumentNode<T, V>; variables?: V }): Promise<{ data: T }> =>
    dataOf(await ask(query, variables as V));

  /** @throws {ProblemError} */
  mutate = async <T, V>({ mutation, variables }: { mutation: TypedDocumentNode<T, V>; variables?: V }): Promise<{ data: T }> =>
    dataOf(await ask(mutation, variables as V));

  subscribe = <T, V>({ query, variables }: { query: TypedDocumentNode<T, V>; variables?: V }) => ({
    subscribe: ({ next, error, complete }: Observer<T>): { unsubscribe: () => void } => {
      const unsubscribe = this.#socket.subscribe<T>(
        { query: print(query), variables: variables as Record<string, unknown> },
        {
          next: ({ data, errors }) =>
            next?.(errors?.length ? { error: new ProblemError(problemOfErrors(errors)) } : { data: data ?? undefined }),
          error: (reason) => error?.(reason),
          complete: () => complete?.(),
        },
      );
      return { unsubscribe };
    },
  });
}

/** Sent before this returns, where the token is good: a press need not wait for what it draws. Once more with a new token, where the old one is refused. */
async function ask<T, V>(document: TypedDocumentNode<T, V>, variables: V): Promise<Answer<T>> {
  const answer = await postOperation(document, variables, session.goodToken ?? (await session.freshToken()));
  if (answer.problem?.code !== 'UNAUTHENTICATED') return answer;
  await session.renew();
  return postOperation(document, variables, session.token);
}

function dataOf<T>(answer: Answer<T>): { data: T } {
  if (answer.problem) throw new ProblemError(answer.problem);
  return { data: answer.data };
}
