import type { Locator } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { givenBed } from './bed.js';
import { act, hasFocus, overflowOf, rowOf } from './settings-lists.js';

const bed = givenBed();
beforeAll(async () => {
  await givenTrunk('Asosiy');
  await givenTrunk('Zaxira');
});
async function givenTrunk(name: string): Promise<void> {
  const { login, password, port } = bed.stack.carrier;
  await bed.stack.asAdmin('mutation ($input: CreateTrunkInput!) { createTrunk(input: $input) { __typename } }', {
    input: { name, server: '127.0.0.1', port, username: login, password },
  });
}

interface Rule {
  id: string;
  name: string;
  pattern: string;
  trunks: { name: string }[];
  stripDigits: number;
}

const ruleOf = async (name: string) => {
  const { dialplan } = await bed.stack.asAdmin<{ dialplan: { rules: Rule[] } }>(
    '{ dialplan { rules { id name pattern stripDigits trunks { name } } } }',
  );
  return dialplan.rules.find((rule) => rule.name === name);
};
const orderOf = (form: Locator) =>
  form.locator('[data-item]').evaluateAll((items) => items.map((item) => item.textContent?.replace(/^\d+\./, '').trim()));
const save = (form: Locator) => form.getByRole('button', { name: 'Saqlash', exact: true }).click();

