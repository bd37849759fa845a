import { Injectable } from '@nestjs/common';
import { ContextText } from './context-text.js';
import type { DialplanRows } from './dialplan-memory.js';
import { generateInbound } from './generate-inbound.js';

/** [inbound]: what happens to a call that comes in over a trunk. */
@Injectable()
export class InboundText extends ContextText {
  protected override readonly context = 'inbound';

  protected override generate({ trunks }: DialplanRows): string[] {
    return generateInbound({ trunks });
  }
}
