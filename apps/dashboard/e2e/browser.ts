/** A real Chromium with a microphone that beeps, and what the tests do in it. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { chromiumProgram } from '../../../scripts/debs.mjs';
import { root } from '../../../scripts/instance.mjs';
import type { Stack } from './stack.js';

/** Without these Chromium talks to hosts of its maker's; the last ones give it a microphone (a tone) and leave to use it. */
const flags = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'],
  ...['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
];

export async function launchBrowser(): Promise<Browser> {
  const own = process.env.CHROMIUM_PATH;
  if (own && !existsSync(own)) throw new Error(`CHROMIUM_PATH names ${own}, which is not there.`);
  const program = own
    ? { command: own, args: [], env: {} }
    : await chromiumProgram({
        dataDir: resolve(root, process.env.DATA_DIR ?? '.data'),
        log: (line: string) => process.stderr.write(`${line}\n`),
      });
  return chromium.launch({
    executablePath: program.command,
    args: [...program.args, ...flags],
    env: { ...definedOnly(process.env), ...program.env },
  });
}

export interface Screen {
  width: number;
  height: number;
}

/** A person's browser: its own cookies. Errors of the page end up in `errors`. @param locale  the browser's own language, not the page's */
export async function openContext(
  browser: Browser,
  screen: Screen = { width: 1280, height: 800 },
  locale = 'en-US',
): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: screen, permissions: ['microphone'], locale });
  context.setDefaultTimeout(30_000);
  await context.addInitScript(keepPeerConnections);
  return context;
}

/** So that a test can ask what is heard: the page itself has no such door. */
function keepPeerConnections(): void {
  const Original = window.RTCPeerConnection;
  const peers: RTCPeerConnection[] = [];
  Object.assign(window, { peersOfTest: peers });
  window.RTCPeerConnection = class extends Original {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      peers.push(this);
    }
  };
}

/** Sound energy received since the connection began: above zero when something is heard. */
export function heardEnergy(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const peers = (window as unknown as { peersOfTest: RTCPeerConnection[] }).peersOfTest;
    let energy = 0;
    for (const peer of peers) {
      if (peer.connectionState === 'closed') continue;
      for (const report of (await peer.getStats()).values() as Iterable<{ type: string; totalAudioEnergy?: number }>) {
        if (report.type === 'inbound-rtp') energy += report.totalAudioEnergy ?? 0;
      }
    }
    return energy;
  });
}

/** How long sound is listened to, to say how much came, in ms. */
const listenMs = 700;

/** Sound energy that came within a short time from now: zero in silence. */
export async function heardNow(page: Page): Promise<number> {
  const before = await heardEnergy(page);
  await page.evaluate((ms) => new Promise((done) => setTimeout(done, ms)), listenMs);
  return (await heardEnergy(page)) - before;
}

export async function signIn(page: Page, { address }: Pick<Stack, 'address'>, username: string, password: string): Promise<void> {
  await page.goto(`${address}/login`);
  await page.getByLabel('Foydalanuvchi nomi').fill(username);
  await page.getByLabel('Parol', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Kirish' }).click();
}

/** Signed in, and the telephone of the page registered. */
export async function signInWithPhone(
  page: Page,
  stack: Pick<Stack, 'address' | 'adminPassword'>,
  username = 'admin',
  password = stack.adminPassword,
): Promise<void> {
  await signIn(page, stack, username, password);
  await page.locator('[data-phone=ready]').waitFor({ state: 'attached' });
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
