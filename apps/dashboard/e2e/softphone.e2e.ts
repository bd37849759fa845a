import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { givenBed, type Person } from './bed.js';
import { heardEnergy, heardNow } from './browser.js';
import { call, hangUp, status } from './desk.js';

const echo = '998000000001';
const music = '998000000010';

const bed = givenBed();
let nodira: Person;
let sardor: Person;

beforeAll(async () => {
  [nodira, sardor] = await Promise.all([
    bed.hire({ username: 'nodira', extension: '401' }),
    bed.hire({ username: 'sardor', extension: '402' }),
  ]);
});
const control = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const hears = (page: Page) => expect.poll(() => heardNow(page), { timeout: 15_000 }).toBeGreaterThan(0);
const hearsNothing = (page: Page) => expect.poll(() => heardNow(page), { timeout: 15_000 }).toBe(0);
const transfer = (page: Page, phase: string) => page.locator(`[data-transfer=${phase}]`);
const incoming = (page: Page) => page.getByRole('alert').filter({ hasText: "Kiruvchi qo'ng'iroq" });

describe('an answered call', () => {
  it('should be silent both ways while muted, and heard again after', async () => {
    const page = await bed.seat(nodira);
    await call(page, echo);
    await hears(page);
    await control(page, 'Ovozsiz').click();
    await hearsNothing(page);
    await control(page, 'Ovozli').click();
    await hears(page);
    await hangUp(page);
  });

  it('should be held and taken back', async () => {
    const page = await bed.seat(nodira);
    await call(page, echo);
    await hears(page);
    await control(page, 'Kutish').click();
    await page.getByText('Mijoz kutmoqda va musiqa eshityapti.').waitFor();
    await hearsNothing(page);
    await control(page, 'Davom').click();
    await hears(page);
    await hangUp(page);
  });

  it('should take digits by hand and by keyboard', async () => {
    const page = await bed.seat(nodira);
    await call(page, echo);
    await control(page, 'Raqamlar').click();
    await control(page, '5').click();
    await page.keyboard.type('12#');
    await expect.poll(() => page.getByLabel('Yuborilgan raqamlar').textContent()).toBe('512#');
    await page.keyboard.press('Escape');
    await page.getByLabel('Yuborilgan raqamlar').waitFor({ state: 'detached' });
    expect(await page.locator('[data-call] [role=alert]').count()).toBe(0);
    await hangUp(page);
  });

  it('should be done by keyboard alone, from the number to the end', async () => {
    const page = await bed.seat(nodira);
    await page.getByLabel('Raqam', { exact: true }).focus();
    await page.keyboard.type('00 998 00 000-00-01');
    await page.keyboard.press('Enter');
    await status(page, 'Javob berildi').waitFor();
    await page.keyboard.press('m');
    await expect.poll(() => control(page, 'Ovozli').getAttribute('aria-pressed')).toBe('true');
    await page.keyboard.press('m');
    await control(page, 'Ovozsiz').waitFor();
    await page.keyboard.press('h');
    await control(page, 'Davom').waitFor();
    await page.keyboard.press('h');
    await control(page, 'Kutish').waitFor();
    await page.keyboard.press('k');
    await page.keyboard.type('7');
    await expect.poll(() => page.getByLabel('Yuborilgan raqamlar').textContent()).toBe('7');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await status(page, 'Tugadi').waitFor();
  });
});

