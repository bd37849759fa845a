/** Calls that come in over the trunk, at two browsers of one group. */
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { givenBed, type Person } from './bed.js';
import { heardNow } from './browser.js';
import { call, hangUp, status } from './desk.js';

/** Answers, and calls the trunk's number back two seconds after it was hung up. */
const callsBack = '998000000011';
const wrapUpSeconds = 30;

const bed = givenBed();
let nodira: Person;
let sardor: Person;

beforeAll(async () => {
  [nodira, sardor] = await Promise.all([
    bed.hire({ username: 'nodira', extension: '401' }),
    bed.hire({ username: 'sardor', extension: '402' }),
  ]);
  const { createGroup } = await bed.stack.asAdmin<{ createGroup: { id: string } }>(
    'mutation ($input: CreateGroupInput!) { createGroup(input: $input) { ... on Group { id } } }',
    { input: { name: 'Savdo', memberIds: [nodira.id, sardor.id], wrapUpSeconds } },
  );
  await bed.stack.asAdmin('mutation ($input: CreateInboundRouteInput!) { createInboundRoute(input: $input) { __typename } }', {
    input: { groupId: createGroup.id },
  });
});
const incoming = (page: Page) => page.getByRole('alert').filter({ hasText: "Kiruvchi qo'ng'iroq" });
const presence = (page: Page, state: string) => page.locator(`[data-presence=${state}]`).waitFor();

async function haveThemCall(page: Page): Promise<void> {
  await call(page, callsBack);
  await hangUp(page);
}

describe('a call that comes in', () => {
  it('should ring at both of the group, be answered by one, and leave the other in peace', async () => {
    const [one, other] = [await bed.seat(nodira), await bed.seat(sardor)];
    await haveThemCall(one);
    await Promise.all([incoming(one).waitFor(), incoming(other).waitFor()]);
    await incoming(other).getByRole('button', { name: 'Javob berish' }).click();
    await incoming(one).waitFor({ state: 'detached' });
    await status(other, 'Javob berildi').waitFor();
    await expect.poll(() => heardNow(other), { timeout: 15_000 }).toBeGreaterThan(0);
    expect(await one.locator('[data-live-call]').count()).toBe(0);
    await presence(one, 'AVAILABLE');
    await hangUp(other);
    // The group's seconds for writing it up, counted down, and ended by a word.
    await presence(other, 'WRAP_UP');
    await expect.poll(() => other.locator('[data-presence=WRAP_UP]').textContent()).toMatch(/0:[0-2]\d/);
    await other.locator('[data-presence]').click();
    await other.getByRole('button', { name: 'Tayyorman' }).click();
    await presence(other, 'AVAILABLE');
  });

  it('should pass over who is away, and say what there was with its number before', async () => {
    const [one, other] = [await bed.seat(nodira), await bed.seat(sardor)];
    await other.locator('[data-presence]').click();
    await other.getByRole('button', { name: 'Tushlik' }).click();
    await presence(other, 'AWAY');
    await other.getByText('Tushlik').first().waitFor();
    await haveThemCall(one);
    await incoming(one)
      .getByText(/qo'ng'iroq/)
      .last()
      .waitFor();
    expect(await incoming(other).count()).toBe(0);
    await one.keyboard.press('a');
    await status(one, 'Javob berildi').waitFor();
    await hangUp(one);
  });
});
