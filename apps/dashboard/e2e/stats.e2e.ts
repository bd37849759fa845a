/** Calls in numbers: what is counted, and that another period takes the place of the one before without moving anything. */
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { givenBed } from './bed.js';
import { isOver, placedCall } from './placed-call.js';
import { withDatabase } from './with-database.js';

const bed = givenBed();
/** Enough for more digits at the chart. */
const yesterdayEach = 60;

beforeAll(async () => {
  const today = await placedCall(bed.stack, '998000000002', 'vm-goodbye', isOver);
  await withDatabase(bed.stack, (database) => database.query(yesterday, [today, yesterdayEach]));
});

/** A day of many more agents, trunks and outcomes than the call $1 alone has. */
const yesterday = `
insert into calls select (jsonb_populate_record(like_it, jsonb_build_object(
  'id', gen_random_uuid(), 'createdAt', like_it."createdAt" - interval '1 day', 'outcome', drawn.outcome, 'trunkName', drawn.trunk,
  'agentId', case when n % 2 = 0 then (select id from app_user where username = 'admin') end))).*
from calls like_it, generate_series(1, $2::int) n,
  (values ('COMPLETED', 'Demo'), ('NO_ANSWER', 'Old'), ('CANCELED', 'Older')) as drawn(outcome, trunk)
where like_it.id = $1`;

const count = (page: Page, key: string) => page.locator(`[data-stat=${key}]`).getAttribute('data-calls');

/** Where each part of the page begins. */
async function placesOf(page: Page) {
  const parts = {
    bars: page.locator('figure svg'),
    outcomes: page.getByLabel("Natijalar bo'yicha"),
    trunks: page.getByLabel("Trunklar bo'yicha"),
    answered: page.locator('[data-stat=COMPLETED]'),
    demo: page.locator('[data-stat=Demo]'),
  };
  const places = Object.entries(parts).map(async ([name, part]) => {
    const box = await part.boundingBox();
    return [name, box && [box.x, box.y]] as const;
  });
  return Object.fromEntries(await Promise.all(places));
}

describe('the statistics', () => {
  it('should count the calls of a day, with a row for what was not there as well', async () => {
    const page = await bed.visit('/calls/history');
    await page.getByRole('link', { name: 'Statistika' }).click();
    await page.locator('[data-stat=BUSY]').waitFor();
    expect(await page.locator('[data-bar]').count()).toBe(24);
    const counts = ['BUSY', 'Demo', 'COMPLETED', 'FAILED'].map((key) => count(page, key));
    expect(await Promise.all(counts)).toEqual(['1', '1', '0', '0']);
  });

  it.for([{ width: 1280 }, { width: 768 }, { width: 360 }])(
    'should show another period where the one before was, at $width px',
    async ({ width }) => {
      const page = await bed.visit('/calls/stats', { screen: { width, height: 900 } });
      await page.locator('[data-stat=BUSY]').waitFor();
      const before = await placesOf(page);
      expect(Object.values(before)).not.toContain(null);

      let answer: () => void = () => undefined;
      const held = new Promise<void>((resolve) => (answer = resolve));
      await page.route('**/graphql', async (route) => {
        await held;
        await route.continue();
      });
      await page.getByLabel('Davr').selectOption('yesterday');
      const waiting = page.locator('[aria-busy=true]:has([data-stat])');
      await waiting.waitFor();
      expect(await count(page, 'BUSY')).toBe('1');
      answer();
      await waiting.waitFor({ state: 'detached' });

      const counts = ['BUSY', 'COMPLETED', 'Demo', 'Old', 'Older'].map((key) => count(page, key));
      expect(await Promise.all(counts)).toEqual(['0', ...Array.from({ length: 4 }, () => String(yesterdayEach))]);
      expect(await placesOf(page)).toEqual(before);
    },
  );
});
