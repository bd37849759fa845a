// @ts-check
/** An agent's browser: Chromium with a microphone that beeps, signed in, in a call. */
import { createHash, X509Certificate } from 'node:crypto';
import { chromium } from 'playwright-core';
import { chromiumProgram } from '../debs.mjs';

/** Without the first ones Chromium talks to hosts of its maker's; the last ones give it a microphone (a tone) and leave to use it. */
const FLAGS = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'],
  ...['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
];

/** So that it can be asked what is heard: the page itself has no such door. */
function keepPeerConnections() {
  const Original = globalThis.RTCPeerConnection;
  /** @type {RTCPeerConnection[]} */
  const peers = [];
  Object.assign(globalThis, { peersOfTest: peers });
  globalThis.RTCPeerConnection = class extends Original {
    /** @param {RTCConfiguration} [configuration] */
    constructor(configuration) {
      super(configuration);
      peers.push(this);
    }
  };
}

/**
 * @param {{ origin: string, authority: string, dataDir: string }} options authority: PEM; chains that hold it are believed, and no others
 * @returns {Promise<{ page: import('playwright-core').Page, close(): Promise<void> }>}
 */
export async function openBrowser({ origin, authority, dataDir }) {
  const program = await chromiumProgram({ dataDir, log: (line) => console.log(`  ${line}`) });
  const key = new X509Certificate(authority).publicKey.export({ type: 'spki', format: 'der' });
  const believed = `--ignore-certificate-errors-spki-list=${createHash('sha256').update(key).digest('base64')}`;
  const browser = await chromium.launch({
    executablePath: program.command,
    args: [...program.args, ...FLAGS, believed],
    env: { .../** @type {Record<string, string>} */ (process.env), ...program.env },
  });
  const context = await browser.newContext({ permissions: ['microphone'], baseURL: origin });
  context.setDefaultTimeout(60_000);
  await context.addInitScript(keepPeerConnections);
  return { page: await context.newPage(), close: () => browser.close() };
}

/**
 * @param {import('playwright-core').Page} page
 * @param {string} password the first admin's
 */
export async function signIn(page, password) {
  await page.goto('/login');
  await page.getByLabel('Foydalanuvchi nomi').fill('admin');
  await page.getByLabel('Parol', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Kirish' }).click();
  await page.locator('[data-phone=ready]').waitFor({ state: 'attached' });
}

/** @param {import('playwright-core').Page} page @param {string} words */
const status = (page, words) => page.locator('[data-call-status]', { hasText: words });

/**
 * Calls the echo of the demo carrier.
 * @param {import('playwright-core').Page} page
 */
export async function callTheEcho(page) {
  await page.getByLabel('Raqam', { exact: true }).fill('998000000001');
  await page.getByRole('button', { name: "Qo'ng'iroq qilish", exact: true }).click();
  await status(page, 'Javob berildi').waitFor();
}

/** @param {import('playwright-core').Page} page */
export async function hangUp(page) {
  await page.getByRole('button', { name: 'Tugatish' }).click();
  await status(page, 'Tugadi').waitFor();
}

/**
 * A page that has lost the api says so, and has up to 5 s between two tries to reach it again.
 * @param {import('playwright-core').Page} page
 * @returns {Promise<boolean>} whether the page shows a call that is answered, within 10 s
 */
export const showsAnswered = (page) =>
  status(page, 'Javob berildi')
    .waitFor({ timeout: 10_000 })
    .then(() => true)
    .catch(() => false);

/**
 * Sound energy received since the connections began: it grows while something is heard.
 * @param {import('playwright-core').Page} page
 * @returns {Promise<number>}
 */
export function heardEnergy(page) {
  return page.evaluate(async () => {
    const { peersOfTest } = /** @type {{ peersOfTest: RTCPeerConnection[] }} */ (/** @type {unknown} */ (globalThis));
    let energy = 0;
    for (const peer of peersOfTest) {
      if (peer.connectionState === 'closed') continue;
      for (const report of (await peer.getStats()).values())
        if (report.type === 'inbound-rtp') energy += report.totalAudioEnergy ?? 0;
    }
    return energy;
  });
}
