import { Injectable } from '@nestjs/common';
import { isRefusal } from '@app/common';
import { type Trunk, TrunksService } from '@app/trunks';
import { DialplanRulesService } from './dialplan-rules.service.js';

const NAME = 'Demo';
/** The demo carrier's numbers: 998 00 000 00 NN. No operator has 00. */
const PATTERN = '_9980000000XX';

/** The demo trunk has a rule of its own, and no other chooses it. */
@Injectable()
export class DemoRuleSeeder {
  constructor(
    private readonly rules: DialplanRulesService,
    private readonly trunks: TrunksService,
  ) {}

  /** Makes the rule where it is missing; without a demo trunk takes it away, and with it what is left of that trunk. */
  async ensure(trunk: Trunk | null): Promise<void> {
    const existing = (await this.rules.list()).find((rule) => rule.pattern === PATTERN);
    if (trunk && !existing) {
      const options = { stripDigits: 0, prepend: '', ringTimeoutSeconds: 30, record: true, enabled: true, emergency: false };
      const made = await this.rules.create(undefined, { name: NAME, pattern: PATTERN, trunkIds: [trunk.id], ...options });
      if (isRefusal(made)) throw new Error(`The demo rule was refused: ${made.message}`);
    }
    if (trunk) return;
    const isDemoRule = existing && existing.trunks.length > 0 && existing.trunks.every(({ isDemo }) => isDemo);
    if (isDemoRule) await this.rules.delete(undefined, existing.id);
    await this.trunks.ensureDemo(null);
  }
}
