import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { type Problem, problem, problemOfErrors } from './problem';
import { observedFetch } from './server-clock';

export type Answer<T> = { data: T; problem?: undefined } | { data?: undefined; problem: Problem };

interface Body<T> {
  data?: T | null;
  errors?: readonly { message: string; extensions?: Record<string, unknown> }[];
}

/** One operation over plain HTTP, for what must not wait for a session (signing in, renewing): never throws. */
export async function postOperation<T, V>(document: TypedDocumentNode<T, V>, variables: V, token?: string): Promise<Answer<T>> {
  try {
    const response = await observedFetch('/graphql', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...(token ? { Authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify({ query: print(document), variables }),
    });
    const body = (await response.json()) as Body<T>;
    if (body.errors?.length) return { problem: problemOfErrors(body.errors) };
    return body.data ? { data: body.data } : { problem: problem('UNKNOWN') };
  } catch {
    return { problem: problem('OFFLINE') };
  }
}
