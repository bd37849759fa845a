/** What a person does at the softphone, for its tests. */
import type { Page } from 'playwright-core';

export const status = (page: Page, words: string) => page.locator('[data-call-status]', { hasText: words });

/** Calls by hand and waits until the far party has answered. */
export async function call(page: Page, number: string): Promise<void> {
  await page.getByLabel('Raqam', { exact: true }).fill(number);
  await page.getByRole('button', { name: "Qo'ng'iroq qilish", exact: true }).click();
  await status(page, 'Javob berildi').waitFor();
}

export async function hangUp(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Tugatish' }).click();
  await status(page, 'Tugadi').waitFor();
}
