import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { givenBed } from './bed.js';
import { openContext, signIn } from './browser.js';
import { act, overflowOf, rowOf } from './settings-lists.js';

const bed = givenBed();
const dialogOf = (page: Page) => page.getByRole('dialog');
const save = (form: Locator) => form.getByRole('button', { name: 'Saqlash', exact: true }).click();
const confirm = (page: Page, words: string) => page.getByRole('alertdialog').getByRole('button', { name: words }).click();
const canSignIn = async (username: string, password: string): Promise<boolean> => {
  const answer = await fetch(`${bed.stack.address}/graphql`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      query: 'mutation ($input: LoginInput!) { login(input: $input) { __typename } }',
      variables: { input: { username, password } },
    }),
  });
  const { data } = (await answer.json()) as { data: { login: { __typename: string } } };
  return data.login.__typename === 'Session';
};

describe('the page of people', () => {
  it('should have its tab in sight also on a telephone', async () => {
    const page = await bed.visit('/settings/users', { screen: { width: 360, height: 740 } });
    await page.locator('main nav [aria-current=page]').waitFor();
    await page.waitForFunction(() => {
      const { left, right } = document.querySelector('main nav [aria-current=page]')?.getBoundingClientRect() ?? { left: -1 };
      return left >= 0 && right !== undefined && right <= innerWidth;
    });
  });
});

describe('a person', () => {
  it('should be added with a password told once, and be able to sign in with it', async () => {
    const page = await bed.visit('/settings/users', { screen: { width: 360, height: 740 } });
    await page.getByRole('button', { name: "Foydalanuvchi qo'shish" }).click();
    const form = dialogOf(page);
    await form.getByLabel('Foydalanuvchi nomi').fill('malika');
    await form.getByLabel('Ism').fill('Malika Karimova');
    await form.getByLabel('Ichki raqam').fill('101');
    await save(form);
    await form.getByText('3 dan 5 gacha raqam, 0 yoki 1 bilan boshlanmaydi: 201').waitFor();
    await form.getByLabel('Ichki raqam').fill('201');
    await save(form);
    await form.getByText('Bu ichki raqam boshqa foydalanuvchida. Boshqasini tanlang.').waitFor();
    await form.getByLabel('Ichki raqam').fill('202');
    await save(form);
    const secret = dialogOf(page);
    await secret.getByText('Parol faqat hozir').waitFor();
    const password = await secret.getByLabel('Parol', { exact: true }).inputValue();
    await secret.getByRole('button', { name: "Saqlab qo'ydim" }).click();
    await rowOf(page, 'malika').getByText('Malika Karimova').waitFor();
    expect(await overflowOf(page)).toBeLessThanOrEqual(0);
    expect(await page.content()).not.toContain(password);
    expect(await canSignIn('malika', password)).toBe(true);
  });

  it('should show their presence as it changes', async () => {
    const bobur = await bed.hire({ username: 'bobur', displayName: 'Bobur', extension: '203' });
    const page = await bed.visit('/settings/users');
    await rowOf(page, 'bobur').locator('[data-presence=OFFLINE]').waitFor();
    const theirs = await bed.visit('/calls', bobur);
    await rowOf(page, 'bobur').locator('[data-presence=AVAILABLE]').waitFor();
    await theirs.context().close();
    await rowOf(page, 'bobur').locator('[data-presence=OFFLINE]').waitFor();
  });

  it('should be signed out everywhere, given a new password, and switched off, each at once', async () => {
    const zafar = await bed.hire({ username: 'zafar', displayName: 'Zafar' });
    const page = await bed.visit('/settings/users');
    const theirs = await bed.visit('/calls', zafar);
    await theirs.locator('#main').waitFor();
    await act(page, 'zafar', 'Hamma joyda chiqarish');
    await confirm(page, 'Ha, chiqarilsin');
    await theirs.waitForURL('**/login?**ended=1');
    expect(await canSignIn(zafar.username, zafar.password)).toBe(true);

    await act(page, 'zafar', 'Parolni tiklash');
    await confirm(page, 'Ha, tiklansin');
    const password = await dialogOf(page).getByLabel('Parol', { exact: true }).inputValue();
    await dialogOf(page).getByRole('button', { name: "Saqlab qo'ydim" }).click();
    expect(await canSignIn(zafar.username, zafar.password)).toBe(false);
    expect(await canSignIn(zafar.username, password)).toBe(true);

    await act(page, 'zafar', "O'chirib qo'yish");
    await confirm(page, "Ha, o'chirilsin");
    await rowOf(page, 'zafar').getByText("O'chirilgan").waitFor();
    expect(await canSignIn(zafar.username, password)).toBe(false);
    await act(page, 'zafar', 'Yoqish');
    await rowOf(page, 'zafar').getByText("O'chirilgan").waitFor({ state: 'detached' });
  });

  it('should not be the last administrator who is switched off or demoted', async () => {
    const page = await bed.visit('/settings/users');
    await act(page, 'admin', "O'chirib qo'yish");
    await confirm(page, "Ha, o'chirilsin");
    await page.getByText('Bu oxirgi administrator.', { exact: false }).waitFor();
    await page.keyboard.press('Escape');
    await act(page, 'admin', 'Tahrirlash');
    await dialogOf(page).getByLabel('Huquq').selectOption('AGENT');
    await dialogOf(page).getByText('hamma joyda tizimdan chiqariladi', { exact: false }).waitFor();
    await save(dialogOf(page));
    await dialogOf(page).getByText('Bu oxirgi administrator.', { exact: false }).waitFor();
  });
});

