import type { Section } from '../ami/config-file.js';

/** Asterisk's configuration files as they lie on its disk. What was changed since they were read may not count yet. */
export class ConfigFiles {
  /** @param files by name; undefined where one is not there */
  constructor(private readonly files: ReadonlyMap<string, readonly Section[] | undefined>) {}

  sections(file: string): readonly Section[] {
    return this.files.get(file) ?? [];
  }

  section(file: string, name: string): Section | undefined {
    return this.sections(file).find((section) => section.name === name);
  }

  /** Every value of a key, in the order of the lines. */
  all(file: string, section: string, key: string): string[] {
    const found = this.sections(file).filter(({ name }) => name === section);
    return found.flatMap(({ lines }) => lines.filter((line) => line.key.trim() === key).map(({ value }) => plain(value)));
  }

  /** The value that counts, which is the last. */
  value(file: string, section: string, key: string): string | undefined {
    return this.all(file, section, key).at(-1);
  }
}

/** `key => value` comes as `key=> value`. */
const plain = (value: string): string => value.replace(/^>/, '').trim();

/** Asterisk's ast_true(). */
export const isTrue = (value: string | undefined): boolean => /^(yes|true|y|t|1|on)$/i.test(value ?? '');

export const isLoopback = (address: string): boolean =>
  /^(127\.|\[?::1\]?(:|$)|localhost(:|$))/.test(address) || address === '::1';
