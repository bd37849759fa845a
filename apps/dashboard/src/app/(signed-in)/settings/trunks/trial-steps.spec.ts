import { describe, expect, it } from 'vitest';
import type { TrialStepFragment, TrunkTestStepKind } from '@/gql/graphql';
import { tellStep, viewTrial } from './trial-steps';

const step = (kind: TrunkTestStepKind, ok = true): TrialStepFragment => ({
  kind,
  ok,
  milliseconds: 5,
  sipCode: null,
  detail: null,
  problem: null,
  advice: null,
});

const resolved = step('RESOLVE');
const reached = step('REACH');
const failed = (kind: TrunkTestStepKind) => step(kind, false);

describe('viewTrial', () => {
  it.each([
    [[], false, 'running waiting waiting'],
    [[resolved], false, 'ok running waiting'],
    [[resolved, reached], false, 'ok ok running'],
    [[resolved, reached, step('REGISTER')], true, 'ok ok ok'],
    [[resolved, reached, failed('REGISTER')], true, 'ok ok failed'],
    [[failed('RESOLVE')], false, 'failed skipped skipped'],
    [[resolved, failed('REACH')], true, 'ok failed skipped'],
    // The first was told before the page listened.
    [[reached], false, 'ok ok running'],
    [[failed('REGISTER')], true, 'ok ok failed'],
    [[], true, 'skipped skipped skipped'],
  ])('should show the steps after %j (over: %s) as %s', (told, isOver, expected) => {
    const view = viewTrial(told, { registers: true, isOver });
    expect(view.map(({ status }) => status).join(' ')).toBe(expected);
    expect(view.map(({ kind }) => kind)).toEqual(['RESOLVE', 'REACH', 'REGISTER']);
  });

  it('should try no registration for a trunk that is known by its address', () => {
    expect(viewTrial([resolved], { registers: false, isOver: false }).map(({ kind }) => kind)).toEqual(['RESOLVE', 'REACH']);
  });
});

describe('tellStep', () => {
  it('should keep the latest word of each step', () => {
    expect(tellStep([resolved, failed('REACH')], reached)).toEqual([resolved, reached]);
  });
});
