/** What the pictures of the settings show: people, a provider's line, and what a call centre has set up for its calls. */
import type { Stack } from './stack.js';

const people = [
  { username: 'nodira', displayName: 'Nodira Karimova', role: 'AGENT', extension: '301' },
  { username: 'otabek', displayName: 'Otabek Yusupov', role: 'AGENT', extension: '302' },
  { username: 'dilnoza', displayName: 'Dilnoza Rahimova', role: 'SUPERVISOR', extension: '303' },
];

/** Makes one thing; its id. */
async function make(stack: Stack, type: string, input: Record<string, unknown>): Promise<string> {
  const result = type === 'ApiToken' ? 'CreatedApiToken { apiToken { id } }' : `${type} { id }`;
  const mutation = `mutation ($input: Create${type}Input!) {
    made: create${type}(input: $input) { ... on ${result} ... on OperationError { message } }
  }`;
  const { made } = await stack.asAdmin<{ made: { id?: string; apiToken?: { id: string }; message?: string } }>(mutation, {
    input,
  });
  const id = made.id ?? made.apiToken?.id;
  if (!id) throw new Error(`No ${type}: ${made.message}`);
  return id;
}

export async function seedSettings(stack: Stack): Promise<void> {
  const ids: string[] = [];
  for (const person of people) ids.push(await make(stack, 'User', { ...person, password: `${person.username}-password` }));
  const { login, password, port } = stack.carrier;
  const trunk = await make(stack, 'Trunk', { name: 'BellUZ', server: '127.0.0.1', port, username: login, password });
  await make(stack, 'DialplanRule', { name: 'Beeline', pattern: '_9989[01]XXXXXXX', trunkIds: [trunk] });
  await make(stack, 'DialplanRule', {
    name: 'Toshkent shahar',
    pattern: '_99871XXXXXXX',
    callerId: '998712000000',
    record: false,
  });
  const sales = await make(stack, 'Group', {
    name: 'Savdo',
    memberIds: ids.slice(0, 2),
    strategy: 'IN_ORDER',
    wrapUpSeconds: 30,
  });
  const duty = await make(stack, 'Group', { name: 'Navbatchi', memberIds: ids });
  await make(stack, 'InboundRoute', { number: '998712000000', groupId: sales, fallbackGroupId: duty });
  await make(stack, 'InboundRoute', { agentId: ids[2], ringTimeoutSeconds: 20, fallbackAnnouncement: 'sound:vm-goodbye' });
  await make(stack, 'ApiToken', { name: 'CRM', role: 'SUPERVISOR' });
}
