import { type Principal, Role, User } from '@app/auth';
import { LiveUpdates } from '@app/common';
import { until } from '@app/common/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { TrunkProblem } from './trunk-problem.js';
import { TrunkTestProgress } from './trunk-test-progress.js';
import { TrunkTestStep, TrunkTestStepKind } from './trunk.results.js';

const TEST_ID = '0b0c0d0e-0000-4000-8000-000000000001';
const somebody = (id: string): Principal => ({ user: Object.assign(new User(), { id }), role: Role.ADMIN });
const [ann, bob] = [somebody('ann'), somebody('bob')];

const step = (kind: TrunkTestStepKind, problem: TrunkProblem | null = null) =>
  Object.assign(new TrunkTestStep(), {
    kind,
    ok: problem === null,
    problem,
    milliseconds: 5,
    sipCode: problem ? 403 : null,
    detail: 'Detail.',
  });
const resolved = step(TrunkTestStepKind.RESOLVE);
const refused = step(TrunkTestStepKind.REGISTER, TrunkProblem.FORBIDDEN);

describe('TrunkTestProgress', () => {
  let progress: TrunkTestProgress;
  beforeEach(() => {
    progress = new TrunkTestProgress(new LiveUpdates());
  });

  /** What a watcher hears until it ends. */
  async function heard(principal: Principal): Promise<{ steps: TrunkTestStep[]; end: Promise<void> }> {
    const steps: TrunkTestStep[] = [];
    const watch = await progress.watch(principal, TEST_ID);
    const end = (async () => {
      for await (const each of watch) steps.push(each);
    })();
    return { steps, end };
  }

  it('should tell each step as it is done, and end with the trial', async () => {
    const { steps, end } = await heard(ann);
    const trial = progress.begin(ann, TEST_ID);
    trial.tell(resolved);
    await until(() => expect(steps).toEqual([resolved]));
    trial.tell(refused);
    trial.end();
    await end;
    expect(steps).toEqual([resolved, refused]);
    expect(steps[1]).toBeInstanceOf(TrunkTestStep);
  });

  it('should tell who comes late what was told before, once', async () => {
    const trial = progress.begin(ann, TEST_ID);
    trial.tell(resolved);
    const late = await heard(ann);
    trial.tell(refused);
    trial.end();
    await late.end;
    expect(late.steps).toEqual([resolved, refused]);
    const later = await heard(ann);
    await later.end;
    expect(later.steps).toEqual([resolved, refused]);
  });

  it('should tell nobody else', async () => {
    const other = await progress.watch(bob, TEST_ID);
    const theirs = await heard(ann);
    const trial = progress.begin(ann, TEST_ID);
    trial.tell(resolved);
    trial.end();
    await theirs.end;
    const next = other.next();
    await other.return?.();
    expect(await next).toEqual({ done: true, value: undefined });
  });
});
