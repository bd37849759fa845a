import type { ErrorCode } from '@/gql/graphql';

/** Codes of GraphQL's top-level errors, and two of our own: OFFLINE (no answer from the server), UNKNOWN (an answer newer than this page). */
export const generalCodes = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'BAD_USER_INPUT',
  'RATE_LIMITED',
  'INTERNAL_SERVER_ERROR',
  'OFFLINE',
  'UNKNOWN',
] as const;

/** The members of the contract's ErrorCode, as a value; the type below proves that none is missing. */
export const refusalCodes = [
  'INVALID_CREDENTIALS',
  'INVALID_INPUT',
  'NAME_TAKEN',
  'TRUNK_NOT_FOUND',
  'TRUNK_IN_USE',
  'INVALID_NUMBER',
  'DESTINATION_NOT_ALLOWED',
  'CALLER_ID_NOT_ALLOWED',
  'ID_CONFLICT',
  'NO_ROUTE',
  'TRUNK_UNAVAILABLE',
  'AGENT_UNAVAILABLE',
  'CALL_LIMIT_REACHED',
  'CALL_NOT_ACTIVE',
  'NO_EXTENSION',
  'PHONE_IN_USE',
  'GROUP_IN_USE',
  'TELEPHONY_UNAVAILABLE',
] as const satisfies readonly ErrorCode[];

export type ProblemCode = (typeof refusalCodes)[number] | (typeof generalCodes)[number];

/** Why something was not done. People read the code's translation; `detail` is the server's English sentence. */
export interface Problem {
  code: ProblemCode;
  /** The input field that is wrong, without the leading "input." */
  field?: string;
  detail?: string;
}

const known: ReadonlySet<string> = new Set([...refusalCodes, ...generalCodes]);

function isKnown(code: unknown): code is ProblemCode {
  return typeof code === 'string' && known.has(code);
}

/** A code as it came; one that this page does not know yet is a general refusal. */
export function problem(code: unknown, detail?: string, field?: string | null): Problem {
  return { code: isKnown(code) ? code : 'UNKNOWN', detail, field: field?.replace(/^input\./, '') };
}

export interface RefusalShape {
  errorCode: string;
  message: string;
  field?: string | null;
}

/** Tells a result union's refusal from its success. */
export function isRefusal(value: object): value is RefusalShape {
  return 'errorCode' in value;
}

/** The refusal of a result union as a problem; undefined for a success. */
export function refusalOf(value: object): Problem | undefined {
  return isRefusal(value) ? problem(value.errorCode, value.message, value.field) : undefined;
}

interface GraphQLErrorShape {
  message: string;
  extensions?: Record<string, unknown>;
}

/** The problem that an answer's `errors` name; API_UNAVAILABLE is the dashboard server's word for a dead api. */
export function problemOfErrors(errors: readonly GraphQLErrorShape[]): Problem {
  const [first] = errors;
  const code = first?.extensions?.code;
  return code === 'API_UNAVAILABLE' ? problem('OFFLINE', first?.message) : problem(code, first?.message);
}
