import { channel } from 'node:diagnostics_channel';

/** What is measured where it happens, for whoever counts (libs/operations). Nobody needs to listen. */
export interface Measurements {
  /** An outgoing call was accepted and its first leg is being dialled. */
  originated: { seconds: number };
  /** A change of a call was saved and told. `seconds`: since what caused it happened, by the engine's clock where it told. */
  callChanged: { seconds: number };
  callEnded: { direction: string; outcome: string };
}
export type Measured = keyof Measurements;

const nameOf = (what: Measured): string => `trunkline:${what}`;

export function measure<What extends Measured>(what: What, values: Measurements[What]): void {
  channel(nameOf(what)).publish(values);
}

/** @returns the way to stop */
export function onMeasured<What extends Measured>(what: What, listener: (values: Measurements[What]) => void): () => void {
  const hear = (values: unknown) => listener(values as Measurements[What]);
  channel(nameOf(what)).subscribe(hear);
  return () => void channel(nameOf(what)).unsubscribe(hear);
}

/** Never negative: the engine's clock may be a little ahead. */
export const secondsSince = (at: Date): number => Math.max(0, (Date.now() - at.getTime()) / 1000);
