import type { Locator, Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { givenBed } from './bed.js';
import { act, hasFocus, overflowOf, rowOf } from './settings-lists.js';

const bed = givenBed();
beforeAll(async () => {
  await bed.hire({ username: 'malika', displayName: 'Malika', extension: '202' });
  await bed.hire({ username: 'bobur', displayName: 'Bobur', extension: '203' });
});
const save = (form: Locator) => form.getByRole('button', { name: 'Saqlash', exact: true }).click();
const dialogOf = (page: Page) => page.getByRole('dialog');
const inbound = () =>
  bed.stack.asAdmin<{ groups: object[]; inboundRoutes: object[] }>(`{
    groups { name strategy wrapUpSeconds members { displayName } }
    inboundRoutes { number ringTimeoutSeconds fallbackAnnouncement group { name } agent { displayName } fallbackGroup { name } trunk { name } }
  }`);

async function addGroup(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: "Guruh qo'shish" }).click();
  await dialogOf(page).getByLabel('Nomi').fill(name);
  await save(dialogOf(page));
  await rowOf(page, name).waitFor();
}

it('should say what to do first, and take a group with its members in order, by keyboard alone', async () => {
  const page = await bed.visit('/settings/inbound');
  await page.getByText("Kiruvchi qo'ng'iroqlar hech kimga bormaydi").waitFor();
  await page.getByText('Hali guruh yo').waitFor();
  await page.getByRole('button', { name: "Guruh qo'shish" }).focus();
  await page.keyboard.press('Enter');
  const form = dialogOf(page);
  await expect.poll(() => hasFocus(form.getByLabel('Nomi'))).toBe(true);
  await page.keyboard.type('Sotuv');
  const add = form.getByLabel("A'zo qo'shish");
  await add.focus();
  await add.selectOption({ label: 'Bobur (203)' });
  await add.selectOption({ label: 'Malika (202)' });
  await form.getByRole('button', { name: 'Malika (202): yuqoriga' }).focus();
  await page.keyboard.press('Enter');
  await form.getByLabel('Jiringlash tartibi').selectOption('IN_ORDER');
  await form.getByText("Ro'yxat bo'yicha birin-ketin.").waitFor();
  await form.getByLabel('Suhbatdan keyingi vaqt, soniya').fill('9999');
  await page.keyboard.press('Enter');
  await form.getByText('0 dan 600 gacha butun son yozing.').waitFor();
  expect(await hasFocus(form.getByLabel('Suhbatdan keyingi vaqt, soniya'))).toBe(true);
  await form.getByLabel('Suhbatdan keyingi vaqt, soniya').fill('30');
  await page.keyboard.press('Enter');
  await rowOf(page, 'Sotuv').getByText('Malika, Bobur').waitFor();
  expect((await inbound()).groups).toEqual([
    { name: 'Sotuv', strategy: 'IN_ORDER', wrapUpSeconds: 30, members: [{ displayName: 'Malika' }, { displayName: 'Bobur' }] },
  ]);
});

it('should route a number to a group with what follows, and refuse a second route for it in words', async () => {
  const page = await bed.visit('/settings/inbound', { screen: { width: 360, height: 740 } });
  await addGroup(page, 'Navbatchi');
  await page.getByRole('button', { name: "Yo'nalish qo'shish" }).click();
  const form = dialogOf(page);
  await form.getByLabel('Raqam (DID)').fill('bu raqam emas');
  await save(form);
  await form.getByText('Bu telefon raqami emas. Masalan: 998712000000').waitFor();
  await form.getByLabel('Raqam (DID)').fill('+998 71 200-00-00');
  await form.getByLabel('Guruh', { exact: true }).selectOption({ label: 'Sotuv' });
  // The group that is rung is no choice for what follows.
  expect(await form.getByLabel('Keyin bu guruh jiringlaydi').locator('option').allTextContents()).toEqual(["Yo'q", 'Navbatchi']);
  await form.getByLabel('Keyin bu guruh jiringlaydi').selectOption({ label: 'Navbatchi' });
  await form.getByLabel('Keyin bu tovush eshittiriladi').fill('hello-world');
  await save(form);
  await rowOf(page, '998712000000').getByText('Sotuv').waitFor();
  expect(await overflowOf(page)).toBeLessThanOrEqual(0);
  expect((await inbound()).inboundRoutes).toEqual([
    {
      number: '998712000000',
      ringTimeoutSeconds: 30,
      fallbackAnnouncement: 'sound:hello-world',
      group: { name: 'Sotuv' },
      agent: null,
      fallbackGroup: { name: 'Navbatchi' },
      trunk: null,
    },
  ]);

  await page.getByRole('button', { name: "Yo'nalish qo'shish" }).click();
  await form.getByLabel('Raqam (DID)').fill('71 200 00 00');
  await save(form);
  await form.getByText("Bu raqam uchun shu trunkda yo'nalish bor. O'shani o'zgartiring.").waitFor();
});

it('should give a route to an agent, switch it off and delete it; a group that a route names stays', async () => {
  const page = await bed.visit('/settings/inbound');
  await act(page, 'Navbatchi', "O'chirish");
  await page.getByText("+998 71 200-00-00 yo'nalishida ishlatiladi.", { exact: false }).waitFor();
  expect(await page.getByRole('button', { name: "Ha, o'chirilsin" }).count()).toBe(0);
  await page.keyboard.press('Escape');

  await act(page, '998712000000', 'Tahrirlash');
  const form = dialogOf(page);
  await form.getByLabel('Kim jiringlaydi').selectOption('agent');
  await save(form);
  await form.getByText('Operatorni tanlang.').waitFor();
  await form.getByLabel('Operator', { exact: true }).selectOption({ label: 'Bobur (203)' });
  await form.getByLabel('Keyin bu guruh jiringlaydi').selectOption('');
  await save(form);
  await rowOf(page, '998712000000').getByText('Bobur').waitFor();
  expect((await inbound()).inboundRoutes).toMatchObject([{ group: null, agent: { displayName: 'Bobur' }, fallbackGroup: null }]);

  await act(page, '998712000000', "O'chirib qo'yish");
  await rowOf(page, '998712000000').getByText("O'chirilgan").waitFor();
  await act(page, '998712000000', "O'chirish");
  await page.getByRole('button', { name: "Ha, o'chirilsin" }).click();
  await rowOf(page, '998712000000').waitFor({ state: 'detached' });
  await act(page, 'Navbatchi', "O'chirish");
  await page.getByRole('button', { name: "Ha, o'chirilsin" }).click();
  await rowOf(page, 'Navbatchi').waitFor({ state: 'detached' });
});
