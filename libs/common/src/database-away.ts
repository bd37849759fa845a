/** Node's and PostgreSQL's words for a database that can't be reached just now (classes 08 and 57P of SQLSTATE, 53300 too many connections). */
const connectionLost = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|08...|57P0.|53300)$/;

/** Said where something can't be done before what waits for the database is written. */
export class DatabaseAwayError extends Error {
  constructor(message = 'The database is away.') {
    super(message);
    this.name = 'DatabaseAwayError';
  }
}

/** Whether it failed only because the database can't be reached just now, so that it may be tried again. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof DatabaseAwayError) return true;
  const code = 'code' in error ? String(error.code) : '';
  return connectionLost.test(code) || /Connection terminated|timeout exceeded when trying to connect/i.test(error.message);
}
