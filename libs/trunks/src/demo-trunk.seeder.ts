import { Injectable, Logger } from '@nestjs/common';
import { type DemoTrunk, isRefusal, type OperationError } from '@app/common';
import { Trunk, TrunkAuthMode, TrunkTransport } from './trunk.entity.js';
import { TrunksService } from './trunks.service.js';

const NAME = 'Demo';

/** The trunk of the demo carrier that ships with us. Its port and password may be others at every start. */
@Injectable()
export class DemoTrunkSeeder {
  private readonly logger = new Logger(DemoTrunkSeeder.name);

  constructor(private readonly trunks: TrunksService) {}

  /**
   * Makes or corrects the demo trunk. Whether it is switched on stays as it was. `undefined` where a person has given a trunk of another kind that name:
   * that one is left alone.
   */
  async ensure({ server, port, username, password }: DemoTrunk): Promise<Trunk | undefined> {
    const account = { server, port, username, password };
    const known = { transport: TrunkTransport.UDP, authMode: TrunkAuthMode.REGISTRATION };
    const existing = await this.trunks.findByName(NAME);
    if (existing && !existing.isDemo) {
      this.logger.warn(`There is a trunk named ${NAME} that is not the demo carrier's: the demo trunk is left out.`);
      return undefined;
    }
    const options = { allowedCallerIds: [], codecs: ['alaw', 'ulaw'], enabled: true, priority: 1000 };
    return this.checked(
      existing
        ? await this.trunks.update(undefined, existing.id, { ...account, ...known })
        : await this.trunks.create(undefined, { name: NAME, ...account, ...known, ...options }, true),
    );
  }

  /** Takes the demo trunk away; where a rule of somebody's own names it, it is switched off instead. */
  async remove(): Promise<void> {
    const existing = await this.trunks.findByName(NAME);
    if (!existing?.isDemo) return;
    const deleted = await this.trunks.delete(undefined, existing.id);
    if (isRefusal(deleted) && existing.enabled)
      this.checked(await this.trunks.update(undefined, existing.id, { enabled: false }));
  }

  private checked(result: Trunk | OperationError): Trunk {
    if (result instanceof Trunk) return result;
    throw new Error(`The demo trunk was refused: ${result.message}`);
  }
}
