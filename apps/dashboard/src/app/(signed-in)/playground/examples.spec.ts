import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildSchema,
  coerceInputValue,
  type GraphQLError,
  isInputType,
  type OperationDefinitionNode,
  parse,
  print,
  typeFromAST,
  validate,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { exampleNames, examples } from './examples';

const root = join(import.meta.dirname, '../../../../../..');
const schema = buildSchema(readFileSync(join(root, 'apps/api/schema.graphql'), 'utf8'));
const made = examples((name) => `Words of ${name}\nSecond line`);

describe.each(exampleNames.map((name, index) => [name, made[index]!] as const))(
  'the example %s',
  (name, { query, variables }) => {
    it('should be an operation that the api takes, below its words', () => {
      expect(query.startsWith(`# Words of ${name}\n# Second line\n\n`)).toBe(true);
      expect(validate(schema, parse(query))).toEqual([]);
    });

    it('should have variables that fit', () => {
      const given = JSON.parse(variables ?? '{}') as Record<string, unknown>;
      const { variableDefinitions = [] } = parse(query).definitions[0] as OperationDefinitionNode;
      const wrong: GraphQLError[] = [];
      for (const { variable, type } of variableDefinitions) {
        const inputType = typeFromAST(schema, type);
        if (!isInputType(inputType)) throw new Error(`${print(type)} is no type of an input.`);
        coerceInputValue(given[variable.name.value] ?? null, inputType, (_path, _value, error) => wrong.push(error));
      }
      expect(wrong).toEqual([]);
      expect(variableDefinitions.map(({ variable }) => variable.name.value)).toEqual(expect.arrayContaining(Object.keys(given)));
    });
  },
);
