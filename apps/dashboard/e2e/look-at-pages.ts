/** Opens the pages of the list one after the other, as a signed-in person with a working phone. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openContext, type Screen, signInWithPhone } from './browser.js';
import type { Stack } from './stack.js';
import { type ShownPage, shownPages } from './shown-pages.js';

export type Theme = 'light' | 'dark';
export const themes: readonly Theme[] = ['light', 'dark'];

export interface Looking {
  username?: string;
  password?: string;
  /** What is done to the browser context before its first page. */
  prepare?: (context: BrowserContext) => Promise<unknown>;
}

/** Shows every page on a screen of this size, each when it is ready, first in light and then in dark. One browser context: one phone. */
export async function lookAtPages(
  browser: Browser,
  stack: Stack,
  screen: Screen,
  seen: (page: Page, shown: ShownPage, theme: Theme) => Promise<unknown>,
  { username = 'admin', password = stack.adminPassword, prepare }: Looking = {},
): Promise<void> {
  const context = await openContext(browser, screen);
  try {
    await prepare?.(context);
    const page = await context.newPage();
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const look = async (shown: ShownPage) => {
      await page.goto(`${stack.address}${shown.path}`);
      await shown.ready(page);
      await shown.act?.(page);
      // How its telephone is doing is part of what is seen.
      if (!shown.isPublic) await page.locator('[data-phone=ready]').first().waitFor({ state: 'attached' });
      for (const theme of themes) {
        await page.emulateMedia({ colorScheme: theme });
        await page.evaluate(drawnIn, theme);
        await seen(page, shown, theme);
      }
      await page.emulateMedia({ colorScheme: 'light' });
    };
    for (const shown of shownPages.filter(({ isPublic }) => isPublic)) await look(shown);
    await signInWithPhone(page, stack, username, password);
    for (const shown of shownPages.filter(({ isPublic }) => !isPublic)) await look(shown);
  } finally {
    await context.close();
  }
}

/** In the page: resolves once it is drawn in that theme. */
function drawnIn(theme: Theme): Promise<void> {
  return new Promise((drawn) => {
    const look = () => {
      if (matchMedia(`(prefers-color-scheme: ${theme})`).matches)
        requestAnimationFrame(() => requestAnimationFrame(() => drawn()));
      else requestAnimationFrame(look);
    };
    look();
  });
}
