/** Days to look for, typed and chosen: in the page's language, whatever the browser's is. No test knows what day it is. */
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { givenBed } from './bed.js';
import { signIn, signInWithPhone } from './browser.js';
import { call, hangUp } from './desk.js';
import { isOver, placedCall } from './placed-call.js';
import { hasFocus, overflowOf } from './settings-lists.js';
import { withDatabase } from './with-database.js';

const bed = givenBed();
const busy = '+998 00 000-00-02';
const wrong = '+998 00 000-00-05';

beforeAll(async () => {
  await withDatabase(bed.stack, async (database) => {
    for (const [to, day] of [
      ['998000000002', 7],
      ['998000000005', 8],
    ] as const) {
      const id = await placedCall(bed.stack, to, 'vm-goodbye', isOver);
      await database.query('update calls set "createdAt" = $2 where id = $1', [id, new Date(2019, 11, day, 12)]);
    }
  });
});

const rows = (page: Page) => page.locator('[data-history-row]');
const rowOf = (page: Page, number: string) => rows(page).filter({ hasText: number });
const dayOf = (page: Page, label: string) => page.getByRole('textbox', { name: label, exact: true });
const calendar = (page: Page) => page.getByRole('dialog');
const focusedDay = (page: Page) => page.locator('[role=gridcell]:focus').getAttribute('aria-label');
const lookedFor = (page: Page) => ['from', 'to'].map((name) => new URL(page.url()).searchParams.get(name));
/** The address follows in a moment. */
const expectLookedFor = (page: Page, from: string | null, to: string | null) =>
  expect.poll(() => lookedFor(page), { timeout: 10_000 }).toEqual([from, to]);

interface Visit {
  language?: 'uz' | 'ru' | 'en';
  /** Of the browser. */
  locale?: string;
  query?: string;
}

async function openDays({ language = 'uz', locale, query = '?period=days' }: Visit = {}): Promise<Page> {
  const page = await bed.open({ width: 360, height: 740 }, locale);
  await signIn(page, bed.stack, 'admin', bed.stack.adminPassword);
  await page.waitForURL('**/calls');
  await page.context().addCookies([{ name: 'language', value: language, url: bed.stack.address }]);
  await page.goto(`${bed.stack.address}/calls/history${query}`);
  await rows(page).first().waitFor();
  return page;
}

