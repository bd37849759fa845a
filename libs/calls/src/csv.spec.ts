import { describe, expect, it } from 'vitest';
import { csvLine, type CsvValue } from './csv.js';

describe('a line of CSV', () => {
  it.each<[CsvValue[], string]>([
    [['a', 'b'], 'a,b'],
    [[null, '', 0, false], ',,0,false'],
    [[-1.5], '-1.5'],
    [[new Date('2026-11-23T10:50:00.123Z')], '2026-11-23T10:50:00.123Z'],
    [['a,b', 'a;b'], '"a,b","a;b"'],
    [['say "hi"'], '"say ""hi"""'],
    [['two\nlines'], '"two\nlines"'],
    [["O'zbekiston", 'Ўзбекистон'], "O'zbekiston,Ўзбекистон"],
    [['=1+1'], "'=1+1"],
    [['+998', '-1', '@x'], "'+998,'-1,'@x"],
    [[' =1', '\t=1', '\r=1'], `' =1,'\t=1,"'\r=1"`],
    [['=HYPERLINK("http://x","y")'], `"'=HYPERLINK(""http://x"",""y"")"`],
    [['1-2', 'a=b'], '1-2,a=b'],
  ])('%j', (values, expected) => {
    expect(csvLine(values, ',')).toBe(`${expected}\r\n`);
  });

  it('should be separated as is asked', () => {
    expect(csvLine(['a', 'b,c'], ';')).toBe('a;"b,c"\r\n');
  });
});
