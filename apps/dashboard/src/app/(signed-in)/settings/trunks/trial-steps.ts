import type { TrialStepFragment, TrunkTestStepKind } from '@/gql/graphql';

/** waiting -> running -> ok | failed; skipped where the trial ended before it. */
export type TrialStepStatus = 'waiting' | 'running' | 'ok' | 'failed' | 'skipped';

export interface TrialStepView {
  kind: TrunkTestStepKind;
  status: TrialStepStatus;
  /** What came of it; not known yet, or told with the end only. */
  step?: TrialStepFragment;
}

const order: readonly TrunkTestStepKind[] = ['RESOLVE', 'REACH', 'REGISTER'];

/** Every step of a trial, in order, by what has been told of it so far. A trunk that is known by its address does not register. */
export function viewTrial(told: readonly TrialStepFragment[], { registers, isOver }: { registers: boolean; isOver: boolean }) {
  const kinds = order.filter((kind) => registers || kind !== 'REGISTER');
  const last = kinds.findLastIndex((kind) => told.some((step) => step.kind === kind));
  const hasFailed = told.some(({ ok }) => !ok);
  return kinds.map((kind, index): TrialStepView => {
    const step = told.find((candidate) => candidate.kind === kind);
    if (step) return { kind, status: step.ok ? 'ok' : 'failed', step };
    // Told before anybody listened: a later step follows only one that worked.
    if (index < last) return { kind, status: 'ok' };
    if (isOver || hasFailed) return { kind, status: 'skipped' };
    return { kind, status: index === last + 1 ? 'running' : 'waiting' };
  });
}

/** The steps with this one in its place: told once live, and again with the end. */
export function tellStep(told: readonly TrialStepFragment[], step: TrialStepFragment): readonly TrialStepFragment[] {
  return [...told.filter(({ kind }) => kind !== step.kind), step];
}
