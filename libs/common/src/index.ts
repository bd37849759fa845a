export { ApiExceptionFilter, httpStatus, type Problem, toProblem } from './api-exception.filter.js';
export { CommonModule } from './common.module.js';
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
export { InputPipe, WhenGiven } from './input.pipe.js';
export { KeyedQueue } from './keyed-queue.js';
export { Language, type Words } from './language.js';
export { LiveUpdates, SlowSubscriberError, type UpdatePayload } from './live-updates.js';
export { type Cursor, decodeCursor, encodeCursor, isUuid, pageSize } from './pagination.js';
export { SecretBox } from './secret-box.js';
