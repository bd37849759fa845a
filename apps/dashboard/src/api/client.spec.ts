import { CombinedGraphQLErrors, ServerError } from '@apollo/client/errors';
import { describe, expect, it } from 'vitest';
import { problemOf } from './client';
import { ProblemError } from './light-client';

const response = (status: number) => new Response('', { status });

describe('problemOf', () => {
  it.each([
    ['our own', new ProblemError({ code: 'NO_ROUTE' }), 'NO_ROUTE'],
    [
      "Apollo's list",
      new CombinedGraphQLErrors({ errors: [{ message: 'No.', extensions: { code: 'FORBIDDEN' } }] }),
      'FORBIDDEN',
    ],
    ['a gateway without a server', new ServerError('Bad gateway', { response: response(502), bodyText: '' }), 'OFFLINE'],
    ['a broken server', new ServerError('Oops', { response: response(500), bodyText: '' }), 'INTERNAL_SERVER_ERROR'],
    ['no network', new TypeError('Failed to fetch'), 'OFFLINE'],
    ['anything else', 'what', 'UNKNOWN'],
  ])('should read %s', (_, error, code) => {
    expect(problemOf(error).code).toBe(code);
  });
});