describe('a rule', () => {
  it('should be made with its pattern read while it is typed, its trunks ordered by drag and by keyboard, and run', async () => {
    const page = await bed.visit('/settings/dialplan');
    await page.getByRole('button', { name: "Qoida qo'shish" }).click();
    const form = page.getByRole('dialog');
    await expect.poll(() => hasFocus(form.getByLabel('Nomi'))).toBe(true);
    await form.getByLabel('Nomi').fill('Toshkent');
    const pattern = form.getByLabel('Raqam andozasi');
    await pattern.fill('_99871');
    await pattern.fill('_998.5');
    await form.getByText('Bu hali andoza emas.').waitFor();
    await pattern.fill('_998X.');
    await form.getByText("Buni «O'zbekiston» qoidasi oladi.").waitFor();
    await pattern.fill('_99871XXXXXXX');
    await form.getByText(/^99871 va yana 7 raqam\. Masalan: \+998 71/).waitFor();

    const add = form.getByLabel("Trunk qo'shish");
    for (const name of ['Asosiy', 'Zaxira', 'Demo']) await add.selectOption({ label: name });
    expect(await orderOf(form)).toEqual(['Asosiy', 'Zaxira', 'Demo']);
    // Dragged by its handle to the top.
    const handles = form.locator('[data-handle]');
    const [first, last] = [await handles.first().boundingBox(), await handles.last().boundingBox()];
    await page.mouse.move(last!.x + 8, last!.y + 8);
    await page.mouse.down();
    await page.mouse.move(first!.x + 8, first!.y + first!.height, { steps: 6 });
    await page.mouse.move(first!.x + 8, first!.y + 8, { steps: 6 });
    await page.mouse.up();
    await expect.poll(() => orderOf(form)).toEqual(['Demo', 'Asosiy', 'Zaxira']);
    // And back down by keyboard.
    await form.getByRole('button', { name: 'Demo: pastga' }).focus();
    await page.keyboard.press('Alt+ArrowDown');
    await page.keyboard.press('Alt+ArrowDown');
    await form.getByText("Demo: 3-o'rin, jami 3").waitFor({ state: 'attached' });
    await form.getByRole('button', { name: 'Demo: olib tashlash' }).click();
    await save(form);

    await rowOf(page, 'Toshkent').getByText('99871 va yana 7 raqam').waitFor();
    expect((await ruleOf('Toshkent'))?.trunks.map(({ name }) => name)).toEqual(['Asosiy', 'Zaxira']);
    await page.locator('[data-applied=true]').waitFor();
    await page.getByText("Matnni ko'rsatish").click();
    await page.locator('pre').getByText('_99871XXXXXXX').first().waitFor();
  });

  it('should say at its field what does not fit, also where it is folded away', async () => {
    const page = await bed.visit('/settings/dialplan');
    await page.getByRole('button', { name: "Qoida qo'shish" }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('Nomi').fill('Xato');
    await form.getByLabel('Raqam andozasi').fill('_998X.');
    await save(form);
    await form.getByText("Bu andoza uchun qoida bor. O'shani o'zgartiring.").waitFor();
    await form.getByLabel('Raqam andozasi').fill('_99890XXXXXXX');
    await form.getByText("Qo'shimcha sozlamalar").click();
    await form.getByLabel('Qancha jiringlaydi, soniya').fill('2');
    await form.getByText("Qo'shimcha sozlamalar").click();
    await save(form);
    await form.getByText('5 dan 300 gacha butun son yozing.').waitFor();
    expect(await hasFocus(form.getByLabel('Qancha jiringlaydi, soniya'))).toBe(true);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Saqlamay yopish' }).click();
    expect(await ruleOf('Xato')).toBeUndefined();
  });

  it('should be changed, switched off and deleted, with what follows', async () => {
    const page = await bed.visit('/settings/dialplan', { screen: { width: 360, height: 740 } });
    await bed.stack.asAdmin('mutation ($input: CreateDialplanRuleInput!) { createDialplanRule(input: $input) { __typename } }', {
      input: { name: 'Andijon', pattern: '_99874XXXXXXX' },
    });
    // It came by the subscription.
    await rowOf(page, 'Andijon').waitFor();
    expect(await overflowOf(page)).toBeLessThanOrEqual(0);
    await act(page, 'Andijon', 'Tahrirlash');
    const form = page.getByRole('dialog');
    await form.getByText("Qo'shimcha sozlamalar").click();
    await form.getByLabel('Oldidan olib tashlanadigan raqamlar soni').fill('3');
    const sent = page.waitForRequest((request) => (request.postData() ?? '').includes('mutation UpdateRule'));
    await save(form);
    const { variables } = (await sent).postDataJSON() as { variables: { input: object } };
    expect(variables.input).toEqual({ stripDigits: 3 });
    await form.waitFor({ state: 'detached' });
    await act(page, 'Andijon', "O'chirib qo'yish");
    await rowOf(page, 'Andijon').getByText("O'chirilgan").waitFor();
    await act(page, 'Andijon', "O'chirish");
    await page.getByRole('alertdialog').getByRole('button', { name: "Ha, o'chirilsin" }).click();
    await rowOf(page, 'Andijon').waitFor({ state: 'detached' });
    expect(await ruleOf('Andijon')).toBeUndefined();
  });
});

describe('what a number would do', () => {
  it('should be told while it is typed, refused in words, and follow the destinations', async () => {
    const page = await bed.visit('/settings/dialplan');
    const trial = page.locator('[data-plan]');
    await page.getByPlaceholder('90 123 45 67').fill('998 00 000 00 01');
    await trial.getByText('Ketadi: +998 00 000-00-01').waitFor();
    await trial.locator('[data-attempt=Demo][data-usable=true]').getByText('PJSIP/998000000001@Demo').waitFor();

    await page.getByPlaceholder('90 123 45 67').fill('+7 495 123-45-67');
    await page.locator('[data-plan=NO_ROUTE]').waitFor();
    // Made elsewhere: told anew without another key.
    await bed.stack.asAdmin('mutation ($input: CreateDialplanRuleInput!) { createDialplanRule(input: $input) { __typename } }', {
      input: { name: 'Rossiya', pattern: '_7X.' },
    });
    await page
      .locator('[data-plan=DESTINATION_NOT_ALLOWED]')
      .getByText("Bu yo'nalishga qo'ng'iroq qilishga ruxsat yo'q.", { exact: false })
      .waitFor();
    await page.getByRole('button', { name: "Yo'nalish qo'shish" }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('Raqam boshi').fill('00');
    await save(form);
    await form.getByText('1 dan 15 gacha raqam yozing, + va 00 siz: 998').waitFor();
    await form.getByLabel('Raqam boshi').fill('+7');
    await save(form);
    await page.locator('[data-destination="7"]').waitFor();
    await page.locator('[data-plan=OK]').getByText('Ketadi: +74951234567').waitFor();

    await page.getByRole('button', { name: '7 ni olib tashlash' }).click();
    await page.getByRole('button', { name: 'Ha, olib tashlansin' }).click();
    await page.locator('[data-destination="7"]').waitFor({ state: 'detached' });
    await page.locator('[data-plan=DESTINATION_NOT_ALLOWED]').waitFor();
  });
});

describe('who may', () => {
  it('should let a supervisor read and not change', async () => {
    const { username, password } = await bed.hire({ username: 'nazoratchi', role: 'SUPERVISOR' });
    const page = await bed.visit('/settings/dialplan', { username, password });
    await rowOf(page, 'Demo').waitFor();
    expect(await page.getByRole('button', { name: "Qoida qo'shish" }).count()).toBe(0);
    expect(await rowOf(page, 'Demo').getByRole('button').count()).toBe(0);
    expect(await page.getByRole('link', { name: 'API tokenlar' }).count()).toBe(0);
    await page.goto(`${bed.stack.address}/settings/tokens`);
    await page.getByText('Bu sahifa faqat administratorlar uchun (403)').waitFor();
  });

  it('should show an agent no settings, also by their addresses', async () => {
    const { username, password } = await bed.hire({ username: 'operator', extension: '210' });
    const page = await bed.visit('/calls', { username, password });
    expect(await page.getByRole('link', { name: 'Sozlamalar' }).count()).toBe(0);
    for (const path of ['trunks', 'dialplan', 'inbound', 'users', 'tokens', 'system'].map((name) => `/settings/${name}`)) {
      await page.goto(`${bed.stack.address}${path}`);
      await page.locator('[data-forbidden]').getByText('Bu sahifa siz uchun emas (403)').waitFor();
      expect(await page.locator('table').count()).toBe(0);
    }
    await page.getByRole('link', { name: "Qo'ng'iroqlarga o'tish" }).click();
    await page.waitForURL('**/calls');
  });
});
