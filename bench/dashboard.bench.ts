/** How quick the dashboard is in a real Chromium, from its production build, in front of the real api. */
import 'reflect-metadata';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import { aPort } from '@app/common/testing';
import type * as PostgresModule from '../scripts/postgres.mjs';
import { startTestApi, type TestApi } from '../apps/api/test/support/test-api.js';
import { median } from '../apps/api/test/asterisk/statistics.js';
import { launchBrowser, openContext } from '../apps/dashboard/e2e/browser.js';
import { type FirstLoad, firstLoadOf, noteUsable } from '../apps/dashboard/e2e/first-load.js';
import { BusyCentre } from './busy-centre.js';
import { pressFigures } from './press.js';
import type { Figure, Report } from './report.mjs';
import { startDashboard } from './start-dashboard.js';

// By Node itself: it imports on when it runs, which modules of the runner can't.
const { startPostgres } = createRequire(import.meta.url)('../scripts/postgres.mjs') as typeof PostgresModule;

const LIVE_CALLS = 500;
const CHANGES_A_SECOND = 50;
const WATCHED_MS = 10_000;
const LOADS = 7;

export async function measure(): Promise<Report> {
  const browser = await launchBrowser();
  try {
    const figures = [...(await pageFigures(browser)), ...(await pressFigures(browser))];
    const about = `A production build in headless Chromium, before the real api with its database. For the page's load and its live calls the telephone engine is played, so that ${LIVE_CALLS} calls live and change ${CHANGES_A_SECOND} times a second (asked for, ringing, answered, ended) without a SIP message. For the press Asterisk is real and the carrier rings at once: the page's moments and the carrier's are of one clock. Ours is the whole without the browser's media set-up (INVITE to 200), the carrier's own time and the wait for the screen's next turn (60 a second). Everything runs on the one machine.`;
    return { title: 'The dashboard', about, figures };
  } finally {
    await browser.close();
  }
}

async function pageFigures(browser: Browser): Promise<Figure[]> {
  const postgres = await startPostgres({ forTests: true, log: () => undefined });
  process.env['TRUNKLINE_TEST_DATABASE_URL'] = postgres.url;
  const port = await aPort();
  const api = await startTestApi({
    ...{ maxCalls: 2 * LIVE_CALLS, maxCallsPerUser: 2 * LIVE_CALLS, maxOriginatesPerUserPerMinute: 100_000 },
    publicUrl: `http://localhost:${port}`,
  });
  const dashboard = await startDashboard(api.url, port);
  const context = await openContext(browser, { width: 1440, height: 900 });
  try {
    const page = await signedIn(context, api, `http://localhost:${port}`);
    return [...(await firstLoad(page)), ...(await underLoad(page, api))];
  } finally {
    await context.close();
    dashboard.kill();
    await api.stop();
    await postgres.stop();
  }
}

const dialButton = (page: Page) => page.getByRole('button', { name: "Qo'ng'iroq qilish", exact: true });

async function signedIn(context: BrowserContext, api: TestApi, address: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${address}/login`);
  await page.getByLabel('Foydalanuvchi nomi').fill(api.env.adminUsername);
  await page.getByLabel('Parol', { exact: true }).fill(api.env.adminPassword ?? '');
  await page.keyboard.press('Enter');
  await dialButton(page).waitFor();
  return page;
}

/** The page with an empty cache, until a number can be typed and called. */
async function firstLoad(page: Page): Promise<Figure[]> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Network.setCacheDisabled', { cacheDisabled: true });
  await page.addInitScript(noteUsable);
  const loads: FirstLoad[] = [];
  while (loads.length < LOADS) {
    await page.reload();
    await page.waitForFunction(() => performance.getEntriesByName('usable').length > 0);
    loads.push(await firstLoadOf(page));
  }
  await cdp.send('Network.setCacheDisabled', { cacheDisabled: false });
  await cdp.detach();
  return [
    {
      what: 'Qo‘ng‘iroqlar usable, median of an empty cache',
      value: median(loads.map(({ usableAt }) => usableAt)),
      unit: 'ms',
      mostIs: 1500,
    },
    { what: 'its JavaScript, gzipped', value: median(loads.map(({ first }) => first)) / 1000, unit: 'KB', mostIs: 220 },
    { what: 'layout shift', value: await layoutShift(page), unit: '', mostIs: 0.05 },
  ];
}

function layoutShift(page: Page): Promise<number> {
  return page.evaluate(() => {
    const observer = new PerformanceObserver(() => undefined);
    observer.observe({ type: 'layout-shift', buffered: true });
    return (observer.takeRecords() as (PerformanceEntry & { value: number })[]).reduce((sum, { value }) => sum + value, 0);
  });
}

/** What hundreds of calls cost the page, as Chromium counts it. */
async function underLoad(page: Page, api: TestApi): Promise<Figure[]> {
  const centre = await BusyCentre.open(api, LIVE_CALLS);
  await page.reload();
  await dialButton(page).waitFor();
  centre.begin(CHANGES_A_SECOND);
  // The first render of so many calls is over.
  await page.waitForTimeout(3_000);
  await page.evaluate(watchLongTasks);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  const changesBefore = centre.changes;
  const [busyBefore, begin] = [await busySeconds(cdp), performance.now()];
  await page.waitForTimeout(WATCHED_MS);
  const [busyAfter, end] = [await busySeconds(cdp), performance.now()];
  const longest = await page.evaluate(() => (window as unknown as { longestOfBench: number }).longestOfBench);
  const rate = ((centre.changes - changesBefore) / (end - begin)) * 1000;
  await centre.close();
  return [
    { what: 'changes a second that came about', value: rate, unit: '' },
    {
      what: `main thread busy with ${LIVE_CALLS} live calls`,
      value: ((busyAfter - busyBefore) / (end - begin)) * 100_000,
      unit: '%',
      mostIs: 50,
    },
    { what: 'longest task meanwhile (0: none above 50 ms)', value: longest, unit: 'ms', mostIs: 100 },
  ];
}

function watchLongTasks(): void {
  const seen = { longestOfBench: 0 };
  Object.assign(window, seen);
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) {
      const kept = window as unknown as typeof seen;
      kept.longestOfBench = Math.max(kept.longestOfBench, duration);
    }
  }).observe({ type: 'longtask' });
}

/** Processor time of the page's main thread so far: scripts, style, layout, painting. */
async function busySeconds(cdp: CDPSession): Promise<number> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0;
}
