import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { givenBed } from './bed.js';
import { answerLate } from './late-answers.js';
import { lookAtPages, type Theme, themes } from './look-at-pages.js';
import { seed } from './seed-books.js';
import { type ShownPage, shownPages } from './shown-pages.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const screens = [
  { width: 1280, height: 800, username: 'admin', extension: undefined },
  { width: 768, height: 1024, username: 'komil', extension: '305' },
  { width: 360, height: 740, username: 'kamola', extension: '304' },
];
/** Google's "good" is 0.1; a page where people click all day has to be calmer. */
const mostLayoutShift = 0.05;

const bed = givenBed();
/** One phone each: nobody has to take over another's. */
const passwords = new Map<string, string>();

beforeAll(async () => {
  await seed(bed.stack);
  passwords.set('admin', bed.stack.adminPassword);
  for (const { username, extension } of screens.slice(1)) {
    const { password } = await bed.hire({ username, role: 'ADMIN', extension });
    passwords.set(username, password);
  }
});

interface Fault {
  page: string;
  rule: string;
  where: string;
}

/** The two that another theme can break. */
const rulesOfColour = ['color-contrast', 'link-in-text-block'];

/** The rules of WCAG 2.2 A and AA and axe's own good practice that the page breaks; with `rules` only those are tried. */
async function brokenRules(page: Page, rules?: readonly string[]): Promise<Omit<Fault, 'page'>[]> {
  // As the debugger does, so that no policy of the page has to be weakened for it.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
  type Axe = { run(options: { runOnly?: readonly string[] }): Promise<AxeResults> };
  const { violations } = await page.evaluate(
    (options) => (window as unknown as { axe: Axe }).axe.run(options),
    rules ? { runOnly: rules } : {},
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => ({ rule: id, where: `${target.join(' ')}: ${failureSummary ?? ''}` })),
  );
}

/** How much of the page has moved by itself since it began to load (Cumulative Layout Shift), and what. */
function layoutShiftOf(page: Page): Promise<{ shift: number; moved: string[] }> {
  return page.evaluate(
    () =>
      new Promise((done) => {
        type Shift = PerformanceEntry & { value: number; hadRecentInput: boolean; sources: { node: Node | null }[] };
        const shifts: PerformanceEntryList = [];
        const observer = new PerformanceObserver((list) => shifts.push(...list.getEntries()));
        observer.observe({ type: 'layout-shift', buffered: true });
        const end = () => {
          shifts.push(...observer.takeRecords());
          const own = (shifts as Shift[]).filter(({ hadRecentInput }) => !hadRecentInput);
          const nameOf = ({ node }: { node: Node | null }) =>
            node instanceof Element ? `${node.tagName}.${node.className}` : 'text';
          done({
            shift: own.reduce((sum, { value }) => sum + value, 0),
            moved: own.flatMap(({ sources }) => sources.map(nameOf)),
          });
        };
        requestAnimationFrame(() => requestAnimationFrame(end));
      }),
  );
}

describe('every page', () => {
  it.for(screens)(
    'should break no rule of accessibility in either theme, nor jump or overflow, at $width px',
    { timeout: 400_000 },
    async ({ username, width, height }) => {
      const faults: Fault[] = [];
      const seen: string[] = [];
      const look = async (page: Page, { name }: ShownPage, theme: Theme) => {
        seen.push(name);
        const fault = (rule: string, where: string) => faults.push({ page: `${name}, ${theme}`, rule, where });
        // What moves because the theme is another is not the page's doing.
        if (theme === themes[0]) {
          const { shift, moved } = await layoutShiftOf(page);
          if (shift > mostLayoutShift) fault('layout-shift', `${shift.toFixed(3)}: ${moved.join(', ')}`);
        }
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        if (overflow > 0) fault('overflow', `${overflow} px`);
        const rules = theme === themes[0] ? undefined : rulesOfColour;
        for (const { rule, where } of await brokenRules(page, rules)) fault(rule, where);
      };
      const looking = { username, password: passwords.get(username), prepare: answerLate };
      await lookAtPages(bed.browser, bed.stack, { width, height }, look, looking);
      expect(seen).toHaveLength(shownPages.length * themes.length);
      expect(faults).toEqual([]);
    },
  );
});
