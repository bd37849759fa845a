import { Injectable } from '@nestjs/common';
import { ContextText } from './context-text.js';
import type { DialplanRows } from './dialplan-memory.js';
import { generateInbound } from './generate-inbound.js';
import type { UnattendedRoute } from './unattended-lines.js';

/** [inbound]: what happens to a call that comes in over a trunk. */
@Injectable()
export class InboundText extends ContextText {
  protected override readonly context = 'inbound';
  private routes: () => Promise<UnattendedRoute[]> = () => Promise.resolve([]);

  /** Routes are a higher lib's: it says what they are. @param routes the most exact first */
  ring(routes: () => Promise<UnattendedRoute[]>): void {
    this.routes = routes;
  }

  /** What the routes are made of may have changed: the text is looked at soon. */
  routesChanged(): void {
    this.settle();
  }

  protected override async generate({ trunks }: DialplanRows): Promise<string[]> {
    const { maxCallSeconds } = this.env;
    return generateInbound({ trunks, routes: await this.routes(), maxCallSeconds });
  }
}
