/** AMI is lines of `Key: value`, ended by CR LF, an empty line after each message. */

export type AmiHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

export class AmiMessage {
  constructor(private readonly lines: readonly (readonly [key: string, value: string])[]) {}

  /** The first value of a key, '' where it is missing. */
  get(key: string): string {
    return this.lines.find(([name]) => name === key)?.[1] ?? '';
  }

  all(key: string): string[] {
    return this.lines.filter(([name]) => name === key).map(([, value]) => value);
  }

  /** Every line as it came, for files (`Line-000000-000001: exten=…`). */
  entries(): readonly (readonly [key: string, value: string])[] {
    return this.lines;
  }
}

/**
 * The text of one action. Undefined values are left out.
 * @throws {RangeError} when a key or a value would begin another line: that would be another header, or another action
 */
export function encodeAction(headers: AmiHeaders): string {
  const lines: string[] = [];
  for (const [key, value] of Object.entries(headers)) {
    if (!/^[A-Za-z][A-Za-z0-9-]*$/.test(key)) throw new RangeError(`AMI: ${JSON.stringify(key)} is no header`);
    for (const each of value === undefined ? [] : typeof value === 'string' ? [value] : value) {
      if (/[\r\n\0]/.test(each)) throw new RangeError(`AMI: the value of ${key} holds a line end`);
      lines.push(`${key}: ${each}\r\n`);
    }
  }
  return `${lines.join('')}\r\n`;
}

/** One message without its empty line. Lines that are no header are passed over. */
export function decodeMessage(text: string): AmiMessage {
  const lines = text.split('\r\n').flatMap((line) => {
    const colon = line.indexOf(':');
    return colon < 1 ? [] : [[line.slice(0, colon), line.slice(colon + 1).replace(/^ /, '')] as const];
  });
  return new AmiMessage(lines);
}
