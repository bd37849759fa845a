/** What the page of calls loads until it can be used. */
import type { Page } from 'playwright-core';

/** Notes when the page can be used: it has the calls, and its form is there. To be given to the page before it loads. */
export function noteUsable(): void {
  const look = () => {
    const isUsable = document.querySelector('[data-live-count]') && !document.querySelector('[aria-busy=true]');
    if (!isUsable) return requestAnimationFrame(look);
    performance.mark('usable');
  };
  requestAnimationFrame(look);
}

export interface FirstLoad {
  /** ms since the navigation began; NaN before that. */
  usableAt: number;
  /** Bytes of script as they came over the line, gzipped: of those that were asked for before the page could be used. */
  first: number;
  /** The same of all so far. */
  all: number;
}

/** Of a page with `noteUsable`. */
export function firstLoadOf(page: Page): Promise<FirstLoad> {
  return page.evaluate(() => {
    const usableAt = performance.getEntriesByName('usable')[0]?.startTime ?? NaN;
    const scripts = (performance.getEntriesByType('resource') as PerformanceResourceTiming[]).filter(({ name }) =>
      new URL(name).pathname.endsWith('.js'),
    );
    const sum = (some: PerformanceResourceTiming[]) => some.reduce((bytes, { encodedBodySize }) => bytes + encodedBodySize, 0);
    return { usableAt, first: sum(scripts.filter(({ startTime }) => startTime <= usableAt)), all: sum(scripts) };
  });
}
