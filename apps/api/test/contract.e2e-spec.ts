import { readFileSync } from 'node:fs';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import {
  buildSchema,
  DangerousChangeType,
  findBreakingChanges,
  findDangerousChanges,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLSchema,
  isInputObjectType,
  lexicographicSortSchema,
  printSchema,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from './support/test-api.js';

const part = (name: string) => readFileSync(new URL(`../contract/${name}.graphql`, import.meta.url), 'utf8');
const contract = buildSchema(part('core'));
const whole = buildSchema(part('core') + part('calls'));
/** What is built of the second part: each type whole, and the fields of those that it extends. */
const built = [
  'User',
  'Presence',
  'SetPresenceInput',
  'Group',
  'RingStrategy',
  'CreateGroupInput',
  'UpdateGroupInput',
  'GroupResult',
  'InboundRoute',
  'CreateInboundRouteInput',
  'UpdateInboundRouteInput',
  'InboundRouteResult',
  'LegRole',
  'CallLeg',
  'Call.legs',
  'Query.groups',
  'Query.inboundRoutes',
  'Query.auditLog',
  'Mutation.setPresence',
  ...['hold', 'resume', 'mute', 'unmute'].map((verb) => `Mutation.${verb}Call`),
  'Mutation.sendDtmf',
  'CallTransfer',
  'MonitorMode',
  'LegQuality',
  'CallSide',
  'CallQualityInput',
  'Mutation.reportCallQuality',
  'Mutation.monitorCall',
  'TransferInput',
  'TransferTargetInput',
  ...['Mutation.transferCall', 'Mutation.completeTransfer', 'Mutation.cancelTransfer', 'Mutation.joinTransfer'],
  ...['create', 'update', 'delete'].flatMap((verb) => [`Mutation.${verb}Group`, `Mutation.${verb}InboundRoute`]),
];
/** What is built of single types' fields. */
const builtOfPart2 = [
  'Query.missedCalls',
  'Query.callStats',
  'Query.callEventsCursor',
  'Mutation.annotateCall',
  'Subscription.callEvents',
  'Call.note',
  'Call.tags',
  ...['CallStat', 'CallEvent', 'AuditEntry', 'AuditPage', 'AnnotateCallInput'].flatMap((name) => {
    const type = whole.getType(name);
    return type && 'getFields' in type ? Object.keys(type.getFields()).map((field) => `${name}.${field}`) : [];
  }),
];
const committed = new URL('../schema.graphql', import.meta.url);

let api: TestApi;
let served: GraphQLSchema;
beforeAll(async () => {
  api = await startTestApi();
  served = api.app.get(GraphQLSchemaHost).schema;
});
afterAll(() => api?.stop());

describe('the served schema', () => {
  it('should contain the contract without a breaking change', () => {
    expect(findBreakingChanges(contract, served)).toEqual([]);
  });

  it('should contain what is built of the second part without a breaking change', () => {
    const isOfBuilt = (description: string) => built.some((name) => new RegExp(`\\b${name}\\b`).test(description));
    const broken = findBreakingChanges(whole, served).filter(({ description }) => isOfBuilt(description));
    expect(broken).toEqual([]);
    const defaults = ['CreateGroupInput', 'CreateInboundRouteInput'].map((name) => {
      const [theirs, mine] = [whole, served].map((schema) => defaultsOf(schema, name));
      return Object.keys(theirs ?? {}).map((field) => [theirs?.[field], mine?.[field]]);
    });
    for (const [theirs, mine] of defaults.flat()) expect(mine).toEqual(theirs);
  });

  it.each(builtOfPart2)('should have %s as part 2 of the contract does', (path) => {
    expect(signature(served, path)).toBe(signature(whole, path));
  });

  it('should have the defaults of the contract, of arguments and of input fields', () => {
    const changed = findDangerousChanges(contract, served).filter(
      ({ type }) => type === DangerousChangeType.ARG_DEFAULT_VALUE_CHANGE,
    );
    expect(changed).toEqual([]);
    expect(inputDefaults(served, contract)).toEqual(inputDefaults(contract, contract));
  });

  it('should keep ConnectInput @oneOf', () => {
    for (const schema of [contract, served]) {
      const type = schema.getType('ConnectInput');
      expect(isInputObjectType(type) && type.isOneOf).toBe(true);
    }
  });

  it('should describe every type, field and argument of its own', () => {
    const missing = Object.values(served.getTypeMap()).flatMap((type) => {
      if (type.name.startsWith('__') || ['Boolean', 'Float', 'ID', 'Int', 'String'].includes(type.name)) return [];
      const isRoot = [served.getQueryType(), served.getMutationType(), served.getSubscriptionType()].includes(type as never);
      const own = type.description || isRoot ? [] : [type.name];
      const fields: (GraphQLField<unknown, unknown> | GraphQLInputField)[] =
        'getFields' in type ? Object.values(type.getFields()) : [];
      return own.concat(
        fields.flatMap((field) => [
          ...(field.description ? [] : [`${type.name}.${field.name}`]),
          ...('args' in field ? field.args : [])
            .filter((arg) => !arg.description)
            .map((arg) => `${type.name}.${field.name}(${arg.name})`),
        ]),
      );
    });
    expect(missing).toEqual([]);
  });

  // `npm run schema` writes the file (UPDATE_SCHEMA=1); here it must be what is served.
  it('should be the committed schema.graphql', async () => {
    const text = `${printSchema(lexicographicSortSchema(served))}\n`;
    if (process.env['UPDATE_SCHEMA']) (await import('node:fs')).writeFileSync(committed, text);
    expect(text).toBe(readFileSync(committed, 'utf8'));
  });
});

describe('the tables', () => {
  // `npm run migration -- <name>` writes what is missing.
  it('should come out of the migrations as the entities say', async () => {
    const { upQueries } = await api.dataSource.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });
});

/** Every default of the contract's input types, as `schema` has it. */
function inputDefaults(schema: GraphQLSchema, of: GraphQLSchema): Record<string, unknown> {
  const defaults: Record<string, unknown> = {};
  for (const type of Object.values(of.getTypeMap())) {
    const mine = schema.getType(type.name);
    if (!isInputObjectType(type) || !isInputObjectType(mine)) continue;
    for (const name of Object.keys(type.getFields())) defaults[`${type.name}.${name}`] = mine.getFields()[name]?.defaultValue;
  }
  return defaults;
}

/** Every field of one input type with its default. */
function defaultsOf(schema: GraphQLSchema, name: string): Record<string, unknown> {
  const type = schema.getType(name);
  if (!isInputObjectType(type)) return {};
  return Object.fromEntries(Object.values(type.getFields()).map((field) => [field.name, field.defaultValue ?? null]));
}

/** The type of a field, and its arguments with their defaults, in one line. */
function signature(schema: GraphQLSchema, path: string): string {
  const [typeName = '', fieldName = ''] = path.split('.');
  const type = schema.getType(typeName);
  const field = type && 'getFields' in type ? type.getFields()[fieldName] : undefined;
  const given = field && 'args' in field ? field.args : [];
  const args = given.map(({ name, type: of, defaultValue }) => `${name}: ${String(of)} = ${JSON.stringify(defaultValue)}`).sort();
  return `(${args.join(', ')}): ${String(field?.type)}`;
}
