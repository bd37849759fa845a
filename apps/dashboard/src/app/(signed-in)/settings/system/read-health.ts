export interface Health {
  /** Whether the api answers. */
  api: boolean;
  database: boolean;
  asterisk: boolean;
}

/** What /health/ready says: it answers without a database too, which no query does. */
export async function readHealth(ask: typeof fetch = fetch): Promise<Health> {
  try {
    const answer = await ask('/health/ready', { cache: 'no-store' });
    const body = (await answer.json()) as { database?: unknown; asterisk?: unknown };
    // The dashboard's server answers for an api that is away; it knows nothing of the parts.
    if (typeof body.database !== 'boolean') return { api: false, database: false, asterisk: false };
    return { api: true, database: body.database, asterisk: body.asterisk === true };
  } catch {
    return { api: false, database: false, asterisk: false };
  }
}
