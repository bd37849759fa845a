/** An api that takes its time: what comes late and moves the page does so in every run. */
import type { BrowserContext } from 'playwright-core';

const stepMs = 100;
const steps = 5;
const eventsLateByMs = 150;

/** Each operation's answer is late by a time of its own (100 to 500 ms), the same in every run; events by 150 ms. */
export async function answerLate(context: BrowserContext): Promise<void> {
  await context.route('**/graphql', async (route) => {
    const { operationName = '' } = route.request().postDataJSON() as { operationName?: string };
    // A page that is left meanwhile no longer waits.
    const response = await route.fetch().catch(() => undefined);
    await new Promise((late) => setTimeout(late, latenessOf(operationName)));
    await (response ? route.fulfill({ response }) : route.abort()).catch(() => undefined);
  });
  await context.routeWebSocket('**/graphql', (page) => {
    page.connectToServer().onMessage((event) => void setTimeout(() => page.send(event), eventsLateByMs));
  });
}

function latenessOf(operation: string): number {
  const sum = [...operation].reduce((total, letter) => total + letter.charCodeAt(0), 0);
  return stepMs * (1 + (sum % steps));
}
