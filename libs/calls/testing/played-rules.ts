import { randomUUID } from 'node:crypto';
import { DialplanRule, type PlanSnapshot } from '@app/dialplan';

const rule = Object.assign(new DialplanRule(), {
  id: randomUUID(),
  name: "O'zbekiston",
  pattern: '_998X.',
  trunkLinks: [],
  stripDigits: 0,
  prepend: '',
  callerId: null,
  ringTimeoutSeconds: 30,
  record: true,
  emergency: false,
  enabled: true,
});

/** Numbers of the country and emergencies, over every trunk there is. */
export const playedRules: PlanSnapshot['rules'] = [
  rule,
  Object.assign(new DialplanRule(), rule, { id: randomUUID(), name: 'Favqulodda xizmatlar', pattern: '112', emergency: true }),
];