describe('the days of the history', () => {
  it('should be typed and chosen by keyboard alone', async () => {
    const page = await openDays({ query: '' });
    const { keyboard } = page;
    await page.getByRole('button', { name: 'Filtrlar' }).focus();
    await keyboard.press('Enter');
    while (!(await hasFocus(page.getByLabel('Davr', { exact: true })))) await keyboard.press('Tab');
    await keyboard.type('Kun');
    await dayOf(page, 'Boshlanish kuni').waitFor();
    await keyboard.press('Tab');
    await keyboard.type('7.12.2019');
    // In the order of the fields: its buttons, the other field and, as it has nothing to clear, its calendar.
    for (const name of ['Tozalash: Boshlanish kuni', 'Kalendarni ochish: Boshlanish kuni']) {
      await keyboard.press('Tab');
      expect(await hasFocus(page.getByRole('button', { name, exact: true }))).toBe(true);
    }
    await keyboard.press('Tab');
    await keyboard.type('8 12 19');
    await keyboard.press('Enter');
    await expect.poll(() => dayOf(page, 'Oxirgi kun').inputValue()).toBe('08.12.2019');
    await expectLookedFor(page, '2019-12-07', '2019-12-08');
    await rowOf(page, busy).waitFor();
    await rowOf(page, wrong).waitFor();

    await keyboard.press('Tab');
    await keyboard.press('Tab');
    await keyboard.press('Enter');
    await expect.poll(() => focusedDay(page)).toBe('2019-yil 8-dekabr, yakshanba');
    for (const [key, day] of [
      ['Home', '2019-yil 7-dekabr, shanba'],
      ['End', '2019-yil 8-dekabr, yakshanba'],
      ['ArrowDown', '2019-yil 15-dekabr, yakshanba'],
      ['ArrowRight', '2019-yil 16-dekabr, dushanba'],
      ['PageDown', '2020-yil 16-yanvar, payshanba'],
      ['Shift+PageDown', '2021-yil 16-yanvar, shanba'],
      ['Shift+PageUp', '2020-yil 16-yanvar, payshanba'],
      ['PageUp', '2019-yil 16-dekabr, dushanba'],
      ['ArrowUp', '2019-yil 9-dekabr, dushanba'],
      // Before the first day there is nothing to choose.
      ['PageUp', '2019-yil 7-dekabr, shanba'],
      ['ArrowLeft', '2019-yil 7-dekabr, shanba'],
    ] as const) {
      await keyboard.press(key);
      expect(await focusedDay(page), key).toBe(day);
    }
    await keyboard.press('Space');
    await calendar(page).waitFor({ state: 'detached' });
    const button = page.getByRole('button', { name: 'Kalendarni ochish: Oxirgi kun' });
    await expect.poll(() => hasFocus(button)).toBe(true);
    expect(await dayOf(page, 'Oxirgi kun').inputValue()).toBe('07.12.2019');
    await rowOf(page, wrong).waitFor({ state: 'detached' });
    await rowOf(page, busy).waitFor();
    await expectLookedFor(page, '2019-12-07', '2019-12-07');

    await keyboard.press('Enter');
    await calendar(page).waitFor();
    await keyboard.press('ArrowRight');
    await keyboard.press('Escape');
    await calendar(page).waitFor({ state: 'detached' });
    await expect.poll(() => hasFocus(button)).toBe(true);
    expect(await dayOf(page, 'Oxirgi kun').inputValue()).toBe('07.12.2019');
  });

  it.each([
    { language: 'uz', locale: 'de-DE', label: 'Oxirgi kun', open: 'Kalendarni ochish', month: 'Dekabr 2019', day: '7-dekabr' },
    {
      language: 'ru',
      locale: 'en-US',
      label: 'По какой день',
      open: 'Открыть календарь',
      month: 'Декабрь 2019',
      day: '7 декабря',
    },
    { language: 'en', locale: 'ru-RU', label: 'Last day', open: 'Open calendar', month: 'December 2019', day: '7 December' },
  ] as const)(
    'should be told in $language where the browser speaks $locale',
    async ({ language, locale, label, open, ...words }) => {
      const page = await openDays({ language, locale, query: '?period=days&from=2019-12-07&to=2019-12-07' });
      expect(await page.evaluate(() => navigator.language)).toBe(locale);
      expect(await dayOf(page, label).inputValue()).toBe(language === 'en' ? '07/12/2019' : '07.12.2019');
      await page.getByRole('button', { name: `${open}: ${label}` }).click();
      await calendar(page).getByRole('heading', { name: words.month }).waitFor();
      expect(await overflowOf(page)).toBeLessThanOrEqual(0);
      const first = calendar(page).getByRole('columnheader').first();
      expect(await first.textContent()).toContain({ uz: 'Du', ru: 'Пн', en: 'Mon' }[language]);
      expect(await calendar(page).getByRole('gridcell', { selected: true }).getAttribute('aria-label')).toContain(words.day);
      // The day before the first one is there, and cannot be chosen: a press on it leaves all as it is.
      await calendar(page).getByRole('gridcell').getByText('6', { exact: true }).click({ force: true });
      await calendar(page).getByRole('gridcell').getByText('8', { exact: true }).click();
      await rowOf(page, wrong).waitFor();
      await expectLookedFor(page, '2019-12-07', '2019-12-08');
    },
  );

  it('should begin with today where no day is chosen', async () => {
    const page = await openDays();
    await page.getByRole('button', { name: 'Kalendarni ochish: Boshlanish kuni' }).click();
    await page.locator('[role=gridcell][aria-current=date]:focus').waitFor();
  });

  it('should say in words that there is no such day, and look for none', async () => {
    const page = await openDays({ query: '?period=days&from=2019-12-08' });
    await rowOf(page, busy).waitFor({ state: 'detached' });
    const field = dayOf(page, 'Boshlanish kuni');
    await field.fill('31.02.2019');
    await page.keyboard.press('Tab');
    await page.getByText("Bunday sana yo'q. Masalan: 27.11.2026").waitFor();
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    await rowOf(page, busy).waitFor();
    expect(await field.inputValue()).toBe('31.02.2019');
    await expectLookedFor(page, null, null);

    await field.fill('08/12/2019');
    await rowOf(page, busy).waitFor({ state: 'detached' });
    expect(await field.getAttribute('aria-invalid')).toBeNull();
    await dayOf(page, 'Oxirgi kun').fill('2019-12-07');
    await page.getByText("08.12.2019 dan oldin bo'lmasin.").waitFor();
    await page.getByRole('button', { name: 'Tozalash: Boshlanish kuni' }).click();
    expect(await field.inputValue()).toBe('');
    expect(await hasFocus(field)).toBe(true);
    await rowOf(page, busy).waitFor();
    await expectLookedFor(page, null, '2019-12-07');
    await page.getByRole('button', { name: 'Tozalash: Oxirgi kun' }).click();
    await rowOf(page, wrong).waitFor();
  });

  it('should stay as typed while the address is slow to follow', async () => {
    const page = await openDays();
    let asked = 0;
    await page.route(
      (url) => url.pathname === '/calls/history' && url.searchParams.has('_rsc'),
      async (route) => {
        asked += 1;
        await new Promise((wait) => setTimeout(wait, 1_000));
        await route.continue();
      },
    );
    await dayOf(page, 'Boshlanish kuni').fill('07.12.2019');
    await dayOf(page, 'Oxirgi kun').fill('08.12.2019');
    await dayOf(page, 'Oxirgi kun').fill('07.12.2019');
    expect(lookedFor(page)).toEqual([null, null]);
    // What is asked for does not wait.
    await rowOf(page, wrong).waitFor({ state: 'detached' });
    await expectLookedFor(page, '2019-12-07', '2019-12-07');
    expect(asked).toBeGreaterThan(0);
    expect(await dayOf(page, 'Boshlanish kuni').inputValue()).toBe('07.12.2019');
    expect(await dayOf(page, 'Oxirgi kun').inputValue()).toBe('07.12.2019');
    await rowOf(page, busy).waitFor();
  });

  it('should close its calendar by Escape without a step towards the end of a talk', async () => {
    const page = await bed.open();
    await signInWithPhone(page, bed.stack);
    await call(page, '998000000001');
    await page.getByRole('link', { name: 'Tarix' }).click();
    await page.getByRole('button', { name: 'Filtrlar' }).click();
    await page.getByLabel('Davr', { exact: true }).selectOption('days');
    await page.getByRole('button', { name: 'Kalendarni ochish: Oxirgi kun' }).click();
    await page.locator('[role=gridcell]:focus').waitFor();
    await page.keyboard.press('Escape');
    await calendar(page).waitFor({ state: 'detached' });
    // Only now the first of two presses.
    await page.keyboard.press('Escape');
    await page.getByText('Tugatish uchun Esc ni yana bir marta bosing').waitFor();
    await hangUp(page);
  });
});
