/** The softphone in every language, on a narrow screen. */
import { beforeAll, describe, expect, it } from 'vitest';
import { givenBed, type Person } from './bed.js';
import { heardNow } from './browser.js';
import { wordsOf } from './words-of.js';

const languages = ['uz', 'ru', 'en'] as const;

const bed = givenBed();
let agent: Person;

beforeAll(async () => {
  agent = await bed.hire({ username: 'nodira', extension: '401' });
});
describe('the softphone at 360 px', () => {
  it.each(languages)('should call, mute, hold and end in %s, with nothing cut off', async (language) => {
    const words = wordsOf(language);
    const page = await bed.open({ width: 360, height: 740 });
    await page.context().addCookies([{ name: 'language', value: language, url: bed.stack.address }]);
    await page.goto(`${bed.stack.address}/login`);
    await page.getByLabel(words.login.username).fill(agent.username);
    await page.getByLabel(words.login.password, { exact: true }).fill(agent.password);
    await page.getByRole('button', { name: words.login.submit }).click();
    await page.locator('[data-phone=ready]').waitFor({ state: 'attached' });
    await page.getByLabel(words.dial.number, { exact: true }).fill('90 1');
    await page.getByLabel(words.dial.number, { exact: true }).fill('00 998 00 000 00 01');
    await page.getByRole('button', { name: words.dial.call, exact: true }).click();
    await page.locator('[data-call-status]', { hasText: words.callState.ANSWERED }).waitFor();
    await expect.poll(() => heardNow(page), { timeout: 15_000 }).toBeGreaterThan(0);
    for (const name of [words.callControls.mute, words.callControls.unmute, words.callControls.hold, words.callControls.resume])
      await page.getByRole('button', { name, exact: true }).click();
    await page.getByRole('button', { name: words.callControls.transfer, exact: true }).click();
    const cut = await page.evaluate(() => {
      const wide = [...document.querySelectorAll('button, p, h2')].filter((element) => {
        const box = element.getBoundingClientRect();
        return (
          element.checkVisibility() &&
          box.width > 1 &&
          (box.right > innerWidth || box.left < 0 || element.scrollWidth > element.clientWidth + 1)
        );
      });
      return wide.map((element) => element.textContent);
    });
    expect(cut).toEqual([]);
    await page.getByRole('button', { name: words.dial.hangUp }).click();
    await page.getByText(words.outcome.COMPLETED, { exact: true }).first().waitFor();
  });
});
