import { createUnionType, Field, InterfaceType, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Type } from '@nestjs/common';

/** What a caller can cause and act on. Each is returned as an OperationError, or over REST as a problem document. */
export enum ErrorCode {
  INVALID_CREDENTIALS = 'INVALID_CREDENTIALS',
  INVALID_INPUT = 'INVALID_INPUT',
  NAME_TAKEN = 'NAME_TAKEN',
  TRUNK_NOT_FOUND = 'TRUNK_NOT_FOUND',
  TRUNK_IN_USE = 'TRUNK_IN_USE',
  INVALID_NUMBER = 'INVALID_NUMBER',
  DESTINATION_NOT_ALLOWED = 'DESTINATION_NOT_ALLOWED',
  CALLER_ID_NOT_ALLOWED = 'CALLER_ID_NOT_ALLOWED',
  ID_CONFLICT = 'ID_CONFLICT',
  NO_ROUTE = 'NO_ROUTE',
  TRUNK_UNAVAILABLE = 'TRUNK_UNAVAILABLE',
  AGENT_UNAVAILABLE = 'AGENT_UNAVAILABLE',
  CALL_LIMIT_REACHED = 'CALL_LIMIT_REACHED',
  CALL_NOT_ACTIVE = 'CALL_NOT_ACTIVE',
  NO_EXTENSION = 'NO_EXTENSION',
  PHONE_IN_USE = 'PHONE_IN_USE',
  GROUP_IN_USE = 'GROUP_IN_USE',
  TELEPHONY_UNAVAILABLE = 'TELEPHONY_UNAVAILABLE',
}
registerEnumType(ErrorCode, { name: 'ErrorCode', description: 'Why an operation was refused. New codes may be added.' });

@InterfaceType({
  description:
    'A refusal that the caller can act on, decided before anything but an audit line is written. A client treats an unknown code as a general refusal.',
  resolveType: () => 'OperationError',
})
export abstract class ErrorResult {
  @Field(() => ErrorCode, { description: 'The reason, for programs.' })
  errorCode: ErrorCode;

  @Field({ description: 'One English sentence that says what is wrong and what to do. User interfaces translate errorCode.' })
  message: string;
}

@ObjectType({ implements: () => ErrorResult, description: 'The operation was refused; nothing was changed.' })
export class OperationError extends ErrorResult {
  @Field(() => String, { nullable: true, description: 'The input field that is wrong, as a path: input.port' })
  field?: string | null;
}

/** An expected refusal: a value to be returned, not thrown. */
export function refuse(errorCode: ErrorCode, message: string, field?: string): OperationError {
  return Object.assign(new OperationError(), { errorCode, message, field: field ?? null });
}

/** Tells a refusal from a result. */
export function isRefusal(value: unknown): value is OperationError {
  return typeof value === 'object' && value !== null && 'errorCode' in value;
}

/** The union `Type | OperationError` under the contract's name. `typeName` is the GraphQL name of the success. */
export function resultUnion<T extends Type<unknown>>(name: string, type: () => T, typeName: string) {
  return createUnionType({
    name,
    description: `${typeName}, or why not.`,
    types: () => [type(), OperationError] as const,
    resolveType: (value: unknown) => (isRefusal(value) ? 'OperationError' : typeName),
  });
}

/** Carries a refusal out of a place that cannot return one (a pipe, a REST controller). The filter returns it to the caller. */
export class RefusalException extends Error {
  constructor(readonly refusal: OperationError) {
    super(refusal.message);
    this.name = 'RefusalException';
  }
}

/** For REST: the value, or the refusal thrown. */
export function orThrow<T>(result: T | OperationError): T {
  if (isRefusal(result)) throw new RefusalException(result);
  return result;
}

export type ApiErrorCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'BAD_USER_INPUT'
  | 'RATE_LIMITED'
  | 'DATABASE_UNAVAILABLE'
  | 'INTERNAL_SERVER_ERROR';

/** A top-level error with extensions.code, thrown; one filter turns it into a GraphQL error or a problem document. */
export class ApiError extends Error {
  constructor(
    readonly code: ApiErrorCode,
    message: string,
  ) {
    super(message);
    this.name = 'ApiError';
  }

  static notFound(what: string): ApiError {
    return new ApiError('NOT_FOUND', `There is no such ${what}.`);
  }
}
