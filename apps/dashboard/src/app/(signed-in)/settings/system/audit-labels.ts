import type { MessageKeys, Messages, NestedKeyOf } from 'use-intl';
import type {
  CreateDialplanRuleInput,
  CreateGroupInput,
  CreateInboundRouteInput,
  CreateTrunkInput,
  UpdateUserInput,
} from '@/gql/graphql';

export type MessageKey = MessageKeys<Messages, NestedKeyOf<Messages>>;

/** What the audit log's details hold is mostly what these forms send. */
type Inputs = CreateTrunkInput & CreateDialplanRuleInput & CreateInboundRouteInput & CreateGroupInput & UpdateUserInput;

/** What else is told of what was done: the api's list (libs/auth/src/audit-actions.ts), as messages.spec.ts holds. */
export const auditFacts = [
  'callId',
  'createdAt',
  'extension',
  'firstAdmin',
  'fromNumber',
  'login',
  'mode',
  'note',
  'pattern',
  'port',
  'retentionDays',
  'role',
  'server',
  'to',
  'user',
] as const;

type AuditField = keyof Inputs | (typeof auditFacts)[number];

/** By the field of a detail: the words that its form has for it. */
export const fieldLabels = {
  agentId: 'inbound.agent',
  allowedCallerIds: 'trunks.allowedCallerIds',
  authMode: 'trunks.authMode',
  authUsername: 'trunks.authUsername',
  callId: 'callSheet.title',
  callerId: 'trunks.callerId',
  callerIdHeader: 'trunks.callerIdHeader',
  codecs: 'trunks.codecs',
  createdAt: 'auditFact.createdAt',
  displayName: 'users.displayName',
  dtmfMode: 'trunks.dtmfMode',
  emergency: 'dialplan.emergency',
  enabled: 'auditFact.enabled',
  expirySeconds: 'trunks.expirySeconds',
  extension: 'users.extension',
  fallbackAnnouncement: 'inbound.announcement',
  fallbackGroupId: 'inbound.fallbackGroup',
  firstAdmin: 'auditFact.firstAdmin',
  fromDomain: 'trunks.fromDomain',
  fromNumber: 'trunks.groupCallerId',
  fromUser: 'trunks.fromUser',
  groupId: 'inbound.group',
  inboundAddresses: 'trunks.inboundAddresses',
  login: 'deskPhone.login',
  maxChannels: 'trunks.maxChannels',
  mediaEncryption: 'trunks.mediaEncryption',
  memberIds: 'groups.members',
  mode: 'auditFact.mode',
  name: 'trunks.name',
  note: 'destinations.note',
  number: 'inbound.number',
  numberFormat: 'trunks.numberFormat',
  outboundProxy: 'trunks.outboundProxy',
  password: 'users.password',
  pattern: 'dialplan.pattern',
  port: 'trunks.port',
  prepend: 'dialplan.prepend',
  priority: 'trunks.priority',
  qualify: 'trunks.qualify',
  record: 'dialplan.record',
  retentionDays: 'auditFact.retentionDays',
  ringTimeoutSeconds: 'dialplan.ringTimeout',
  role: 'users.role',
  server: 'trunks.server',
  strategy: 'groups.strategy',
  stripDigits: 'dialplan.stripDigits',
  to: 'callSheet.to',
  transport: 'trunks.transport',
  trunkId: 'inbound.trunk',
  trunkIds: 'dialplan.trunks',
  user: 'tokens.user',
  username: 'trunks.login',
  wrapUpSeconds: 'groups.wrapUp',
} as const satisfies Record<AuditField, MessageKey>;

/** The fields of inputs whose values are an enum's; a transport's are names in every language. */
type EnumField = Exclude<
  {
    [Field in keyof Inputs]: string extends Inputs[Field] ? never : NonNullable<Inputs[Field]> extends string ? Field : never;
  }[keyof Inputs],
  'transport' | undefined
>;

/** By the field: the key of a value's words. */
export const valueKeys: Readonly<Record<EnumField | 'mode', (value: string) => string>> = {
  authMode: (value) => (value === 'IP' ? 'trunks.authIp' : 'trunks.authRegistration'),
  callerIdHeader: (value) => `callerIdHeader.${value}`,
  dtmfMode: (value) => `dtmfMode.${value}`,
  mediaEncryption: (value) => `mediaEncryption.${value}`,
  mode: (value) => `monitorAction.${value}`,
  numberFormat: (value) => `numberFormat.${value}`,
  role: (value) => `role.${value}`,
  strategy: (value) => `ringStrategy.${value}`,
};
