/** Where the time goes between the press of the call button and RINGING on the screen: moments of the page beside those of a carrier on the same machine. */
import type { Page } from 'playwright-core';
import { median } from '../../api/test/asterisk/statistics.js';
import type { Carrier } from '../../api/test/sip/index.js';
import { hangUp, status } from './desk.js';

/** One press, each part in ms. Together they are the whole. */
export interface PressTimes {
  /** From the press to the INVITE that rings this page's phone: form, request, admission, books, Asterisk. */
  toPhone: number;
  /** From that INVITE to the phone's 200: the browser opens microphone, addresses and keys. */
  media: number;
  /** From the 200 to the INVITE at the carrier: Asterisk, the api's decision, Asterisk. */
  toCarrier: number;
  /** From the INVITE to the 180, both at the carrier. */
  carrier: number;
  /** From the 180 to the frame with RINGING in it, without the wait for that frame's turn: Asterisk, books, subscription, drawing. */
  toScreen: number;
  /** What was drawn waits for the screen's next turn: there are 60 a second. */
  refresh: number;
}

export const partsOfPress = ['toPhone', 'media', 'toCarrier', 'carrier', 'toScreen', 'refresh'] as const;

/** What is neither the browser's media set-up, nor the carrier's ringing, nor the screen's turn. */
export const oursOf = ({ toPhone, toCarrier, toScreen }: PressTimes): number => toPhone + toCarrier + toScreen;
export const wholeOf = (times: PressTimes): number => oursOf(times) + times.media + times.carrier + times.refresh;

/** The middle of each. */
export function mediansOf(presses: readonly PressTimes[]) {
  const middle = (of: (times: PressTimes) => number) => median(presses.map(of));
  return {
    whole: middle(wholeOf),
    ours: middle(oursOf),
    parts: Object.fromEntries(partsOfPress.map((part) => [part, middle((times) => times[part])])) as unknown as PressTimes,
  };
}

/** Marks the moments of each press in the page's own performance timeline. To be given to the page before it loads. */
export function watchPresses(): void {
  document.addEventListener('submit', ({ timeStamp }) => performance.mark('pressed', { startTime: timeStamp }), true);
  const Original = window.WebSocket;
  window.WebSocket = class extends Original {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      this.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        if (typeof data === 'string' && data.startsWith('INVITE ')) performance.mark('invited');
      });
    }

    override send(data: string | BufferSource | Blob): void {
      if (typeof data === 'string' && /^SIP\/2\.0 200 [^]*^CSeq: *\d+ INVITE/im.test(data)) performance.mark('answered');
      super.send(data);
    }
  };
  let isShown = false;
  const look = () => {
    const wasShown = isShown;
    isShown = document.querySelector('[data-call=RINGING]') !== null;
    if (!isShown || wasShown) return;
    performance.mark('changed');
    // A task that follows a frame's callbacks begins when that frame has been drawn.
    requestAnimationFrame(() => {
      performance.mark('turn');
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => performance.mark('painted');
      port2.postMessage(undefined);
    });
  };
  new MutationObserver(look).observe(document, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ['data-call'],
  });
}

/** Presses, waits for the answer and hangs up, once for each number; a page with `watchPresses` and its phone ready. The carrier rings and answers. */
export async function timePresses(page: Page, carrier: Carrier, numbers: readonly string[]): Promise<PressTimes[]> {
  const presses: PressTimes[] = [];
  for (const number of numbers) {
    await page.evaluate(() => performance.clearMarks());
    await page.getByLabel('Raqam', { exact: true }).fill(number);
    await page.getByLabel('Raqam', { exact: true }).press('Enter');
    await status(page, 'Javob berildi').waitFor();
    presses.push(timesOf(await marksOf(page), momentsOf(carrier, number)));
    await hangUp(page);
  }
  return presses;
}

type Moments = Readonly<Record<string, number>>;

function timesOf({ pressed, invited, answered, changed, turn, painted }: Moments, { arrived, rang }: Moments): PressTimes {
  const between = (from = NaN, to = NaN) => to - from;
  const times = {
    toPhone: between(pressed, invited),
    media: between(invited, answered),
    toCarrier: between(answered, arrived),
    carrier: between(arrived, rang),
    toScreen: between(rang, changed) + between(turn, painted),
    refresh: between(changed, turn),
  };
  const strange = partsOfPress.filter((part) => !(times[part] >= 0));
  if (strange.length > 0) throw new Error(`Moments of a press are missing or out of order: ${JSON.stringify(times)}`);
  return times;
}

/** The first of each mark, in ms since 1970. */
function marksOf(page: Page): Promise<Moments> {
  return page.evaluate(() => {
    const marks = performance.getEntriesByType('mark').reverse();
    return Object.fromEntries(marks.map(({ name, startTime }) => [name, performance.timeOrigin + startTime]));
  });
}

/** On the clock of this process, as finely as the page's. */
function momentsOf(carrier: Carrier, number: string): Moments {
  const entries = carrier.journal.ofCall(carrier.callTo(number).callId);
  const at = (what: string) => performance.timeOrigin + (entries.find((entry) => entry.what === what)?.monotonic ?? NaN);
  return { arrived: at('received INVITE'), rang: at('sent 180') };
}
