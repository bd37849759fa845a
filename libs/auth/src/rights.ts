import type { Principal } from './principal.js';
import { isAtLeast, Role } from './role.js';

/**
 * Who may do what: each right and the least role that has it. The only such table; every resolver, controller and subscription names its
 * right with @Allow, and rights.spec.ts holds each cell.
 */
export const rights = {
  'calls.own': Role.AGENT,
  'calls.all': Role.SUPERVISOR,
  'calls.originateFor': Role.SUPERVISOR,
  'calls.monitor': Role.SUPERVISOR,
  'calls.explain': Role.AGENT,
  'people.read': Role.AGENT,
  'people.write': Role.ADMIN,
  'people.history': Role.SUPERVISOR,
  'groups.read': Role.AGENT,
  'groups.write': Role.ADMIN,
  'trunks.read': Role.AGENT,
  'trunks.write': Role.ADMIN,
  'dialplan.read': Role.SUPERVISOR,
  'dialplan.write': Role.ADMIN,
  'destinations.read': Role.SUPERVISOR,
  'destinations.write': Role.ADMIN,
  'inbound.read': Role.SUPERVISOR,
  'inbound.write': Role.ADMIN,
  'stats.read': Role.SUPERVISOR,
  'audit.read': Role.SUPERVISOR,
  'system.read': Role.SUPERVISOR,
  'system.write': Role.ADMIN,
  'apiTokens.write': Role.ADMIN,
} as const satisfies Record<string, Role>;

export type Right = keyof typeof rights;

/** Whether the principal has the right. An API token counts with its own role, which may be lower than its user's. */
export function may(principal: Pick<Principal, 'role'>, right: Right): boolean {
  return isAtLeast(principal.role, rights[right]);
}

/** One cell of the table. */
export interface RightCell {
  right: Right;
  role: Role;
  isAllowed: boolean;
}

/** Every cell of the table, for tests that try each over every way in. */
export function rightCells(): RightCell[] {
  const names = Object.keys(rights) as Right[];
  return names.flatMap((right) => Object.values(Role).map((role) => ({ right, role, isAllowed: may({ role }, right) })));
}
