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

const contract = buildSchema(readFileSync(new URL('../contract/core.graphql', import.meta.url), 'utf8'));
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
