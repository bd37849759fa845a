import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { heardEnergy, launchBrowser, openContext, type Screen, signIn, signInWithPhone } from './browser.js';
import { startStack, type Stack } from './stack.js';

const createUserMutation = `mutation ($input: CreateUserInput!) {
  createUser(input: $input) { ... on User { id } ... on OperationError { message } }
}`;

let stack: Stack;
let browser: Browser;
let agentId: string;
const contexts: BrowserContext[] = [];
const pageErrors: string[] = [];

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), launchBrowser()]);
  const { createUser } = await stack.asAdmin<{ createUser: { id: string } }>(createUserMutation, {
    input: { username: 'otabek', password: 'otabek-password', role: 'AGENT', extension: '305' },
  });
  agentId = createUser.id;
});

afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close();
  expect(pageErrors.splice(0)).toEqual([]);
});

afterAll(async () => {
  await browser?.close();
  await stack?.stop();
});

async function openPage(screen?: Screen): Promise<Page> {
  const context = await openContext(browser, screen);
  contexts.push(context);
  const page = await context.newPage();
  page.on('pageerror', (error) => pageErrors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy|hydrat/i.test(message.text())) pageErrors.push(message.text());
  });
  return page;
}

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
    const page = await openPage();
    await signIn(page, stack, 'admin', 'not-the-password');
    await page.getByText("Foydalanuvchi nomi yoki parol noto'g'ri.").waitFor();
    expect(new URL(page.url()).pathname).toBe('/login');
  });

  it('should bring who is not signed in to the sign-in page and back', async () => {
    const page = await openPage();
    await page.goto(`${stack.address}/settings/trunks`);
    await page.waitForURL('**/login?from=*');
    await page.getByLabel('Foydalanuvchi nomi').fill('admin');
    await page.getByLabel('Parol', { exact: true }).fill(stack.adminPassword);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/settings/trunks');
  });

  it('should stay signed in across a reload and in a second tab, and end in both', async () => {
    const page = await openPage();
    await signInWithPhone(page, stack);
    const second = await page.context().newPage();
    await Promise.all([page.reload(), second.goto(`${stack.address}/calls`)]);
    await Promise.all([page, second].map((tab) => tab.getByRole('button', { name: "Qo'ng'iroq qilish" }).waitFor()));
    await second.getByLabel('Foydalanuvchi menyusi').click();
    await second.getByRole('button', { name: 'Chiqish' }).click();
    await Promise.all([page, second].map((tab) => tab.waitForURL('**/login*')));
  });

  it('should show an agent no Sozlamalar', async () => {
    const page = await openPage();
    await signInWithPhone(page, stack, 'otabek', 'otabek-password');
    await page.getByRole('button', { name: "Qo'ng'iroq qilish" }).waitFor();
    expect(await page.getByRole('link', { name: 'Sozlamalar' }).count()).toBe(0);
    await page.goto(`${stack.address}/settings/trunks`);
    await page.getByText('Bu sahifa administrator va nazoratchilar uchun.').waitFor();
    // A page that goes before it has registered holds the phone until its credentials end.
    await page.locator('[data-phone=ready]').waitFor({ state: 'attached' });
  });
});

describe('a session', () => {
  it('should end on the page when the server ends it, and its telephone with it', async () => {
    const page = await openPage();
    const { createUser } = await stack.asAdmin<{ createUser: { id: string } }>(createUserMutation, {
      input: { username: 'ketgan', password: 'ketgan-password', role: 'AGENT', extension: '306' },
    });
    await signInWithPhone(page, stack, 'ketgan', 'ketgan-password');
    await stack.asAdmin('mutation ($id: ID!) { updateUser(id: $id, input: { enabled: false }) { __typename } }', {
      id: createUser.id,
    });
    await page.waitForURL('**/login?*');
    await page.getByText('Seans tugadi. Davom etish uchun qayta kiring.').waitFor();
  });
});

describe('a call', () => {
  it.each([
    { width: 1280, height: 800 },
    { width: 360, height: 740 },
  ])('should be placed, heard and ended at $width px', async (screen) => {
    const page = await openPage(screen);
    await signInWithPhone(page, stack);
    const states = await watchStates(page);
    await dial(page, '998 00 000-00-01');
    await status(page, 'Javob berildi').waitFor();
    await expect.poll(() => heardEnergy(page), { timeout: 10_000 }).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Tugatish' }).click();
    await status(page, 'Tugadi').waitFor();
    await page.getByText("Suhbat bo'ldi", { exact: true }).first().waitFor();
    expect(await states()).toEqual(['Ulanmoqda', 'Jiringlamoqda', 'Javob berildi', 'Tugadi']);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  });

  it('should say a busy line in words, with what to do', async () => {
    const page = await openPage();
    await signInWithPhone(page, stack);
    await dial(page, '+998 00 000 00 02');
    await status(page, 'Tugadi').waitFor();
    await page.getByText('Band', { exact: true }).first().waitFor();
    await page.getByText("Birozdan keyin qayta qo'ng'iroq qiling.").waitFor();
  });

  it('should say a refusal in words, in the chosen language', async () => {
    const page = await openPage();
    await signInWithPhone(page, stack);
    await dial(page, '+7 495 123-45-67');
    await page.getByText("Bu raqam uchun dialplanda qoida yo'q.").waitFor();
    await page.getByLabel('Foydalanuvchi menyusi').click();
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByText('The dialplan has no rule for this number.').waitFor();
  });

  it('should be made and ended by keyboard alone', async () => {
    const page = await openPage();
    await signInWithPhone(page, stack);
    await page.getByLabel('Raqam', { exact: true }).focus();
    await page.keyboard.type('998000000001');
    await page.keyboard.press('Enter');
    await status(page, 'Javob berildi').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await status(page, 'Tugadi').waitFor();
  });

  it('should be there again after a reload, and outlive it', async () => {
    const page = await openPage();
    await signInWithPhone(page, stack);
    await dial(page, '998000000001');
    await status(page, 'Javob berildi').waitFor();
    await page.reload();
    await status(page, 'Javob berildi').waitFor();
    await page.locator('[data-phone=ready]').waitFor({ state: 'attached' });
    await status(page, 'Javob berildi').waitFor();
    await page.getByRole('button', { name: 'Tugatish' }).click();
    await status(page, 'Tugadi').waitFor();
  });
});

