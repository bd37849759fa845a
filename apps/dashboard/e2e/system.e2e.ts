import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { givenBed } from './bed.js';
import { overflowOf } from './settings-lists.js';
import { wordsOf } from './words-of.js';

/** More than this Asterisk has ports for: one finding that is always there, and what it says is known. */
const maxCalls = 1000;

const bed = givenBed({ MAX_CALLS: String(maxCalls) });
describe('Tizim', () => {
  it('should show that every part works, in which version', async () => {
    const page = await bed.visit('/settings/system', { screen: { width: 360, height: 740 } });
    for (const part of ['Asterisk', 'Trunkline', 'PostgreSQL'])
      await page.locator(`[data-part=${part}][data-good=true]`).waitFor();
    await page.locator('[data-part=Asterisk]').getByText(/^22\./).waitFor();
    await page.locator('[data-part=PostgreSQL]').getByText(/^18/).waitFor();
    await page.getByText('Farq topilmagan', { exact: false }).waitFor();
    expect(await overflowOf(page)).toBeLessThanOrEqual(0);
  });

  it('should look at the surroundings when asked, and say what to write where', async () => {
    const page = await bed.visit('/settings/system', { screen: { width: 360, height: 740 } });
    await page.getByRole('button', { name: 'Tekshirish', exact: true }).click();
    await page.getByText(/^\d+ tadan \d+ tasi joyida\.$/).waitFor();
    const found = await page.locator('[data-check]').evaluateAll((items) => items.map((item) => item.textContent));
    const { systemChecks } = await bed.stack.asAdmin<{ systemChecks: { code: string; state: string }[] }>(
      '{ systemChecks { code state } }',
    );
    const expected = systemChecks.filter(({ state }) => state !== 'OK').map(({ code }) => code);
    expect(found.map((text) => expected.find((code) => text?.includes(code)))).toEqual(expected);
    expect(await overflowOf(page)).toBeLessThanOrEqual(0);
  });

  it.each([
    ['uz', `${maxCalls} ta qo'ng'iroqqa (MAX_CALLS) esa ${maxCalls * 6} ta kerak.`, "rtp.conf, [general] bo'limi:"],
    ['ru', `а для звонков (MAX_CALLS: ${maxCalls}) нужно ${maxCalls * 6}.`, 'rtp.conf, раздел [general]:'],
  ])('should tell in %s what was found and what to do', async (language, found, where) => {
    const page = await systemPage(language);
    await page.getByRole('button', { name: wordsOf(language).system.checksRun, exact: true }).click();
    const check = page.locator('[data-check="asterisk.rtp"]');
    for (const words of [found, where]) await check.getByText(words, { exact: false }).waitFor();
    // Whatever else this machine lacks: of what the api says nothing is left in English.
    expect(await page.locator('[data-check] [lang=en]').count()).toBe(0);
  });

  it.each([
    ['uz', 'aziza', 'Huquq: Operator → Nazoratchi', 'Ichki raqam: — → 377'],
    ['ru', 'bahor', 'Права: Оператор → Супервизор', 'Внутренний номер: — → 378'],
  ])('should tell in %s what was done to whom', async (language, username, role, extension) => {
    const { id } = await bed.hire({ username });
    const input = { role: 'SUPERVISOR', extension: extension.slice(-3) };
    await bed.stack.asAdmin(
      'mutation ($id: ID!, $input: UpdateUserInput!) { updateUser(id: $id, input: $input) { __typename } }',
      {
        id,
        input,
      },
    );
    const page = await systemPage(language);
    const line = page.locator('[data-action="user.updated"]', { hasText: username });
    for (const words of [wordsOf(language).auditAction.user_updated, role, extension])
      await line.getByText(words, { exact: false }).waitFor();
    expect(await line.locator('[lang=en]').count()).toBe(0);
  });

  it('should give the audit log by filters, and more of it as one scrolls', async () => {
    const { id: userId } = await bed.hire({ username: 'malika' });
    for (let index = 0; index < 60; index += 1) {
      await bed.stack.asAdmin(
        'mutation ($id: ID!, $input: UpdateUserInput!) { updateUser(id: $id, input: $input) { __typename } }',
        {
          id: userId,
          input: { displayName: `Malika ${index}` },
        },
      );
    }
    const page = await bed.visit('/settings/system');
    const lines = page.locator('[data-action]');
    await lines.first().waitFor();
    const first = await lines.count();
    await lines.nth(first - 1).scrollIntoViewIfNeeded();
    await expect.poll(() => lines.count()).toBeGreaterThan(60);

    await page.getByLabel('Nima', { exact: true }).selectOption('user');
    await page.getByLabel('Nomi yoki raqami').fill('MALIKA');
    await expect.poll(async () => new Set(await actionsOf(page))).toEqual(new Set(['user.updated']));
    // The oldest of them is on the last page.
    const last = async () => {
      await lines.last().scrollIntoViewIfNeeded();
      return lines.last().getAttribute('data-action');
    };
    await expect.poll(last).toBe('user.created');
    await page.getByLabel('Oxiri', { exact: true }).fill('2020-01-01');
    await page.getByText("Bunday yozuv yo'q").waitFor();
    await page.getByRole('button', { name: "Hammasini ko'rsatish" }).click();
    await expect.poll(async () => (await actionsOf(page)).length).toBeGreaterThan(10);
  });
});

