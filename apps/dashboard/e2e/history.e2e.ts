import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { givenBed } from './bed.js';
import { signIn, signInWithPhone } from './browser.js';
import { isOver, placedCall } from './placed-call.js';

const bed = givenBed();

beforeAll(async () => {
  // Calls as they come: one that was busy, one to a number that is none, one that heard an announcement.
  await placed('998000000002');
  await placed('998000000005');
  await placed('998000000001');
});

const placed = (to: string) => placedCall(bed.stack, to, 'vm-goodbye', isOver);

const rows = (page: Page) => page.locator('[data-history-row]');
const rowOf = (page: Page, number: string) => rows(page).filter({ hasText: number });
const busy = '+998 00 000-00-02';
const wrong = '+998 00 000-00-05';

async function openHistory(query = ''): Promise<Page> {
  const page = await bed.open();
  await signIn(page, bed.stack, 'admin', bed.stack.adminPassword);
  await page.locator('[data-phone]').first().waitFor({ state: 'attached' });
  await page.goto(`${bed.stack.address}/calls/history${query}`);
  await page.getByLabel("Raqam bo'yicha qidirish").waitFor();
  return page;
}

/** Full scale is 1. */
const audible = 0.01;

/** Whether the page's player is heard before it comes to its end: a busy machine begins late. The sound goes on to the speaker. */
function isHeard(page: Page): Promise<boolean> {
  return page.evaluate(async (audible) => {
    const element = document.querySelector('audio[src]') as HTMLAudioElement & { captureStream(): MediaStream };
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    let heard = element.captureStream();
    // Its tracks come with the first of the sound.
    while (heard.getAudioTracks().length === 0) {
      await new Promise(requestAnimationFrame);
      heard = element.captureStream();
    }
    context.createMediaStreamSource(heard).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    let loudest = 0;
    while (loudest <= audible && !element.ended) {
      await new Promise(requestAnimationFrame);
      analyser.getFloatTimeDomainData(samples);
      loudest = Math.max(loudest, ...samples.map(Math.abs));
    }
    await context.close();
    return loudest > audible;
  }, audible);
}

