import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { ServerDiagnosis } from './server-diagnosis.js';
import { isUnexplained, TrunkRegistrations } from './trunk-registrations.js';
import { Trunk } from './trunk.entity.js';

/** What keeps a server away may change without a word of the engine's. */
const LOOK_AGAIN_MS = 30_000;

/** That a trunk fails is told at once; why, when it is found. One look at a time for each trunk. */
@Injectable()
export class TrunkDiagnoses implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(TrunkDiagnoses.name);
  private readonly looking = new Set<string>();
  private stop: (() => void) | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @InjectRepository(Trunk) private readonly trunks: Repository<Trunk>,
    private readonly registrations: TrunkRegistrations,
    private readonly diagnosis: ServerDiagnosis,
  ) {}

  onModuleInit(): void {
    this.stop = this.registrations.onChange((name, now) => {
      if (name !== null && now && isUnexplained(now)) this.look(name);
    });
    this.timer = setInterval(() => this.registrations.unexplained().forEach((name) => this.look(name)), LOOK_AGAIN_MS).unref();
  }

  onApplicationShutdown(): void {
    this.stop?.();
    clearInterval(this.timer);
  }

  private look(name: string): void {
    if (this.looking.has(name)) return;
    this.looking.add(name);
    this.explain(name)
      .catch((error: unknown) => this.logger.warn(`Why ${name} is not reached could not be found out: ${String(error)}`))
      .finally(() => this.looking.delete(name));
  }

  private async explain(name: string): Promise<void> {
    const trunk = await this.trunks.findOneBy({ nameKey: name.toLowerCase() });
    if (!trunk?.enabled) return;
    this.registrations.explain(name, await this.diagnosis.recent(trunk));
  }
}
