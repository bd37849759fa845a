import type { Locator, Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { givenBed, type Visitor } from './bed.js';

/** What the provider's refusal of a password comes to, in the api's Uzbek words. */
const wrongPassword = /^Provayder Login va Passwordni qabul qilmayapti/;

const bed = givenBed();

afterEach(async () => {
  const { trunks } = await bed.stack.asAdmin<{ trunks: { id: string; name: string }[] }>('{ trunks { id name } }');
  for (const { id, name } of trunks) {
    if (name !== 'Demo') await bed.stack.asAdmin('mutation ($id: ID!) { deleteTrunk(id: $id) { __typename } }', { id });
  }
});

/** The table of trunks, as this person sees it. */
async function openTrunks(visitor: Visitor = {}): Promise<Page> {
  const page = await bed.visit('/settings/trunks', visitor);
  await page.locator('[data-trunk=Demo]').waitFor();
  return page;
}

const dialogOf = (page: Page) => page.getByRole('dialog');
const rowOf = (page: Page, name: string) => page.locator(`[data-trunk=${name}]`);
const act = (page: Page, name: string, action: string) =>
  rowOf(page, name).getByRole('button', { name: action, exact: true }).click();

/** The guide's fields, for an account at the demo carrier. */
async function fill(form: Locator, name: string, password = bed.stack.carrier.password): Promise<void> {
  await form.getByLabel('Nomi').fill(name);
  await form.getByLabel('SIP Server').fill(`127.0.0.1:${bed.stack.carrier.port}`);
  await form.getByLabel('Login', { exact: true }).fill(bed.stack.carrier.login);
  await form.getByLabel('Password').fill(password);
}

async function openForm(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: "Trunk qo'shish" }).click();
  return dialogOf(page);
}

const save = (form: Locator) => form.getByRole('button', { name: "Ma'lumotlarni Saqlash" }).click();
const tryOut = (form: Locator) => form.getByRole('button', { name: "Sinab ko'rish" }).click();
const unfold = (form: Locator) => form.getByText("Qo'shimcha sozlamalar").click();

/** A trunk that was made elsewhere, registered. */
async function givenTrunk(page: Page, name: string): Promise<string> {
  const mutation = `mutation ($input: CreateTrunkInput!) { createTrunk(input: $input) { ... on Trunk { id } ... on OperationError { message } } }`;
  const { login, password, port } = bed.stack.carrier;
  const { createTrunk } = await bed.stack.asAdmin<{ createTrunk: { id: string } }>(mutation, {
    input: { name, server: '127.0.0.1', port, username: login, password },
  });
  await rowOf(page, name).getByText("Ro'yxatdan o'tgan").waitFor();
  return createTrunk.id;
}

describe('adding a trunk', () => {
  it('should try it step by step, save it with what the provider asks for, and tell its day', async () => {
    const page = await openTrunks();
    const form = await openForm(page);
    await fill(form, 'BellUZ');
    await form.getByLabel('Login', { exact: true }).focus();
    // The port that stood in the address went to its own field.
    expect(await form.getByLabel('Port', { exact: true }).inputValue()).toBe(String(bed.stack.carrier.port));
    await unfold(form);
    await form.getByLabel('Chiquvchi raqam (caller ID)').fill('+998 71 200-00-00');
    await form.getByLabel('Boshqa ruxsat etilgan raqamlar').fill('998712000001\n1003');
    await form.getByLabel("Bir vaqtdagi qo'ng'iroqlar soni").fill('30');
    await form.getByRole('button', { name: 'ulaw: yuqoriga' }).click();
    await tryOut(form);
    await form.locator('[data-trial=ok]').waitFor();
    expect(
      await form.locator('[data-step]').evaluateAll((steps) => steps.map((step) => step.getAttribute('data-status'))),
    ).toEqual(['ok', 'ok', 'ok']);
    await save(form);
    await rowOf(page, 'BellUZ').getByText("Ro'yxatdan o'tgan").waitFor();
    // Beside the demo trunk it is a real one: the banner says so.
    await page.getByText('Demo trunk haqiqiy trunk bilan birga yoqilgan.').waitFor();

    await act(page, 'BellUZ', 'Batafsil');
    const details = dialogOf(page);
    await details.locator('[data-change=REGISTERED]').first().waitFor();
    for (const text of ['+998 71 200-00-00', '+998 71 200-00-01, 1003', '30', 'ulaw, alaw'])
      await details.getByText(text, { exact: true }).waitFor();
  });

  it('should say in Uzbek what to check for a wrong password, and forget it when it is right', async () => {
    const page = await openTrunks({ screen: { width: 360, height: 740 } });
    const form = await openForm(page);
    await fill(form, 'Xato', 'not-the-password');
    await tryOut(form);
    await form.locator('[data-step=REGISTER][data-status=failed]').getByText(wrongPassword).waitFor();
    await form.getByText(/^Provayder javobi: 40[13]/).waitFor();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(overflow).toBeLessThanOrEqual(0);

    await form.getByLabel('Password').fill(bed.stack.carrier.password);
    await form.getByText("Sinovdan keyin qiymatlar o'zgardi. Yana bir bor sinab ko'ring.").waitFor();
    await tryOut(form);
    await form.locator('[data-trial=ok]').waitFor();
  });

  it('should show a saved wrong password in the table, with what to check', async () => {
    const page = await openTrunks();
    const form = await openForm(page);
    await fill(form, 'Xato', 'not-the-password');
    await save(form);
    const row = rowOf(page, 'Xato');
    await row.locator('[data-registration=REJECTED]').waitFor();
    await row.getByText(wrongPassword).waitFor();
  });

  it('should open the fold at a value that does not fit, and lose nothing by an accident', async () => {
    const page = await openTrunks();
    const form = await openForm(page);
    await fill(form, 'BellUZ');
    await unfold(form);
    const expiry = form.getByLabel("Ro'yxat muddati, soniya");
    await expiry.fill('5');
    await unfold(form);
    await expiry.waitFor({ state: 'hidden' });
    await save(form);
    await form.getByText('60 dan 7200 gacha butun son yozing.').waitFor();
    expect(await expiry.evaluate((element) => element === document.activeElement)).toBe(true);

    await page.keyboard.press('Escape');
    const question = page.getByRole('alertdialog');
    await question.getByText("Oyna yopilsa, kiritganlaringiz yo'qoladi.").waitFor();
    await page.keyboard.press('Enter');
    await question.waitFor({ state: 'detached' });
    expect(await form.getByLabel('Password').inputValue()).toBe(bed.stack.carrier.password);

    await form.getByRole('button', { name: 'Yopish' }).click();
    await question.getByRole('button', { name: 'Saqlamay yopish' }).click();
    await form.waitFor({ state: 'detached' });
    expect(await rowOf(page, 'BellUZ').count()).toBe(0);
  });

  it('should be done by keyboard alone', async () => {
    const page = await openTrunks();
    await page.getByRole('button', { name: "Trunk qo'shish" }).focus();
    await page.keyboard.press('Enter');
    const form = dialogOf(page);
    await expect.poll(() => form.getByLabel('Nomi').evaluate((element) => element === document.activeElement)).toBe(true);
    const { login, password, port } = bed.stack.carrier;
    for (const text of ['Klaviatura', `127.0.0.1:${port}`, login, password]) {
      await page.keyboard.type(text);
      await page.keyboard.press('Tab');
    }
    await form.locator('summary').focus();
    await page.keyboard.press('Enter');
    await form.getByRole('button', { name: 'alaw: pastga' }).focus();
    await page.keyboard.press('Alt+ArrowDown');
    await form.getByText("alaw: 2-o'rin, jami 2").waitFor({ state: 'attached' });
    await form.getByLabel('Nomi').focus();
    await page.keyboard.press('Enter');
    await rowOf(page, 'Klaviatura').getByText("Ro'yxatdan o'tgan").waitFor();
    const { trunks } = await bed.stack.asAdmin<{ trunks: { name: string; codecs: string[] }[] }>('{ trunks { name codecs } }');
    expect(trunks.find(({ name }) => name === 'Klaviatura')?.codecs).toEqual(['ulaw', 'alaw']);
  });
});