async function systemPage(language: string): Promise<Page> {
  const page = await bed.visit('/settings/system');
  await page.context().addCookies([{ name: 'language', value: language, url: bed.stack.address }]);
  await page.reload();
  return page;
}

const actionsOf = (page: Page) =>
  page.locator('[data-action]').evaluateAll((lines) => lines.map((line) => line.getAttribute('data-action')));

describe('Playground', () => {
  const run = (page: Page) => page.locator('.graphiql-execute-button').click();
  const answer = (page: Page) => page.locator('.graphiql-response .view-lines');

  it('should answer who is signed in, from examples in their language, with documents at hand', async () => {
    const page = await bed.visit('/playground');
    await page.getByRole('button', { name: 'Overview', exact: true }).waitFor();
    await page.locator('.graphiql-editor .view-lines').first().getByText('nomingizdan', { exact: false }).waitFor();
    await run(page);
    await answer(page).getByText('"ADMIN"', { exact: false }).first().waitFor();
    await page.getByRole('button', { name: /Documentation Explorer/ }).click();
    await page.locator('.graphiql-doc-explorer').getByText('Query', { exact: true }).first().waitFor();
    // What was typed may be secret: none of it is kept by the browser.
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
  });

  it('should follow a subscription', async () => {
    const page = await bed.visit('/playground');
    await page.getByRole('button', { name: 'Follow', exact: true }).click();
    const stop = page.locator('.graphiql-execute-button[aria-label*="Stop"]');
    await expect
      .poll(
        async () => {
          // The editor takes a moment to know the operation of another tab, and runs the one before until then.
          if ((await stop.count()) === 0) await run(page);
          await bed.stack.asAdmin('mutation ($input: OriginateCallInput!) { originateCall(input: $input) { __typename } }', {
            input: { to: '998000000002', connect: { announcement: 'sound:hello-world' } },
          });
          return answer(page).innerText();
        },
        { timeout: 30_000, interval: 2_000 },
      )
      .toContain('callEvents');
  });

  it('should be kept from agents, and not weigh on other pages', async () => {
    const { username, password } = await bed.hire({ username: 'operator', extension: '210' });
    const page = await bed.visit('/calls', { username, password });
    const loaded: string[] = [];
    page.on('response', (response) => void (response.url().endsWith('.js') && loaded.push(response.url())));
    await page.goto(`${bed.stack.address}/playground`);
    await page.locator('[data-forbidden]').waitFor();
    expect(await page.locator('.graphiql-container').count()).toBe(0);
    const bodies = await Promise.all(loaded.map(async (url) => (await fetch(url)).text()));
    expect(bodies.length).toBeGreaterThan(0);
    expect(bodies.filter((body) => body.includes('graphiql-container'))).toEqual([]);
  });
});
