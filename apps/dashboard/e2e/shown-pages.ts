import type { Page } from 'playwright-core';

/** A page as people see it. This one list is what is photographed, and what is tried for accessibility and for jumps of its layout. */
export interface ShownPage {
  /** The picture's name. */
  name: string;
  path: string;
  /** Seen before signing in. */
  isPublic?: boolean;
  /** Waits until everything is there. */
  ready: (page: Page) => Promise<unknown>;
  /** What is pressed before it is looked at. */
  act?: (page: Page) => Promise<unknown>;
}

const text = (words: string | RegExp) => (page: Page) => page.getByText(words).first().waitFor();
const element = (selector: string) => (page: Page) => page.locator(selector).first().waitFor();

/** A new page is one line more. It is shown with the data of seed-books.ts, in Uzbek, to the admin. */
export const shownPages: readonly ShownPage[] = [
  { name: 'login', path: '/login', isPublic: true, ready: (page) => page.getByRole('button', { name: 'Kirish' }).waitFor() },
  { name: 'calls', path: '/calls', ready: element('[data-call-row]') },
  { name: 'history', path: '/calls/history', ready: element('[data-history-row]') },
  {
    name: 'history-filters',
    path: '/calls/history?period=week&outcome=COMPLETED&isRecorded=true',
    ready: element('[data-history-row]'),
  },
  {
    name: 'history-days',
    path: '/calls/history?period=days&from=2026-11-09',
    ready: element('[data-history-row]'),
    act: async (page) => {
      await page.getByRole('button', { name: 'Kalendarni ochish: Oxirgi kun' }).click();
      await page.locator('[role=gridcell]:focus').waitFor();
    },
  },
  { name: 'history-empty', path: '/calls/history?number=000000000', ready: text('Hech narsa topilmadi') },
  {
    name: 'call',
    path: '/calls/history?isRecorded=true',
    ready: element('[data-history-row]'),
    act: async (page) => {
      await page.locator('[data-history-row] button').first().click();
      await page.locator('[data-waveform]').first().waitFor();
    },
  },
  { name: 'missed', path: '/calls/missed', ready: element('[data-history-row]') },
  {
    name: 'stats',
    path: '/calls/stats',
    ready: (page) => page.locator('[data-bar]').first().waitFor({ state: 'attached' }),
    act: async (page) => {
      await page.getByLabel('Davr').selectOption('month');
      // Of a month; the day that is shown first may have had none.
      await page.locator('[data-stat=BUSY]:not([data-calls="0"])').waitFor();
    },
  },
  { name: 'trunks', path: '/settings/trunks', ready: text("Ro'yxatdan o'tgan") },
  {
    name: 'trunk-form',
    path: '/settings/trunks',
    ready: text("Ro'yxatdan o'tgan"),
    act: async (page) => {
      await page.getByRole('button', { name: "Trunk qo'shish" }).click();
      await page.getByRole('dialog').getByLabel('SIP Server').waitFor();
    },
  },
  { name: 'dialplan', path: '/settings/dialplan', ready: text('Toshkent shahar') },
  {
    name: 'rule-form',
    path: '/settings/dialplan',
    ready: text('Toshkent shahar'),
    act: async (page) => {
      await page.getByRole('button', { name: "Qoida qo'shish" }).click();
      await page.getByRole('dialog').getByLabel('Nomi', { exact: true }).waitFor();
    },
  },
  { name: 'inbound', path: '/settings/inbound', ready: element('[data-row=Savdo]') },
  { name: 'users', path: '/settings/users', ready: element('[data-row=nodira]') },
  { name: 'tokens', path: '/settings/tokens', ready: element('[data-row=CRM]') },
  { name: 'system', path: '/settings/system', ready: element('[data-action]') },
  {
    name: 'sound',
    path: '/calls',
    ready: element('[data-call-row]'),
    act: async (page) => {
      await page.locator('[data-phone]').first().click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'account',
    path: '/calls',
    ready: element('[data-call-row]'),
    act: (page) => page.getByLabel('Foydalanuvchi menyusi').click(),
  },
  { name: 'playground', path: '/playground', ready: element('.graphiql-container') },
];
