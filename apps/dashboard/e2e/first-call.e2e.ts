import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { givenBed, type Person } from './bed.js';
import { heardEnergy, signIn, signInWithPhone } from './browser.js';

const bed = givenBed();
let otabek: Person;
beforeAll(async () => {
  otabek = await bed.hire({ username: 'otabek', extension: '305' });
});

/** Every state in words that the call panel shows, in order. */
async function watchStates(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const states: string[] = [];
    Object.assign(window, { statesOfTest: states });
    new MutationObserver(() => {
      const words = document.querySelector('[data-call-status]')?.textContent;
      if (words && words !== states.at(-1)) states.push(words);
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  return () => page.evaluate(() => (window as unknown as { statesOfTest: string[] }).statesOfTest);
}

async function dial(page: Page, number: string): Promise<void> {
  await page.getByLabel('Raqam', { exact: true }).fill(number);
  await page.getByRole('button', { name: "Qo'ng'iroq qilish", exact: true }).click();
}

const status = (page: Page, words: string) => page.locator('[data-call-status]', { hasText: words });

describe('signing in', () => {
  it('should refuse a wrong password in words', async () => {
    const page = await bed.open();
    await signIn(page, bed.stack, 'admin', 'not-the-password');
    await page.getByText("Foydalanuvchi nomi yoki parol noto'g'ri.").waitFor();
    expect(new URL(page.url()).pathname).toBe('/login');
  });

  it('should bring who is not signed in to the sign-in page and back', async () => {
    const page = await bed.open();
    await page.goto(`${bed.stack.address}/settings/trunks`);
    await page.waitForURL('**/login?from=*');
    await page.getByLabel('Foydalanuvchi nomi').fill('admin');
    await page.getByLabel('Parol', { exact: true }).fill(bed.stack.adminPassword);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/settings/trunks');
  });

  it('should stay signed in across a reload and in a second tab, and end in both', async () => {
    const page = await bed.open();
    await signInWithPhone(page, bed.stack);
    const second = await page.context().newPage();
    await Promise.all([page.reload(), second.goto(`${bed.stack.address}/calls`)]);
    await Promise.all([page, second].map((tab) => tab.getByRole('button', { name: "Qo'ng'iroq qilish" }).waitFor()));
    await second.getByLabel('Foydalanuvchi menyusi').click();
    await second.getByRole('button', { name: 'Chiqish' }).click();
    await Promise.all([page, second].map((tab) => tab.waitForURL('**/login*')));
  });
});

describe('a session', () => {
  it('should end on the page when the server ends it, and its telephone with it', async () => {
    const page = await bed.open();
    const gone = await bed.hire({ username: 'ketgan', extension: '306' });
    await signInWithPhone(page, bed.stack, gone.username, gone.password);
    await bed.stack.asAdmin('mutation ($id: ID!) { updateUser(id: $id, input: { enabled: false }) { __typename } }', {
      id: gone.id,
    });
    await page.waitForURL('**/login?*');
    await page.getByText('Seans tugadi. Davom etish uchun qayta kiring.').waitFor();
  });
});

describe('a call', () => {
  it('should be placed, heard and ended', async () => {
    const page = await bed.open();
    await signInWithPhone(page, bed.stack);
    const states = await watchStates(page);
    await dial(page, '998 00 000-00-01');
    await status(page, 'Javob berildi').waitFor();
    await expect.poll(() => heardEnergy(page), { timeout: 10_000 }).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Tugatish' }).click();
    await status(page, 'Tugadi').waitFor();
    await page.getByText("Suhbat bo'ldi", { exact: true }).first().waitFor();
    expect(await states()).toEqual(['Ulanmoqda', 'Jiringlamoqda', 'Javob berildi', 'Tugadi']);
  });

  it('should say a busy line in words, with what to do', async () => {
    const page = await bed.open();
    await signInWithPhone(page, bed.stack);
    await dial(page, '+998 00 000 00 02');
    await status(page, 'Tugadi').waitFor();
    await page.getByText('Band', { exact: true }).first().waitFor();
    await page.getByText("Birozdan keyin qayta qo'ng'iroq qiling.").waitFor();
  });

  it('should say a refusal in words, in the chosen language', async () => {
    const page = await bed.open();
    await signInWithPhone(page, bed.stack);
    await dial(page, '+7 495 123-45-67');
    await page.getByText("Bu raqam uchun dialplanda qoida yo'q.").waitFor();
    await page.getByLabel('Foydalanuvchi menyusi').click();
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByText('The dialplan has no rule for this number.').first().waitFor();
  });
});

describe('the telephone', () => {
  it('should say that another tab has it, and let it be taken over', async () => {
    const first = await bed.open();
    await signInWithPhone(first, bed.stack);
    const second = await first.context().newPage();
    await second.goto(`${bed.stack.address}/calls`);
    await second.getByRole('button', { name: "Shu oynaga o'tkazish" }).click();
    await second.locator('[data-phone=ready]').waitFor({ state: 'attached' });
    await first.locator('[data-phone=inUse]').waitFor({ state: 'attached' });
  });
});

describe('the telephone of a page that went before it had registered', () => {
  it('should come to the next page by itself', async () => {
    const person = await bed.hire({ username: 'shoshqaloq', extension: '307' });
    const gone = await bed.open();
    // Its telephone never gets to Asterisk.
    await gone.routeWebSocket(/\/sip$/, () => undefined);
    const given = gone.waitForResponse((answer) => answer.request().postData()?.includes('CreateSoftphoneCredentials') ?? false);
    await signIn(gone, bed.stack, person.username, person.password);
    expect(await (await given).text()).toContain('"password"');
    await gone.close();
    const page = await bed.open();
    await signIn(page, bed.stack, person.username, person.password);
    await page.locator('[data-phone=inUse]').waitFor({ state: 'attached' });
    await page.locator('[data-phone=ready]').waitFor({ state: 'attached' });
  });
});

describe('a call that somebody else starts', () => {
  const originate = `mutation ($input: OriginateCallInput!) {
    originateCall(input: $input) { ... on Call { id } ... on OperationError { errorCode message } }
  }`;

  it.each([
    ['answered', 'Javob berish', 'Javob berildi'],
    ['declined', 'Rad etish', undefined],
  ])('should ring, and be %s by its agent', async (_, button, state) => {
    const page = await bed.seat(otabek);
    await bed.stack.asAdmin(originate, { input: { to: '998000000010', connect: { agentId: otabek.id } } });
    const bar = page.getByRole('alert').filter({ hasText: "Kiruvchi qo'ng'iroq" });
    await bar.getByText('+998 00 000-00-10').waitFor();
    await bar.getByRole('button', { name: button }).click();
    await bar.waitFor({ state: 'detached' });
    if (!state) return;
    await status(page, state).waitFor();
    await expect.poll(() => heardEnergy(page), { timeout: 10_000 }).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Tugatish' }).click();
    await status(page, 'Tugadi').waitFor();
  });
});