describe('an API token', () => {
  it('should be shown once, work, tell when it was used, and stop when it is revoked', async () => {
    const page = await bed.visit('/settings/tokens');
    await page.getByText("Hali token yo'q").waitFor();
    await page.getByRole('button', { name: 'Token yaratish' }).click();
    const form = dialogOf(page);
    await form.getByRole('button', { name: 'Yaratish', exact: true }).click();
    await form.getByText('1 dan 80 gacha belgi yozing, bir qatorda.').waitFor();
    await form.getByLabel('Nomi', { exact: true }).fill('CRM');
    await form.getByLabel('Muddati').selectOption('month');
    await form.getByRole('button', { name: 'Yaratish', exact: true }).click();
    const secret = dialogOf(page);
    const token = await secret.getByLabel('Token', { exact: true }).inputValue();
    expect(token).toMatch(/^tl_/);
    // A press beside it must not lose it.
    await page.mouse.click(5, 5);
    await secret.getByRole('button', { name: "Saqlab qo'ydim" }).click();
    await rowOf(page, 'CRM').getByText('Hali ishlatilmagan').waitFor();

    const use = async () => {
      const answer = await fetch(`${bed.stack.address}/graphql`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
        body: JSON.stringify({ query: '{ me { username } }' }),
      });
      return (await answer.json()) as { data?: { me: { username: string } } | null };
    };
    expect((await use()).data?.me.username).toBe('admin');
    await page.reload();
    await rowOf(page, 'CRM').getByText('bugun,').first().waitFor();
    expect(await rowOf(page, 'CRM').getByText('Hali ishlatilmagan').count()).toBe(0);
    expect(await page.content()).not.toContain(token);
    await act(page, 'CRM', 'Bekor qilish');
    await confirm(page, 'Ha, bekor qilinsin');
    await page.getByText("Hali token yo'q").waitFor();
    expect((await use()).data?.me).toBeUndefined();
  });
});

describe("one's own session", () => {
  it('should go on after a new password, and end everywhere else', async () => {
    const dilshod = await bed.hire({ username: 'dilshod' });
    const here = await bed.visit('/calls', dilshod);
    const elsewhere = await bed.visit('/calls', dilshod);
    await here.getByLabel('Foydalanuvchi menyusi').click();
    await here.getByRole('button', { name: "Parolni o'zgartirish" }).click();
    const form = dialogOf(here);
    await form.getByLabel('Hozirgi parol').fill('wrong password');
    await form.getByLabel('Yangi parol').fill('a-new-password-1');
    await save(form);
    await form.getByText("Hozirgi parol noto'g'ri.").waitFor();
    await form.getByLabel('Hozirgi parol').fill(dilshod.password);
    await form.getByLabel('Yangi parol').fill('short');
    await save(form);
    await form.getByText('8 dan 200 gacha belgi.').waitFor();
    await form.getByLabel('Yangi parol').fill('a-new-password-1');
    await save(form);
    await form.getByText("Parol o'zgartirildi.", { exact: false }).waitFor();
    await elsewhere.waitForURL('**/login?**ended=1');
    await here.reload();
    await here.locator('#main').waitFor();
    expect(await canSignIn('dilshod', 'a-new-password-1')).toBe(true);
  });

  it('should leave nothing secret where scripts could find it, and let no script in that is not ours', async () => {
    const context = await openContext(bed.browser);
    const page = await context.newPage();
    const tokens: string[] = [];
    page.on('request', (request) => {
      const [, token] = /^Bearer (.+)$/.exec(request.headers()['authorization'] ?? '') ?? [];
      if (token) tokens.push(token);
    });
    await signIn(page, bed.stack, 'admin', bed.stack.adminPassword);
    await page.waitForURL('**/calls');
    await expect.poll(() => tokens.length).toBeGreaterThan(0);
    const found = await page.evaluate(async () => ({
      kept: JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]),
      databases: (await indexedDB.databases()).length,
    }));
    expect(found.databases).toBe(0);
    for (const token of tokens) expect(found.kept).not.toContain(token);
    const cookies = await context.cookies();
    const refresh = cookies.find(({ name }) => name.includes('refresh'));
    expect(refresh).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
    expect(found.kept).not.toContain(refresh?.value);

    // Markup that somebody smuggled in: a handler, and a picture that fails.
    const ran = await page.evaluate(async () => {
      const smuggled = document.createElement('div');
      smuggled.innerHTML =
        '<button onclick="window.ran = true">x</button><img src="data:image/png;base64,x" onerror="window.ran = true">';
      document.body.append(smuggled);
      const failed = new Promise((resolve) => smuggled.querySelector('img')?.addEventListener('error', resolve));
      smuggled.querySelector('button')?.click();
      await failed;
      return 'ran' in window;
    });
    expect(ran).toBe(false);
    await context.close();
  });
});
