import { createHash } from 'node:crypto';
import { Client } from 'pg';

export interface EngineLeaseOptions {
  databaseUrl: string;
  /** What is leased: the ARI address. */
  engine: string;
  onHeld: (epoch: number) => void;
  /** Called at once when the lease may be another's from now on. */
  onLost: (why: string) => void;
  onProblem: (message: string) => void;
  /** ms between attempts, and between the checks that the connection lives */
  everyMs?: number;
}

/** A connection that does not answer for this long is given up: long before PostgreSQL would notice. */
const ANSWER_LIMIT_MS = 3_000;

/** So long it is kept while the database can't be reached. A lock that nobody can ask for is nobody else's. */
const LONGEST_AWAY_MS = 10 * 60_000;
/** After a connection broke it is looked at so soon whether the lock is still to be had. */
const LOOK_AGAIN_MS = 20;

/**
 * For each Asterisk exactly one process holds the event stream: the holder of a PostgreSQL advisory lock on a connection of its own. When the
 * connection breaks and the database is there, the lock is taken again; if another had it meanwhile (the epoch tells), the lease is lost, and asked for
 * again for ever. While the database is away, the holder goes on: calls do.
 */
export class EngineLease {
  readonly #options: Required<EngineLeaseOptions>;
  readonly #id: string;
  readonly #key: string;
  #client: Client | undefined;
  #epoch: number | undefined;
  /** ms of performance.now(); set while it is held without a connection. */
  #unsureSince: number | undefined;
  #isStarted = false;
  #timer: NodeJS.Timeout | undefined;
  #turn: Promise<void> = Promise.resolve();

  constructor(options: EngineLeaseOptions) {
    this.#options = { everyMs: 1_000, ...options };
    this.#id = leaseId(options.engine);
    this.#key = lockKey(this.#id);
  }

  get isHeld(): boolean {
    return this.#epoch !== undefined;
  }

  start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#schedule(0);
  }

  /** Gives the lease back, so that another process has it at once. */
  async stop(): Promise<void> {
    this.#isStarted = false;
    clearTimeout(this.#timer);
    await this.#turn;
    const client = this.#client;
    this.#lose('stopped');
    await client?.end().catch(() => undefined);
  }

  #schedule(delayMs: number): void {
    clearTimeout(this.#timer);
    if (!this.#isStarted) return;
    this.#timer = setTimeout(() => {
      this.#turn = this.#check().finally(() => this.#schedule(this.#options.everyMs));
    }, delayMs);
  }

  async #check(): Promise<void> {
    try {
      const client = this.#client ?? (await this.#connect());
      if (this.#epoch !== undefined && this.#unsureSince === undefined) {
        await client.query('select 1');
        return;
      }
      const lock = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1::bigint) as held', [this.#key]);
      const isOurs = lock.rows[0]?.held === true;
      if (this.#epoch !== undefined) return await this.#settle(client, isOurs);
      if (!isOurs) return;
      const grown = await client.query<{ epoch: number }>(
        'insert into engine_lease (id, epoch) values ($1, 1) on conflict (id) do update set epoch = engine_lease.epoch + 1 returning epoch',
        [this.#id],
      );
      if (this.#client !== client || !this.#isStarted) return;
      this.#epoch = grown.rows[0]?.epoch ?? 1;
      this.#options.onHeld(this.#epoch);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#options.onProblem(message);
      const client = this.#client;
      this.#disconnected(message);
      // Not awaited: a connection that does not answer does not say goodbye either.
      client?.end().catch(() => undefined);
    }
  }

  async #connect(): Promise<Client> {
    const client = new Client({
      connectionString: this.#options.databaseUrl,
      application_name: 'trunkline engine lease',
      connectionTimeoutMillis: ANSWER_LIMIT_MS,
      query_timeout: ANSWER_LIMIT_MS,
      keepAlive: true,
    });
    const lost = (why: string) => {
      if (this.#client === client) this.#disconnected(why);
    };
    client.on('error', (error) => lost(error.message));
    client.on('end', () => lost('the database connection ended'));
    this.#client = client;
    await client.connect();
    return client;
  }

  /** The database is there again, and so is the lock, or it is another's. */
  async #settle(client: Client, isOurs: boolean): Promise<void> {
    const { rows } = await client.query<{ epoch: number }>('select epoch from engine_lease where id = $1', [this.#id]);
    if (this.#client !== client) return;
    if (isOurs && rows[0]?.epoch === this.#epoch) {
      this.#unsureSince = undefined;
      return;
    }
    this.#lose('another process had it meanwhile');
    // With it the lock goes: the next check begins anew.
    client.end().catch(() => undefined);
  }

  #disconnected(why: string): void {
    this.#client = undefined;
    if (this.#epoch === undefined) return;
    if (!this.#isStarted) return this.#lose(why);
    const isFirst = this.#unsureSince === undefined;
    this.#unsureSince ??= performance.now();
    if (performance.now() - this.#unsureSince > LONGEST_AWAY_MS) this.#lose(why);
    else if (isFirst) this.#schedule(LOOK_AGAIN_MS);
  }

  #lose(why: string): void {
    this.#client = undefined;
    this.#unsureSince = undefined;
    if (this.#epoch === undefined) return;
    this.#epoch = undefined;
    this.#options.onLost(why);
  }
}

/** The address without user, password and trailing slash, so that every process of an Asterisk means the same. */
export function leaseId(engine: string): string {
  const url = new URL(engine);
  return `${url.protocol}//${url.host}${url.pathname.replace(/\/+$/, '')}`;
}

/** An advisory lock's number: the first 64 bits of a hash, signed. */
export const lockKey = (id: string): string =>
  createHash('sha256').update(`trunkline engine ${id}`).digest().readBigInt64BE(0).toString();
