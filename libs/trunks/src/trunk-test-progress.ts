import { Injectable } from '@nestjs/common';
import type { Principal } from '@app/auth';
import { LiveUpdates } from '@app/common';
import { TrunkProblem } from './trunk-problem.js';
import { TrunkTestStep, TrunkTestStepKind } from './trunk.results.js';

/** No trial takes nearly so long (ms): whoever still listens then listens to nothing. */
const LIFETIME_MS = 60_000;

/** One step, or that there is none any more. */
type StepPayload = { index: number } & (
  | { isOver: true }
  | {
      isOver: false;
      kind: string;
      ok: boolean;
      milliseconds: number;
      sipCode: number | null;
      detail: string | null;
      problem: string | null;
    }
);

/** Tells the steps of a trial as they are done, to whoever started it and to nobody else: the topic is theirs. */
@Injectable()
export class TrunkTestProgress {
  /** What was told already, for who begins to listen a moment later. */
  private readonly told = new Map<string, StepPayload[]>();

  constructor(private readonly updates: LiveUpdates) {}

  /** @returns what takes each step, and the end */
  begin(principal: Principal, testId: string): { tell: (step: TrunkTestStep) => void; end: () => void } {
    const topic = topicOf(principal, testId);
    const told: StepPayload[] = [];
    this.told.set(topic, told);
    const publish = (payload: StepPayload) => {
      told.push(payload);
      void this.updates.publish(topic, payload);
    };
    return {
      tell: ({ kind, ok, milliseconds, sipCode, detail, problem }) =>
        publish({ index: told.length, isOver: false, kind, ok, milliseconds, sipCode, detail, problem }),
      end: () => {
        publish({ index: told.length, isOver: true });
        setTimeout(() => this.told.get(topic) === told && this.told.delete(topic), LIFETIME_MS).unref();
      },
    };
  }

  /** Ends with the trial, or after a minute without one. */
  async watch(principal: Principal, testId: string): Promise<AsyncIterableIterator<TrunkTestStep>> {
    const topic = topicOf(principal, testId);
    const live = await this.updates.subscribe<StepPayload>(topic);
    const before = [...(this.told.get(topic) ?? [])];
    const timer = setTimeout(() => void live.return?.(), LIFETIME_MS).unref();
    let next = 0;
    const finish = async (): Promise<IteratorResult<TrunkTestStep>> => {
      clearTimeout(timer);
      await live.return?.();
      return { done: true, value: undefined };
    };
    const iterator: AsyncIterableIterator<TrunkTestStep> = {
      next: async () => {
        for (;;) {
          const payload = before.shift() ?? (await payloadOf(live));
          if (!payload || payload.isOver) return finish();
          if (payload.index < next) continue;
          next = payload.index + 1;
          return { done: false, value: stepOf(payload) };
        }
      },
      return: finish,
      [Symbol.asyncIterator]: () => iterator,
    };
    return iterator;
  }
}

const topicOf = ({ user }: Principal, testId: string): string => `trunkTest:${user.id}:${testId.toLowerCase()}`;

async function payloadOf(live: AsyncIterator<StepPayload>): Promise<StepPayload | undefined> {
  const result = await live.next();
  return result.done ? undefined : result.value;
}

function stepOf({ kind, problem, ...step }: StepPayload & { isOver: false }): TrunkTestStep {
  return Object.assign(new TrunkTestStep(), {
    ok: step.ok,
    milliseconds: step.milliseconds,
    sipCode: step.sipCode,
    detail: step.detail,
    kind: TrunkTestStepKind[kind as TrunkTestStepKind],
    problem: problem === null ? null : TrunkProblem[problem as TrunkProblem],
  });
}
