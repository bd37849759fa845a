import { Resolver } from 'node:dns/promises';
import { Injectable } from '@nestjs/common';

/** One try, and one more (ms each). */
const TRY_MS = 2_000;

/** Finds the addresses of a name. Replaced in tests. */
export abstract class NameResolver {
  /** Empty where there are none. */
  abstract resolve(name: string): Promise<string[]>;
}

/** By DNS alone, as the engine does: a name that stands only in this machine's hosts file is not found by it either. */
@Injectable()
export class DnsNameResolver extends NameResolver {
  async resolve(name: string): Promise<string[]> {
    const resolver = new Resolver({ timeout: TRY_MS, tries: 2 });
    const found = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
    return found.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  }
}
