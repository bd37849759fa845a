import type {
  CreateGroupInput,
  CreateInboundRouteInput,
  GroupSettingsFragment,
  RingStrategy,
  RouteSettingsFragment,
  UpdateGroupInput,
  UpdateInboundRouteInput,
} from '@/gql/graphql';
import { changedOnly, wholeNumber } from '@/forms/use-form';
import { formatNumber, readNumber } from '@/i18n/format-number';

/** A route's form; empty ids and texts are none. */
export interface RouteValues {
  number: string;
  trunkId: string;
  target: 'group' | 'agent';
  groupId: string;
  agentId: string;
  ringTimeoutSeconds: string;
  fallbackGroupId: string;
  fallbackAnnouncement: string;
}

export const emptyRoute: RouteValues = {
  number: '',
  trunkId: '',
  target: 'group',
  groupId: '',
  agentId: '',
  ringTimeoutSeconds: '30',
  fallbackGroupId: '',
  fallbackAnnouncement: '',
};

export function routeValues(route: RouteSettingsFragment): RouteValues {
  return {
    number: route.number ? formatNumber(route.number) : '',
    trunkId: route.trunk?.id ?? '',
    target: route.agent ? 'agent' : 'group',
    groupId: route.group?.id ?? '',
    agentId: route.agent?.id ?? '',
    ringTimeoutSeconds: String(route.ringTimeoutSeconds),
    fallbackGroupId: route.fallbackGroup?.id ?? '',
    fallbackAnnouncement: route.fallbackAnnouncement ?? '',
  };
}

/** Exactly one of group and agent goes; what is no number goes as it is, for the server to refuse. */
export function routeInput(values: RouteValues) {
  const number = values.number.trim();
  return {
    number: number ? (readNumber(number) ?? number) : null,
    trunkId: values.trunkId || null,
    groupId: (values.target === 'group' && values.groupId) || null,
    agentId: (values.target === 'agent' && values.agentId) || null,
    ringTimeoutSeconds: wholeNumber(values.ringTimeoutSeconds),
    fallbackGroupId: values.fallbackGroupId || null,
    fallbackAnnouncement: announcement(values.fallbackAnnouncement),
  } satisfies CreateInboundRouteInput;
}

/** `sound:` is ours to write: people know the name. */
function announcement(text: string): string | null {
  const name = text.trim();
  if (!name) return null;
  return name.startsWith('sound:') ? name : `sound:${name}`;
}

/** Only what differs from before. */
export function routeUpdate(values: RouteValues, before: RouteValues): UpdateInboundRouteInput {
  return changedOnly(routeInput(values), routeInput(before));
}

export interface GroupValues {
  name: string;
  memberIds: readonly string[];
  strategy: RingStrategy;
  wrapUpSeconds: string;
}

export const emptyGroup: GroupValues = { name: '', memberIds: [], strategy: 'ALL', wrapUpSeconds: '0' };

export function groupValues({ name, members, strategy, wrapUpSeconds }: GroupSettingsFragment): GroupValues {
  return { name, memberIds: members.map(({ id }) => id), strategy, wrapUpSeconds: String(wrapUpSeconds) };
}

export function groupInput({ name, memberIds, strategy, wrapUpSeconds }: GroupValues) {
  return {
    name: name.trim(),
    memberIds: [...memberIds],
    strategy,
    wrapUpSeconds: wholeNumber(wrapUpSeconds),
  } satisfies CreateGroupInput;
}

export function groupUpdate(values: GroupValues, before: GroupValues): UpdateGroupInput {
  return changedOnly(groupInput(values), groupInput(before));
}
