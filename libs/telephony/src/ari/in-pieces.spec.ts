import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { inPieces } from './in-pieces.js';

describe('inPieces', () => {
  it.each<[string[], string[]]>([
    [[], []],
    [[''], []],
    [['abcdef'], ['abcdef']],
    [['ab', 'cd', 'ef'], ['abcdef']],
    [['abcdefgh'], ['abcdef', 'gh']],
    [['abcdefg'], ['abcdef', 'g\0']],
    [['abcdefghijklmnopqr'], ['abcdef', 'ghijkl', 'mnopqr']],
    [
      ['a', 'bcdefghijklmn', 'o'],
      ['abcdef', 'ghijkl', 'mno\0'],
    ],
  ])('should make of %j %j', async (given, pieces) => {
    const made: string[] = [];
    for await (const piece of inPieces(Readable.from(given.map((text) => Buffer.from(text))), 6, 2)) made.push(piece.toString());
    expect(made).toEqual(pieces);
  });
});
