/** So that Excel reads it as UTF-8, and with it the letters of Uzbek and Russian. */
export const BYTE_ORDER_MARK = '\ufeff';

export type CsvValue = string | number | boolean | Date | null;
export type Separator = ',' | ';';

/** One line as RFC 4180 has it. A text that a spreadsheet would take for a formula gets a ' in front. */
export function csvLine(values: readonly CsvValue[], separator: Separator): string {
  return `${values.map((value) => cell(value)).join(separator)}\r\n`;
}

function cell(value: CsvValue): string {
  if (value === null) return '';
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== 'string') return String(value);
  const text = /^\s*[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",;\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
