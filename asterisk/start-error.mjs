// @ts-check

/** Asterisk did not start, or would not. The message is one sentence for the person who started it. */
export class AsteriskStartError extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message);
    this.name = 'AsteriskStartError';
  }
}
