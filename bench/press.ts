/** How soon a press rings the far phone on the screen, with a real Asterisk and a carrier on the same machine, and how much of it is the product's time. */
import type { Browser } from 'playwright-core';
import { aPort } from '@app/common/testing';
import { ringsThenAnswers } from '../apps/api/test/sip/index.js';
import { openContext, signInWithPhone } from '../apps/dashboard/e2e/browser.js';
import { mediansOf, timePresses, watchPresses } from '../apps/dashboard/e2e/press-to-ringing.js';
import { withStack } from './bench-stack.js';
import type { Figure } from './report.mjs';
import { startDashboard } from './start-dashboard.js';

const PRESSES = 40;
/** The first ones compile what the others run. */
const WARM_UPS = 20;
const RING_MS = 200;
const LIMITS = { whole: 300, ours: 60 };

export async function pressFigures(browser: Browser): Promise<Figure[]> {
  const port = await aPort();
  const address = `http://localhost:${port}`;
  return withStack({ env: { PUBLIC_URL: address } }, async ({ stack, given }) => {
    const dashboard = await startDashboard(stack.api.url, port);
    const context = await openContext(browser);
    try {
      await given.trunk();
      await stack.admin.ask('mutation ($input: CreateDialplanRuleInput!) { createDialplanRule(input: $input) { __typename } }', {
        input: { name: 'All', pattern: '_998X.' },
      });
      stack.carrier.otherwise(...ringsThenAnswers(RING_MS));
      const page = await context.newPage();
      await page.addInitScript(watchPresses);
      await signInWithPhone(page, { address, adminPassword: stack.adminPassword });
      const numbers = Array.from({ length: WARM_UPS + PRESSES }, () => given.number());
      const { whole, ours, parts } = mediansOf((await timePresses(page, stack.carrier, numbers)).slice(WARM_UPS));
      return [
        { what: 'press to RINGING painted, median', value: whole, unit: 'ms', mostIs: LIMITS.whole },
        { what: 'of which ours', value: ours, unit: 'ms', mostIs: LIMITS.ours },
        { what: 'ours: from the press to the INVITE at the page', value: parts.toPhone, unit: 'ms' },
        { what: 'ours: from the phone’s 200 to the INVITE at the carrier', value: parts.toCarrier, unit: 'ms' },
        { what: 'ours: from the carrier’s 180 to the screen', value: parts.toScreen, unit: 'ms' },
        { what: 'not ours: the browser’s media set-up, INVITE to 200', value: parts.media, unit: 'ms' },
        { what: 'not ours: the carrier, INVITE to 180', value: parts.carrier, unit: 'ms' },
        { what: 'not ours: the wait for the screen’s next turn', value: parts.refresh, unit: 'ms' },
      ];
    } finally {
      await context.close();
      dashboard.kill();
    }
  });
}
