import { AsyncLocalStorage } from 'node:async_hooks';

/** What stands on every line that is logged on the way of one request. */
export interface LogContext {
  requestId: string;
}

const storage = new AsyncLocalStorage<LogContext>();

/** Runs a task so that everything it logs, and all that follows from it, carries this context. */
export const inLogContext = <T>(context: LogContext, task: () => T): T => storage.run(context, task);

export const logContext = (): LogContext | undefined => storage.getStore();