describe('the telephone', () => {
  it('should say that another tab has it, and let it be taken over', async () => {
    const first = await openPage();
    await signInWithPhone(first, stack);
    const second = await first.context().newPage();
    await second.goto(`${stack.address}/calls`);
    await second.getByRole('button', { name: "Shu oynaga o'tkazish" }).click();
    await second.locator('[data-phone=ready]').waitFor({ state: 'attached' });
    await first.locator('[data-phone=inUse]').waitFor({ state: 'attached' });
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
    const page = await openPage();
    await signInWithPhone(page, stack, 'otabek', 'otabek-password');
    await stack.asAdmin(originate, { input: { to: '998000000010', connect: { agentId } } });
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

describe('trunks', () => {
  it('should be added in the form and register', async () => {
    const page = await openPage();
    await signIn(page, stack, 'admin', stack.adminPassword);
    await page.getByRole('link', { name: 'Sozlamalar' }).first().click();
    await page.getByRole('button', { name: "Trunk qo'shish" }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('Nomi').fill('BellUZ');
    await form.getByLabel('SIP Server').fill('127.0.0.1');
    await form.getByLabel('Login', { exact: true }).fill(stack.carrier.login);
    await form.getByLabel('Password').fill(stack.carrier.password);
    expect(await form.getByLabel('Port', { exact: true }).inputValue()).toBe('5060');
    expect(await form.getByLabel('Transport').inputValue()).toBe('UDP');
    await form.getByLabel('Port', { exact: true }).fill(String(stack.carrier.port));
    await form.getByRole('button', { name: "Ma'lumotlarni Saqlash" }).click();
    const row = page.locator('[data-trunk=BellUZ]');
    await row.getByText("Ro'yxatdan o'tgan").waitFor();
    // Beside the demo trunk it is a real one: the banner says so.
    await page.getByText('Demo trunk haqiqiy trunk bilan birga yoqilgan.').waitFor();
    await row.getByRole('button', { name: "O'chirish", exact: true }).click();
    await page.getByRole('button', { name: "Ha, o'chirilsin" }).click();
    await row.waitFor({ state: 'detached' });
  });

  it("should show the provider's refusal of a wrong password", async () => {
    const page = await openPage({ width: 360, height: 740 });
    await signIn(page, stack, 'admin', stack.adminPassword);
    await page.getByRole('link', { name: 'Sozlamalar' }).first().click();
    await page.getByRole('button', { name: "Trunk qo'shish" }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('Nomi').fill('Wrong');
    await form.getByLabel('SIP Server').fill('127.0.0.1');
    await form.getByLabel('Login', { exact: true }).fill(stack.carrier.login);
    await form.getByLabel('Password').fill('not-the-password');
    await form.getByLabel('Port', { exact: true }).fill('0');
    await form.getByRole('button', { name: "Ma'lumotlarni Saqlash" }).click();
    await form.getByText("Port 1 dan 65535 gacha bo'lgan son. Odatda 5060.").waitFor();
    expect(await form.getByLabel('Port', { exact: true }).getAttribute('aria-invalid')).toBe('true');
    await form.getByLabel('Port', { exact: true }).fill(String(stack.carrier.port));
    await form.getByRole('button', { name: "Ma'lumotlarni Saqlash" }).click();
    const row = page.locator('[data-trunk=Wrong]');
    await row.getByText('Rad etildi').waitFor({ timeout: 30_000 });
    await row
      .getByText(/^Provayder Login va Passwordni qabul qilmayapti/)
      .first()
      .waitFor();
    await stack.asAdmin('mutation ($id: ID!) { deleteTrunk(id: $id) { __typename } }', {
      id: (await stack.asAdmin<{ trunks: { id: string; name: string }[] }>('{ trunks { id name } }')).trunks.find(
        ({ name }) => name === 'Wrong',
      )?.id,
    });
  });
});

describe('the playground', () => {
  it('should answer a query as the signed-in admin, with no request to another host', async () => {
    const page = await openPage();
    const outside: string[] = [];
    page.on('request', (request) => {
      if (!/^(blob|data):/.test(request.url()) && !request.url().startsWith(stack.address)) outside.push(request.url());
    });
    await signIn(page, stack, 'admin', stack.adminPassword);
    await page.getByRole('link', { name: 'Playground' }).first().click();
    const run = page.getByRole('button', { name: /Execute query/ });
    const overview = page.getByRole('menuitem', { name: 'Overview' });
    // The menu of operations is there once the editor has read the schema.
    const choose = async () => {
      if ((await overview.count()) === 0) await run.click();
      return overview.click({ timeout: 1_000 }).then(
        () => true,
        () => false,
      );
    };
    await expect.poll(choose, { timeout: 45_000 }).toBe(true);
    await page.locator('.result-window', { hasText: '"role": "ADMIN"' }).waitFor();
    expect(outside).toEqual([]);
  });
});
