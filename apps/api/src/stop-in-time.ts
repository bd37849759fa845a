import { Logger } from '@nestjs/common';

/** A supervisor kills after 10 s or so; we would rather say why. In ms. */
const STOP_LIMIT_MS = 8_000;
const logger = new Logger('Stop');

/**
 * Told to stop (SIGTERM, SIGINT), the application gives the event stream back, lets answers under way be finished, and ends: Nest's shutdown hooks do that. What
 * takes longer than the limit (a recording that somebody listens to) is broken off. Calls live in Asterisk and go on.
 */
export function stopInTime(limitMs = STOP_LIMIT_MS): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      logger.log(`${signal}: no more calls are taken; those in progress go on in Asterisk`);
      setTimeout(() => {
        logger.warn(`Not everything was finished within ${limitMs / 1000} s: it is broken off`);
        process.exit(1);
      }, limitMs).unref();
    });
  }
}
