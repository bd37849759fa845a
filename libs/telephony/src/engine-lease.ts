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

/**
 * For each Asterisk exactly one process holds the event stream: the holder of a PostgreSQL advisory lock on a connection of its own. When the
 * connection is lost, so is the lease, and it is asked for again for ever.
 */
export class EngineLease {
  readonly #options: Required<EngineLeaseOptions>;
  readonly #id: string;
  readonly #key: string;
  #client: Client | undefined;
  #epoch: number | undefined;
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
      if (this.#epoch !== undefined) {
        await client.query('select 1');
        return;
      }
      const lock = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1::bigint) as held', [this.#key]);
      if (lock.rows[0]?.held !== true) return;
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
      this.#lose(message);
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
      if (this.#client === client) this.#lose(why);
    };
    client.on('error', (error) => lost(error.message));
    client.on('end', () => lost('the database connection ended'));
    this.#client = client;
    await client.connect();
    return client;
  }

  #lose(why: string): void {
    this.#client = undefined;
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
