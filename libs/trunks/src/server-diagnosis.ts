import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { Logger } from '@nestjs/common';
import { KeyedQueue, within } from '@app/common';
import { parseHostPort, type TrunkSpec } from '@app/telephony';
import type { NameResolver } from './name-resolver.js';
import { type Hop, type Look, probeServer } from './probe-server.js';
import { TrunkProblem } from './trunk-problem.js';

/** So many servers are looked at at a time. */
const AT_ONCE = 8;
/** Of a name with many addresses so many are tried. */
const MOST_ADDRESSES = 3;
/** A look is good for so long (ms): many trunks may have one server. */
const KEPT_MS = 10_000;
const MOST_KEPT = 500;

export type ServedTrunk = Pick<TrunkSpec, 'server' | 'port' | 'transport' | 'outboundProxy'>;

export interface DiagnosisOptions {
  /** PEM file of certificate authorities beside those that everybody trusts. */
  caFile?: string | undefined;
}

/**
 * Looks itself why a trunk's server is not reached: the engine says only that it is not. It looks from where the api runs, mostly the engine's own machine; what
 * it finds is never taken for more than the reason of a failure that the engine told.
 */
export class ServerDiagnosis {
  private readonly logger = new Logger(ServerDiagnosis.name);
  private readonly queue = new KeyedQueue();
  private readonly kept = new Map<string, Promise<Look>>();
  private turn = 0;
  /** ms */
  readonly limits = { resolveMs: 4_000, connectMs: 3_000, keptMs: KEPT_MS };

  constructor(
    private readonly names: NameResolver,
    private readonly options: DiagnosisOptions = {},
  ) {}

  /** A look of the last seconds, or a new one. Never throws. */
  recent(trunk: ServedTrunk): Promise<Look> {
    const hop = firstHop(trunk);
    const key = JSON.stringify(hop);
    const kept = this.kept.get(key);
    if (kept) return kept;
    const look = this.queue.run(String((this.turn += 1) % AT_ONCE), () => this.look(hop));
    this.kept.set(key, look);
    const [oldest] = this.kept.keys();
    if (this.kept.size > MOST_KEPT && oldest !== undefined) this.kept.delete(oldest);
    void look.finally(() => setTimeout(() => this.kept.delete(key), this.limits.keptMs).unref());
    return look;
  }

  /** @returns addresses, or undefined where DNS does not answer in time. An address is its own. */
  resolve(host: string): Promise<string[] | undefined> {
    if (isIP(host) !== 0) return Promise.resolve([host]);
    return within(
      this.limits.resolveMs,
      this.names.resolve(host).catch(() => []),
    );
  }

  /** The first address that is right decides; where none is, the first of all. Never throws. */
  async connect(hop: Hop, addresses: readonly string[]): Promise<Look> {
    const options = { limitMs: this.limits.connectMs, authorities: await this.authorities() };
    const looks = addresses.slice(0, MOST_ADDRESSES).map((address) => probeServer(hop, address, options));
    const right = looks.map(async (look) => {
      const found = await look;
      if (found.problem) throw new Error(found.reason);
      return found;
    });
    const first = looks[0] ?? Promise.resolve(unknownHost(hop.host, addresses));
    return Promise.any(right).catch(() => first);
  }

  private async look(hop: Hop): Promise<Look> {
    const addresses = await this.resolve(hop.host);
    return addresses?.length ? this.connect(hop, addresses) : unknownHost(hop.host, addresses);
  }

  /** Read each time: it may have been put right. */
  private async authorities(): Promise<string[]> {
    if (!this.options.caFile) return [];
    try {
      return [await readFile(this.options.caFile, 'utf8')];
    } catch (error) {
      this.logger.warn(`The certificate authorities in ${this.options.caFile} can't be read: ${String(error)}`);
      return [];
    }
  }
}

/** Without a port in it the proxy is asked on the transport's own (RFC 3261, 18.1.1). */
export function firstHop({ server, port, transport, outboundProxy }: ServedTrunk): Hop {
  const proxy = outboundProxy === null ? undefined : parseHostPort(outboundProxy);
  if (!proxy) return { host: server, port, transport };
  return { host: proxy.host, port: proxy.port ?? (transport === 'TLS' ? 5061 : 5060), transport };
}

function unknownHost(host: string, addresses: readonly string[] | undefined): Look {
  const reason = addresses ? `DNS knows no address of ${host}.` : `DNS did not answer about ${host}.`;
  return { problem: TrunkProblem.UNKNOWN_HOST, reason };
}
