/** As long as the column. */
export const DETAIL_LENGTH = 1000;
const SHORT = 40;

/**
 * An entry's detail as it is kept: one JSON object that fits. Of one that does not, the longest list becomes the number of its items, or the longest text is
 * cut, until it does; JSON that is cut anywhere could be read by nobody.
 * @param detail values as JSON has them; undefined ones are left out
 */
export function toDetailText(detail: object): string | undefined {
  const fields = JSON.parse(JSON.stringify(detail)) as Record<string, unknown>;
  if (Object.keys(fields).length === 0) return undefined;
  let text = JSON.stringify(fields);
  while (text.length > DETAIL_LENGTH) {
    const [name, value] = Object.entries(fields).reduce((longest, each) =>
      sizeOf(each[1]) > sizeOf(longest[1]) ? each : longest,
    );
    if (Array.isArray(value)) fields[name] = value.length;
    else if (typeof value === 'string' && value.length > SHORT) fields[name] = `${value.slice(0, SHORT - 1)}…`;
    else delete fields[name];
    text = JSON.stringify(fields);
  }
  return text;
}

const sizeOf = (value: unknown): number => JSON.stringify(value).length;
