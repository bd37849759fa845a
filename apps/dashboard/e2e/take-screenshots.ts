/** `npm run screenshots`: every page of shown-pages.ts, in both themes and three widths, into docs/screenshots. */
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { launchBrowser } from './browser.js';
import { startStack } from './stack.js';
import { root } from '../../../scripts/instance.mjs';
import { lookAtPages, themes } from './look-at-pages.js';
import { shownPages } from './shown-pages.js';
import { seed } from './seed-books.js';

const folder = join(root, 'docs/screenshots');
const screens = [
  { width: 360, height: 740 },
  { width: 768, height: 1024 },
  { width: 1440, height: 900 },
];
/** All pictures together, in bytes. */
const mostBytes = 6 * 2 ** 20;

export async function takeScreenshots(): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const [stack, browser] = await Promise.all([startStack(), launchBrowser()]);
  try {
    await seed(stack);
    for (const screen of screens) {
      await lookAtPages(browser, stack, screen, async (page, { name }, theme) => {
        const picture = await page.screenshot({ caret: 'hide' });
        const file = join(folder, fileOf(name, screen.width, theme));
        // Flat colours: a palette shows them as well, in a fourth of the bytes.
        await writeFile(
          file,
          await sharp(picture).png({ palette: true, quality: 90, effort: 10, compressionLevel: 9 }).toBuffer(),
        );
      });
      console.log(`${screen.width} px: ${shownPages.length} pages`);
    }
  } finally {
    await browser.close();
    await stack.stop();
  }
  await writeFile(join(folder, 'README.md'), gallery());
  const sizes = await Promise.all((await readdir(folder)).map(async (file) => (await stat(join(folder, file))).size));
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  console.log(`${sizes.length - 1} pictures in docs/screenshots, ${(bytes / 2 ** 20).toFixed(1)} MB`);
  if (bytes > mostBytes) throw new Error(`The pictures are larger than ${mostBytes / 2 ** 20} MB together.`);
}

const fileOf = (name: string, width: number, theme: string) => `${name}-${width}-${theme}.png`;

/** All of them on one page. */
function gallery(): string {
  const head = '# Every page\n\nWritten by `npm run screenshots`: light and dark, 1440, 768 and 360 px wide.\n';
  const pictures = shownPages.map(({ name }) => {
    const shown = [...screens]
      .reverse()
      .flatMap(({ width }) => themes.map((theme) => `![${name}, ${width} px, ${theme}](${fileOf(name, width, theme)})`));
    return `\n## ${name}\n\n${shown.join('\n')}\n`;
  });
  return head + pictures.join('');
}
