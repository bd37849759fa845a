import { Injectable } from '@nestjs/common';
import { ContextText } from './context-text.js';
import type { DialplanRows } from './dialplan-memory.js';
import { generateDialplan } from './generate-dialplan.js';

/** [outbound]: what happens to a number that a phone of ours dials. */
@Injectable()
export class OutboundText extends ContextText {
  protected override readonly context = 'outbound';

  protected override generate({ rules, trunks, destinations }: DialplanRows): string[] {
    const prefixes = destinations.map(({ prefix }) => prefix);
    return generateDialplan({ rules, trunks, destinations: prefixes, maxCallSeconds: this.env.maxCallSeconds });
  }
}
