/** What the tests of the settings look for in their lists. */
import type { Page } from 'playwright-core';

/** The row of a list of the settings. */
export const rowOf = (page: Page, name: string) => page.locator(`[data-row="${name}"]`);
export const act = (page: Page, name: string, action: string) =>
  rowOf(page, name).getByRole('button', { name: action, exact: true }).click();
export const hasFocus = (element: { evaluate: <T>(look: (node: Element) => T) => Promise<T> }) =>
  element.evaluate((node) => node === document.activeElement);
/** How much of the page is cut off to the right, in px. */
export const overflowOf = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
