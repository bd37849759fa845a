import { describe, expect, it } from 'vitest';
import { matchRoute } from './match-route.js';

const DID = '998712000000';
const OTHER = '998712000001';
/** `number@trunk`, * for any. */
const route = (text: string, enabled = true) => {
  const [number = '*', trunkId = '*'] = text.split('@');
  return { text, number: number === '*' ? null : number, trunkId: trunkId === '*' ? null : trunkId, enabled };
};
const all = [`*@*`, `*@bell`, `${DID}@*`, `${DID}@bell`];

describe('matchRoute', () => {
  it.each<[number: string | null, trunk: string, routes: string[], match: string | undefined]>([
    [DID, 'bell', all, `${DID}@bell`],
    [DID, 'bell', [`*@*`, `*@bell`, `${DID}@*`], `${DID}@*`],
    [DID, 'bell', [`*@*`, `*@bell`], `*@bell`],
    [DID, 'bell', [`*@*`], `*@*`],
    [DID, 'other', all, `${DID}@*`],
    [OTHER, 'bell', all, `*@bell`],
    [OTHER, 'other', all, `*@*`],
    [null, 'bell', all, `*@bell`],
    [null, 'other', all, `*@*`],
    [OTHER, 'bell', [`${DID}@bell`, `${DID}@*`, `*@other`], undefined],
    [null, 'bell', [`${DID}@*`], undefined],
    [DID, 'bell', [], undefined],
  ])('should send %s on %s, with %j, to %s', (number, trunkId, texts, match) => {
    const routes = texts.map((text) => route(text));
    expect(matchRoute({ number, trunkId }, routes)?.text).toBe(match);
    expect(matchRoute({ number, trunkId }, [...routes].reverse())?.text).toBe(match);
  });

  it('should pass over routes that are switched off', () => {
    const routes = [route(`${DID}@bell`, false), route(`${DID}@*`, false), route('*@*')];
    expect(matchRoute({ number: DID, trunkId: 'bell' }, routes)?.text).toBe('*@*');
    expect(matchRoute({ number: DID, trunkId: 'bell' }, routes.slice(0, 2))).toBeUndefined();
  });
});
