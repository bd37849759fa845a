/** What matching needs to know of a route. */
export interface MatchableRoute {
  /** Null: any number. */
  number: string | null;
  /** Null: any trunk. */
  trunkId: string | null;
  enabled: boolean;
}

/** A call that came in. */
export interface IncomingCall {
  /** As calledNumber gives it; null where nobody can tell. */
  number: string | null;
  trunkId: string;
}

/**
 * Where a call goes: of the enabled routes that fit, the first of
 * 1. this number on this trunk;
 * 2. this number on any trunk;
 * 3. any number on this trunk;
 * 4. any number on any trunk.
 * There is at most one of each (InboundRoute.matchKey).
 */
export function matchRoute<R extends MatchableRoute>(call: IncomingCall, routes: readonly R[]): R | undefined {
  const fitting = routes.filter(
    ({ number, trunkId, enabled }) =>
      enabled && (number === null || number === call.number) && (trunkId === null || trunkId === call.trunkId),
  );
  return byExactness(fitting)[0];
}

/** Those that are tried first, first. */
export function byExactness<R extends MatchableRoute>(routes: readonly R[]): R[] {
  return [...routes].sort((left, right) => exactness(right) - exactness(left));
}

/** The number counts for more than the trunk. */
function exactness({ number, trunkId }: MatchableRoute): number {
  return (number === null ? 0 : 2) + (trunkId === null ? 0 : 1);
}