describe('a transfer', () => {
  it('should go to a colleague after a word with them, by keyboard alone', async () => {
    const [giver, taker] = [await bed.seat(nodira), await bed.seat(sardor)];
    await call(giver, music);
    await giver.keyboard.press('t');
    await giver.keyboard.type('402');
    await giver.getByRole('option', { name: /sardor/ }).waitFor();
    await giver.keyboard.press('Enter');
    await transfer(giver, 'ringing').waitFor();
    await incoming(taker).waitFor();
    await taker.keyboard.press('a');
    await transfer(giver, 'aside').waitFor();
    await taker.locator('[data-line-only]').waitFor();
    await hears(giver);
    await giver.keyboard.press('j');
    await transfer(giver, 'joined').waitFor();
    await giver.keyboard.press('g');
    await giver.locator('[data-call=GIVEN_AWAY]').waitFor();
    await status(taker, 'Javob berildi').waitFor();
    await hears(taker);
    await hangUp(taker);
  });

  it('should be taken back', async () => {
    const [giver, taker] = [await bed.seat(nodira), await bed.seat(sardor)];
    await call(giver, echo);
    await control(giver, "O'tkazish").click();
    await giver.getByRole('combobox').last().fill('sardor');
    await giver.getByRole('button', { name: 'Avval gaplashib' }).click();
    await incoming(taker).waitFor();
    await giver.getByRole('button', { name: 'Qaytarib olish' }).click();
    await incoming(taker).waitFor({ state: 'detached' });
    await transfer(giver, 'ringing').waitFor({ state: 'detached' });
    await hears(giver);
    await hangUp(giver);
  });

  it('should leave at once, and come back by itself when nobody takes it', async () => {
    const [giver, taker] = [await bed.seat(nodira), await bed.seat(sardor)];
    await call(giver, echo);
    await control(giver, "O'tkazish").click();
    await giver.getByRole('combobox').last().fill('sardor');
    await giver.getByRole('option', { name: /sardor/ }).waitFor();
    await giver.keyboard.press('Shift+Enter');
    await transfer(giver, 'blind').waitFor();
    await incoming(taker).waitFor();
    await taker.keyboard.press('d');
    await transfer(giver, 'failed').waitFor();
    await hears(giver);
    await hangUp(giver);
  });

  it('should be shown as given away when a colleague has taken it at once', async () => {
    const [giver, taker] = [await bed.seat(nodira), await bed.seat(sardor)];
    await call(giver, music);
    await control(giver, "O'tkazish").click();
    await giver.getByRole('combobox').last().fill('402');
    await giver.getByRole('option', { name: /sardor/ }).waitFor();
    await giver.keyboard.press('Shift+Enter');
    await incoming(taker).getByRole('button', { name: 'Javob berish' }).click();
    await giver.locator('[data-call=GIVEN_AWAY]').waitFor();
    await status(taker, 'Javob berildi').waitFor();
    await hangUp(taker);
  });
});

describe('a supervisor', () => {
  it("should hear an agent's call from the list of live ones, and leave it without ending it", async () => {
    const zafar = await bed.hire({ username: 'zafar', extension: '403', role: 'SUPERVISOR' });
    const [agent, supervisor] = [await bed.seat(nodira), await bed.seat(zafar)];
    await call(agent, music);
    const row = supervisor.locator('[data-live-call=ANSWERED]');
    await row.getByRole('button', { name: 'Tinglash' }).click();
    await supervisor.locator('[data-monitoring=true]').waitFor();
    await hears(supervisor);
    await supervisor.getByRole('button', { name: 'Shivirlash' }).click();
    await supervisor.getByText('Sizni faqat operator eshitadi').waitFor();
    await supervisor.getByRole('button', { name: 'Kuzatishni tugatish' }).click();
    await supervisor.locator('[data-monitoring]').waitFor({ state: 'detached' });
    expect(await status(agent, 'Javob berildi').count()).toBe(1);
    await hangUp(agent);
    await row.waitFor({ state: 'detached' });
  });
});

describe('what goes wrong', () => {
  it('should bring a call back to the page that was reloaded in the middle of it', async () => {
    const page = await bed.seat(nodira);
    await call(page, echo);
    await hears(page);
    await page.reload();
    await status(page, 'Javob berildi').waitFor();
    await expect.poll(() => heardEnergy(page), { timeout: 25_000 }).toBeGreaterThan(0);
    await hangUp(page);
  });

  it('should say that the server is away, keep the sound, and know the call again after', async () => {
    const page = await bed.seat(nodira);
    await call(page, echo);
    await hears(page);
    const comeBack = await bed.stack.kill('api');
    await status(page, "Holat noma'lum").waitFor();
    await page.getByText('Ovoz bor — gaplashishda davom eting.').waitFor();
    await hears(page);
    await comeBack();
    await status(page, 'Javob berildi').waitFor();
    await page.locator('[data-phone=ready]').waitFor({ state: 'attached' });
    await hears(page);
    await hangUp(page);
  });

  it('should never show a call as live that ended with Asterisk, and be ready again by itself', async () => {
    const page = await bed.seat(nodira);
    await call(page, echo);
    await hears(page);
    const comeBack = await bed.stack.kill('asterisk');
    await page.locator('[data-phone=reconnecting]').waitFor({ state: 'attached' });
    await comeBack();
    await status(page, 'Tugadi').waitFor();
    await page.locator('[data-phone=ready]').waitFor({ state: 'attached', timeout: 45_000 });
    const isConnected = async () =>
      (await bed.stack.asAdmin<{ systemStatus: { asteriskConnected: boolean } }>('{ systemStatus { asteriskConnected } }'))
        .systemStatus.asteriskConnected;
    await expect.poll(isConnected, { timeout: 30_000 }).toBe(true);
    await call(page, echo);
    await hears(page);
    await hangUp(page);
  });
});