describe('a stored trunk', () => {
  it('should be tried and changed without its password typed again, and be sent only what changed', async () => {
    const page = await openTrunks();
    await givenTrunk(page, 'BellUZ');
    await act(page, 'BellUZ', "Sinab ko'rish");
    await page.locator('[data-trial=ok]').waitFor();
    await page.keyboard.press('Escape');

    await act(page, 'BellUZ', 'Tahrirlash');
    const form = dialogOf(page);
    await unfold(form);
    await form.getByLabel("Bir vaqtdagi qo'ng'iroqlar soni").fill('12');
    await tryOut(form);
    await form.locator('[data-trial=ok]').waitFor();
    const sent = page.waitForRequest((request) => (request.postData() ?? '').includes('mutation UpdateTrunk'));
    await save(form);
    const { variables } = (await sent).postDataJSON() as { variables: { input: object } };
    expect(variables.input).toEqual({ maxChannels: 12 });
    await form.waitFor({ state: 'detached' });
    await rowOf(page, 'BellUZ').getByText("Ro'yxatdan o'tgan").waitFor();
  });

  it('should not be deleted while a rule names it, and the rule be named', async () => {
    const page = await openTrunks();
    const trunkId = await givenTrunk(page, 'BellUZ');
    await act(page, 'BellUZ', "O'chirish");
    const question = page.getByRole('alertdialog');
    const confirm = question.getByRole('button', { name: "Ha, o'chirilsin" });
    await confirm.waitFor();
    // Made while the question was open: the server refuses, and the page asks which.
    const { createDialplanRule: rule } = await bed.stack.asAdmin<{ createDialplanRule: { id: string } }>(
      `mutation ($input: CreateDialplanRuleInput!) { createDialplanRule(input: $input) { ... on DialplanRule { id } } }`,
      { input: { name: 'Toshkent', pattern: '_99871XXXXXXX', trunkIds: [trunkId] } },
    );
    await confirm.click();
    await question.getByText('«Toshkent» qoidasida ishlatiladi.').waitFor();
    await confirm.waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await act(page, 'BellUZ', "O'chirish");
    await question.getByText('«Toshkent» qoidasida ishlatiladi.').waitFor();
    await page.keyboard.press('Escape');

    await bed.stack.asAdmin('mutation ($id: ID!) { deleteDialplanRule(id: $id) { __typename } }', { id: rule.id });
    await act(page, 'BellUZ', "O'chirish");
    await confirm.click();
    await rowOf(page, 'BellUZ').waitFor({ state: 'detached' });
  });

  it('should be read whole by a supervisor, who may not change it', async () => {
    const page = await openTrunks(await bed.hire({ username: 'nazoratchi', role: 'SUPERVISOR' }));
    const row = rowOf(page, 'Demo');
    expect(await row.getByRole('button').evaluateAll((buttons) => buttons.map((button) => button.ariaLabel))).toEqual([
      'Batafsil',
    ]);
    await act(page, 'Demo', 'Batafsil');
    await dialogOf(page).getByText(`127.0.0.1:${bed.stack.carrier.port}`, { exact: true }).waitFor();
    await dialogOf(page).locator('[data-change=REGISTERED]').first().waitFor();
    expect(await dialogOf(page).getByRole('button', { name: 'Tahrirlash' }).count()).toBe(0);
  });
});
