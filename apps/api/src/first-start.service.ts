import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Env } from '@app/common';
import { DialplanService } from '@app/dialplan';
import { TrunksService } from '@app/trunks';

/**
 * The demo carrier's trunk and its rule follow the launcher: made and brought up to date where the demo carrier runs, switched off where it
 * does not. (The first admin, the first rule and the first destinations are seeded by their own features.)
 */
@Injectable()
export class FirstStart implements OnModuleInit {
  private readonly logger = new Logger('FirstStart');

  constructor(
    private readonly env: Env,
    private readonly trunks: TrunksService,
    private readonly dialplan: DialplanService,
  ) {}

  async onModuleInit(): Promise<void> {
    const trunk = await this.trunks.ensureDemo(this.env.demoTrunk);
    await this.dialplan.ensureDemoRule(trunk);
    if (trunk) this.logger.log(`The demo trunk ${trunk.name} is at ${trunk.server}:${trunk.port}`);
  }
}
