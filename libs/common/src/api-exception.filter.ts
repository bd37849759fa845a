import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { Response } from 'express';
import { GraphQLError } from 'graphql';
import { isDatabaseAway } from './database-away.js';
import { ApiError, type ApiErrorCode, ErrorCode, RefusalException } from './errors.js';

/** The HTTP status of every code: exhaustive, so that a new code cannot be forgotten. */
export const httpStatus: Record<ErrorCode | ApiErrorCode, number> = {
  INVALID_CREDENTIALS: 401,
  INVALID_INPUT: 400,
  INVALID_NUMBER: 400,
  NAME_TAKEN: 409,
  TRUNK_NOT_FOUND: 404,
  TRUNK_IN_USE: 409,
  DESTINATION_NOT_ALLOWED: 403,
  CALLER_ID_NOT_ALLOWED: 422,
  ID_CONFLICT: 409,
  NO_ROUTE: 422,
  TRUNK_UNAVAILABLE: 503,
  AGENT_UNAVAILABLE: 409,
  CALL_LIMIT_REACHED: 429,
  CALL_NOT_ACTIVE: 409,
  NO_EXTENSION: 409,
  PHONE_IN_USE: 409,
  GROUP_IN_USE: 409,
  TELEPHONY_UNAVAILABLE: 503,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  BAD_USER_INPUT: 400,
  RATE_LIMITED: 429,
  DATABASE_UNAVAILABLE: 503,
  INTERNAL_SERVER_ERROR: 500,
};

const apiCodeOfStatus: Record<number, ApiErrorCode> = {
  400: 'BAD_USER_INPUT',
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  413: 'BAD_USER_INPUT',
  412: 'BAD_USER_INPUT',
  415: 'BAD_USER_INPUT',
  416: 'BAD_USER_INPUT',
  429: 'RATE_LIMITED',
};

/** An RFC 9457 problem document, with our code. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  field?: string;
}

/** Turns whatever was thrown into a problem document. What nobody foresaw says nothing of itself to the outside. */
export function toProblem(exception: unknown): Problem {
  const problem = (code: ErrorCode | ApiErrorCode, detail: string, status = httpStatus[code]): Problem => ({
    type: 'about:blank',
    title: code,
    status,
    detail,
    code,
  });
  if (exception instanceof RefusalException) {
    const { errorCode, message, field } = exception.refusal;
    return { ...problem(errorCode, message), ...(field ? { field: field.replace(/^input\./, '') } : {}) };
  }
  if (exception instanceof ApiError) return problem(exception.code, exception.message);
  if (exception instanceof HttpException || isHttpError(exception)) {
    const status = exception instanceof HttpException ? exception.getStatus() : exception.status;
    const code = apiCodeOfStatus[status] ?? 'INTERNAL_SERVER_ERROR';
    return problem(code, exception.message, status);
  }
  if (isDatabaseAway(exception)) return problem('DATABASE_UNAVAILABLE', 'The database can not be reached: try again shortly.');
  return problem('INTERNAL_SERVER_ERROR', 'Something went wrong on our side. It was logged.');
}

/** body-parser's errors: not Nest's, but with a status. */
function isHttpError(exception: unknown): exception is Error & { status: number } {
  return exception instanceof Error && 'status' in exception && typeof exception.status === 'number' && exception.status < 500;
}

/**
 * The one filter. GraphQL: a refusal becomes the operation's result, the rest a top-level error with extensions.code. REST: a problem document.
 */
@Catch()
export class ApiExceptionFilter implements ExceptionFilter {
  private readonly logger = new Logger('Errors');

  catch(exception: unknown, host: ArgumentsHost): unknown {
    const isGraphql = host.getType<string>() === 'graphql';
    if (isGraphql && exception instanceof RefusalException) return exception.refusal;
    if (isGraphql && exception instanceof GraphQLError) throw exception;

    const problem = toProblem(exception);
    if (problem.code === 'DATABASE_UNAVAILABLE') this.logger.warn(String(exception));
    else if (problem.status >= 500)
      this.logger.error(exception instanceof Error ? (exception.stack ?? exception.message) : String(exception));
    if (isGraphql) throw new GraphQLError(problem.detail, { extensions: { code: problem.code } });

    const response = host.switchToHttp().getResponse<Response>();
    if (response.headersSent) return response.end();
    return response.status(problem.status).contentType('application/problem+json').send(JSON.stringify(problem));
  }
}