describe('the history', () => {
  it('should let a call be heard afterwards, with both sides in its picture, and be sought in by keyboard', async () => {
    const page = await bed.open();
    await signInWithPhone(page, bed.stack);
    await page.goto(`${bed.stack.address}/calls/history`);
    await page.locator('[data-phone=ready]').waitFor({ state: 'attached' });
    await page.getByLabel('Raqam', { exact: true }).fill('998000000010');
    await page.getByRole('button', { name: "Qo'ng'iroq qilish", exact: true }).click();
    const clock = page.getByRole('timer').first();
    await expect.poll(() => clock.textContent(), { timeout: 20_000 }).toBe('0:04');
    await page.getByRole('button', { name: 'Tugatish' }).click();

    // It comes to the list by itself, and its recording after it.
    const row = rowOf(page, '+998 00 000-00-10');
    await row.getByRole('img', { name: 'Yozuvi bor' }).waitFor();
    await row.getByRole('button').first().click();
    const sheet = page.getByRole('dialog');
    const lanes = sheet.locator('[data-waveform]');
    await expect.poll(() => lanes.count(), { timeout: 15_000 }).toBe(2);
    for (const lane of await lanes.all()) expect(Number(await lane.getAttribute('data-waveform'))).toBeGreaterThan(0.02);

    await sheet.getByRole('button', { name: 'Tinglash' }).click();
    expect(await isHeard(page)).toBe(true);
    // It plays to its end.
    await sheet.getByRole('button', { name: 'Tinglash' }).waitFor();

    const place = sheet.getByRole('slider', { name: 'Yozuvdagi joy' });
    await place.focus();
    await page.keyboard.press('End');
    expect(await place.getAttribute('aria-valuenow')).toBe(await place.getAttribute('aria-valuemax'));
    await page.keyboard.press('Home');
    await expect.poll(() => page.evaluate(() => document.querySelector('audio')?.currentTime)).toBe(0);
    await sheet.getByLabel('Tezlik').selectOption('1.5');
    expect(await page.evaluate(() => document.querySelector('audio')?.playbackRate)).toBe(1.5);

    const [file] = await Promise.all([
      page.waitForEvent('download'),
      sheet.getByRole('button', { name: 'Yozuvni yuklab olish' }).click(),
    ]);
    expect((await readFile(await file.path())).subarray(0, 4).toString()).toBe('RIFF');
    expect(await sheet.locator('[data-leg]').count()).toBeGreaterThanOrEqual(2);
  });

  it('should be found by number and by filters, in an address that can be sent on', async () => {
    const page = await openHistory();
    await rowOf(page, busy).waitFor();
    await page.getByLabel("Raqam bo'yicha qidirish").fill('000 00 02');
    await rowOf(page, wrong).waitFor({ state: 'detached' });
    await rowOf(page, busy).waitFor();
    expect(await rows(page).count()).toBe(1);

    await page.getByLabel("Raqam bo'yicha qidirish").fill('');
    await page.getByRole('button', { name: 'Filtrlar' }).click();
    await page.getByLabel('Natija').selectOption('INVALID_NUMBER');
    await rowOf(page, busy).waitFor({ state: 'detached' });
    await rowOf(page, wrong).waitFor();
    expect(await rows(page).count()).toBe(1);
    await page.getByLabel("Yo'nalish").selectOption('INBOUND');
    await page.getByText('Hech narsa topilmadi').waitFor();
    // The address follows in a moment.
    await page.waitForURL(({ searchParams }) => searchParams.get('direction') === 'INBOUND');

    const second = await openHistory(new URL(page.url()).search);
    await second.getByText('Hech narsa topilmadi').waitFor();
    await second.getByRole('button', { name: "Hammasini ko'rsatish" }).click();
    await rowOf(second, busy).waitFor();
    await second.getByLabel("Raqam bo'yicha qidirish").fill('00');
    await second.getByText('Kamida 3 ta raqam kiriting.').waitFor();
    await rowOf(second, busy).waitFor();
  });

  it('should say why a call failed, attempt by attempt', async () => {
    const page = await openHistory('?number=000000005');
    await rowOf(page, wrong).getByRole('button').first().click();
    const attempt = page.getByRole('dialog').locator('[data-attempt=Demo]');
    await attempt.getByText('SIP 404').waitFor();
  });

  it('should keep a note and tags, and find the call by them', async () => {
    const page = await openHistory('?number=000000002');
    await rowOf(page, busy).getByRole('button').first().click();
    const sheet = page.getByRole('dialog');
    await sheet.getByLabel('Qayd', { exact: true }).fill('Ertaga soat 10 da qayta telefon qilish');
    await sheet.getByLabel("Teg qo'shish").fill('qarzdor');
    await page.keyboard.press('Enter');
    await sheet.getByRole('button', { name: 'Qaydni saqlash' }).click();
    await page.getByText('Qayd saqlandi.').waitFor();
    await page.keyboard.press('Escape');
    await rowOf(page, busy).getByText('qarzdor').waitFor();

    await page.goto(`${bed.stack.address}/calls/history?tag=qarzdor`);
    await rowOf(page, busy).waitFor();
    expect(await rows(page).count()).toBe(1);
    await rowOf(page, busy).getByRole('button').first().click();
    await expect.poll(() => sheet.getByLabel('Qayd', { exact: true }).inputValue()).toContain('Ertaga');
  });

  it('should be taken away as a table, with its filters', async () => {
    const page = await openHistory('?outcome=BUSY');
    await rowOf(page, busy).waitFor();
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'CSV' }).click()]);
    const lines = (await readFile(await file.path(), 'utf8')).trimEnd().split('\n');
    expect(lines[0]).toMatch(/^\uFEFFid;direction;from;to;/);
    expect(lines).toHaveLength((await rows(page).count()) + 1);
    expect(lines.slice(1).every((line) => line.includes(';BUSY;'))).toBe(true);
    expect(file.suggestedFilename()).toMatch(/^trunkline-\d{4}-\d\d-\d\d\.csv$/);
  });

  it('should show agents their own calls and no statistics', async () => {
    const page = await bed.seat(await bed.hire({ username: 'nodira', extension: '310' }));
    await page.getByRole('link', { name: 'Tarix' }).click();
    await page.getByText("Hali tugagan qo'ng'iroq yo'q").waitFor();
    expect(await page.getByRole('link', { name: 'Statistika' }).count()).toBe(0);
    await page.goto(`${bed.stack.address}/calls/stats`);
    await page.getByText('Statistika administrator va nazoratchilar uchun.').waitFor();
    await page.locator('[data-phone=ready]').waitFor({ state: 'attached' });
  });
});

describe('a missed call', () => {
  it('should be called back, and leave the list once it was answered', async () => {
    const away = await bed.hire({ username: 'ketgan', extension: '311' });
    await bed.stack.asAdmin(
      'mutation ($input: CreateInboundRouteInput!) { createInboundRoute(input: $input) { ... on OperationError { message } } }',
      { input: { agentId: away.id, ringTimeoutSeconds: 5 } },
    );
    const page = await bed.seat(await bed.hire({ username: 'zafar', role: 'SUPERVISOR', extension: '312' }));
    await page.getByRole('link', { name: 'Javobsiz' }).click();
    await page.getByText("Javobsiz qo'ng'iroq yo'q").waitFor();
    // The carrier calls the trunk's number after this one.
    await placed('998000000011');
    const row = rowOf(page, '+998 00 000-00-11');
    await row.waitFor();
    await row.getByRole('button', { name: "+998 00 000-00-11 raqamiga qo'ng'iroq qilish" }).click();
    await page.locator('[data-call-status]', { hasText: 'Javob berildi' }).waitFor();
    await row.waitFor({ state: 'detached' });
    await page.getByText("Javobsiz qo'ng'iroq yo'q").waitFor();
    await page.getByRole('button', { name: 'Tugatish' }).click();
  });
});
