// @ts-check
/** What the children say goes to DATA_DIR/logs, by size: NAME.log is the newest, NAME.log.1 the one before. */
import { closeSync, fstatSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

const LIMIT_BYTES = 10 * 1024 * 1024;
const KEPT = 3;

/** Appends to a file and moves it aside when it is full. Readable by its owner only: numbers of customers are in it. */
export class LogFile {
  /**
   * @param {string} path
   * @param {number} [limitBytes]
   */
  constructor(path, limitBytes = LIMIT_BYTES) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    this.path = path;
    this.limitBytes = limitBytes;
    this.file = openSync(path, 'a', 0o600);
    this.size = fstatSync(this.file).size;
  }

  /** @param {string | Buffer} text */
  write(text) {
    try {
      this.size += writeSync(this.file, /** @type {string} */ (text));
      if (this.size >= this.limitBytes) this.rotate();
    } catch {
      // A full disk must not end what is being logged.
    }
  }

  /** @param {string} text a line without its end; the time is put before it */
  line(text) {
    this.write(`${new Date().toISOString()} ${text}\n`);
  }

  rotate() {
    closeSync(this.file);
    for (let number = KEPT; number > 0; number--) {
      try {
        renameSync(number === 1 ? this.path : `${this.path}.${String(number - 1)}`, `${this.path}.${String(number)}`);
      } catch {
        // There were not that many yet.
      }
    }
    this.file = openSync(this.path, 'a', 0o600);
    this.size = 0;
  }

  /**
   * @param {number} bytes
   * @returns {string} the end of the file
   */
  tail(bytes) {
    return readFileSync(this.path, 'utf8').slice(-bytes);
  }
}
