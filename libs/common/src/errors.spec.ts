import 'reflect-metadata';
import { BadRequestException, UnauthorizedException } from '@nestjs/common';
import { describe, expect, it } from 'vitest';
import { toProblem } from './api-exception.filter.js';
import { ApiError, ErrorCode, isRefusal, orThrow, RefusalException, refuse } from './errors.js';

describe('toProblem', () => {
  const refused = (code: ErrorCode, field?: string) => new RefusalException(refuse(code, 'No.', field));
  it.each([
    ['a wrong input', refused(ErrorCode.INVALID_INPUT, 'input.port'), { status: 400, code: 'INVALID_INPUT', field: 'port' }],
    ['a wrong number', refused(ErrorCode.INVALID_NUMBER), { status: 400, code: 'INVALID_NUMBER' }],
    ['a destination', refused(ErrorCode.DESTINATION_NOT_ALLOWED), { status: 403 }],
    ['an unknown trunk', refused(ErrorCode.TRUNK_NOT_FOUND), { status: 404 }],
    ['an ended call', refused(ErrorCode.CALL_NOT_ACTIVE), { status: 409 }],
    ['an absent agent', refused(ErrorCode.AGENT_UNAVAILABLE), { status: 409 }],
    ['an id in use', refused(ErrorCode.ID_CONFLICT), { status: 409 }],
    ['no rule', refused(ErrorCode.NO_ROUTE), { status: 422 }],
    ['a foreign caller ID', refused(ErrorCode.CALLER_ID_NOT_ALLOWED), { status: 422 }],
    ['too many calls', refused(ErrorCode.CALL_LIMIT_REACHED), { status: 429 }],
    ['no trunk', refused(ErrorCode.TRUNK_UNAVAILABLE), { status: 503 }],
    ['no Asterisk', refused(ErrorCode.TELEPHONY_UNAVAILABLE), { status: 503 }],
    ['an unknown id', ApiError.notFound('call'), { status: 404, code: 'NOT_FOUND' }],
    [
      'a database that is away',
      Object.assign(new Error('x'), { code: 'ECONNREFUSED' }),
      { status: 503, code: 'DATABASE_UNAVAILABLE' },
    ],
    ['too many tries', new ApiError('RATE_LIMITED', 'Wait.'), { status: 429, code: 'RATE_LIMITED' }],
    ['a stranger', new UnauthorizedException(), { status: 401, code: 'UNAUTHENTICATED' }],
    ['a body that is no JSON', new BadRequestException('Unexpected token'), { status: 400, code: 'BAD_USER_INPUT' }],
    ['a body that is too large', Object.assign(new Error('too large'), { status: 413 }), { status: 413, code: 'BAD_USER_INPUT' }],
  ])('should tell %s by its status and code', (_name, exception, problem) => {
    expect(toProblem(exception)).toMatchObject(problem);
  });

  it('should tell nothing of what nobody foresaw', () => {
    const problem = toProblem(new Error('password=hunter2'));
    expect(problem).toMatchObject({ status: 500, code: 'INTERNAL_SERVER_ERROR' });
    expect(JSON.stringify(problem)).not.toContain('hunter2');
  });
});

describe('refuse', () => {
  it('should be told apart from a result, and thrown where it must be', () => {
    const refusal = refuse(ErrorCode.NO_ROUTE, 'No rule matches.');
    expect(isRefusal(refusal)).toBe(true);
    expect(isRefusal({ id: 1 })).toBe(false);
    expect(() => orThrow(refusal)).toThrow(RefusalException);
    expect(orThrow({ id: 1 })).toEqual({ id: 1 });
  });
});
