import { describe, expect, it } from 'vitest';
import { problem, problemOfErrors, refusalOf } from './problem';

describe('problem', () => {
  it('should name a field as the form does', () => {
    expect(problem('INVALID_INPUT', 'x', 'input.port')).toEqual({ code: 'INVALID_INPUT', detail: 'x', field: 'port' });
  });

  it.each(['A_CODE_OF_TOMORROW', undefined, 5])('should treat the unknown code %j as a general refusal', (code) => {
    expect(problem(code).code).toBe('UNKNOWN');
  });

  it('should tell a refusal from a success', () => {
    expect(refusalOf({ id: '1' })).toBeUndefined();
    expect(refusalOf({ errorCode: 'NAME_TAKEN', message: 'x', field: 'input.name' })).toMatchObject({
      code: 'NAME_TAKEN',
      field: 'name',
    });
  });

  it.each([
    [{ code: 'UNAUTHENTICATED' }, 'UNAUTHENTICATED'],
    [{ code: 'API_UNAVAILABLE' }, 'OFFLINE'],
    [{ code: 'GRAPHQL_VALIDATION_FAILED' }, 'UNKNOWN'],
    [undefined, 'UNKNOWN'],
  ])('should read the errors of an answer: %j', (extensions, code) => {
    expect(problemOfErrors([{ message: 'x', ...(extensions ? { extensions } : {}) }]).code).toBe(code);
  });
});
