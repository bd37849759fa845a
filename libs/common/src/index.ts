export { AppLogger, type LogFormat, type LogThreshold } from './app-logger.js';
export { ApiExceptionFilter, httpStatus, type Problem, toProblem } from './api-exception.filter.js';
export { type BrokenConstraint, brokenConstraint } from './broken-constraint.js';
export { CommonModule } from './common.module.js';
export { DatabaseAwayError, isDatabaseAway } from './database-away.js';
export { DateTimeScalar } from './date-time.scalar.js';
export { type DemoTrunk, Env, SettingsError } from './env.js';
export {
  ApiError,
  type ApiErrorCode,
  ErrorCode,
  ErrorResult,
  isRefusal,
  OperationError,
  orThrow,
  RefusalException,
  refuse,
  resultUnion,
} from './errors.js';
export { type Facts, type Finding, type FindingState, ok, type Remedy, type Verdict, verdictsOf } from './finding.js';
export { InputPipe, WhenGiven } from './input.pipe.js';
export { KeyedQueue } from './keyed-queue.js';
export { Language, type Words } from './language.js';
export { LiveUpdates, type UpdatePayload } from './live-updates.js';
export { Mailbox, SlowSubscriberError } from './mailbox.js';
export { inLogContext, logContext } from './log-context.js';
export { measure, onMeasured, secondsSince } from './measurements.js';
export { type Cursor, decodeCursor, encodeCursor, isUuid, pageSize } from './pagination.js';
export { phrasesIn, type RemedyPhrase, remedyPhrases } from './remedy-phrases.js';
export { SecretBox } from './secret-box.js';
export { isSound } from './sound.js';
export { version } from './version.js';
export { within } from './within.js';
