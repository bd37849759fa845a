// @ts-check
/** What the launcher wants to know of the database, its own or another's. Runs after `npm ci`. */

/**
 * @template T
 * @param {string} url
 * @param {(client: import('pg').Client) => Promise<T>} task
 * @returns {Promise<T>}
 */
async function withClient(url, task) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000, query_timeout: 5000 });
  client.on('error', () => {});
  try {
    await client.connect();
    return await task(client);
  } finally {
    await client.end().catch(() => {});
  }
}

/**
 * @param {string} url
 * @returns {Promise<boolean>} whether nobody has made a table in it yet
 */
export const isEmptyDatabase = (url) =>
  withClient(url, async (client) => {
    const { rowCount } = await client.query(
      "SELECT 1 FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema') LIMIT 1",
    );
    return rowCount === 0;
  });

/**
 * A refusal is an answer too: "starting up" and "too many clients" come from a server that lives.
 * @param {string} url
 * @returns {Promise<boolean>}
 */
export async function databaseAnswers(url) {
  try {
    await withClient(url, (client) => client.query('SELECT 1'));
    return true;
  } catch (error) {
    return /^[0-9A-Z]{5}$/.test(String(/** @type {{ code?: string }} */ (error).code));
  }
}

/**
 * @param {string} url of a PostgreSQL that is not ours
 * @throws {Error} in one sentence, without the password
 */
export async function checkForeignDatabase(url) {
  try {
    await withClient(url, (client) => client.query('SELECT 1'));
  } catch (error) {
    const { host } = new URL(url);
    const { code, message } = /** @type {Error & { code?: string }} */ (error);
    throw new Error(
      `The database of DATABASE_URL at ${host} cannot be used (${message || String(code)}): correct DATABASE_URL, or take it out of .env to have one started here.`,
      { cause: error },
    );
  }
}
