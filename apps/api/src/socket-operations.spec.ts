import { buildSchema, type GraphQLError, type ValidationRule } from 'graphql';
import { beforeEach, describe, expect, it } from 'vitest';
import { type SocketOperation, SocketOperations } from './socket-operations.js';

const schema = buildSchema('type Query { now: Int } type Subscription { ticked(every: Int): Int, rang: Int }');

let validations: number;
let operations: SocketOperations;
beforeEach(() => {
  validations = 0;
  const counting: ValidationRule = () => {
    validations += 1;
    return {};
  };
  operations = new SocketOperations({ maxTokens: 30, rules: [counting] });
});

const onlySubscriptions = 'Only subscriptions are served over WebSocket. Send queries and mutations over HTTP.';
const problemOf = (operation: SocketOperation): string => {
  const read = operations.read(schema, operation);
  if (!Array.isArray(read)) throw new Error('It was not refused');
  return read.map(({ message }: GraphQLError) => message).join();
};

describe('an operation over the socket', () => {
  it('should be run with its own variables, though its text is read once', () => {
    const query = 'subscription ($every: Int) { ticked(every: $every) }';
    const [first, second] = [1, 2].map((every) => operations.read(schema, { query, variables: { every } }));
    expect(first).toMatchObject({ schema, variableValues: { every: 1 } });
    expect(second).toMatchObject({ schema, variableValues: { every: 2 } });
    expect(validations).toBe(1);
  });

  it('should be the one that is named, each time', () => {
    const query = 'subscription A { rang } query B { now }';
    expect(operations.read(schema, { query: 'subscription A { rang }', operationName: 'A' })).toMatchObject({
      operationName: 'A',
    });
    expect(problemOf({ query, operationName: 'B' })).toBe(onlySubscriptions);
    expect(problemOf({ query })).toBe(onlySubscriptions);
  });

  it.each([
    ['of another kind', 'query { now }', onlySubscriptions],
    ['of no known field', 'subscription { nothing }', 'Cannot query field "nothing" on type "Subscription"'],
    ['that is not GraphQL', 'not graphql', 'Syntax Error'],
    ['that is too long', `subscription { rang ${'rang '.repeat(30)} }`, 'Syntax Error'],
  ])('should be refused %s, as often as it comes', (_name, query, message) => {
    for (let time = 0; time < 3; time += 1) expect(problemOf({ query })).toContain(message);
  });

  it('should be forgotten where there are too many others, and read again', () => {
    const texts = Array.from({ length: 30 }, (_, index) => `subscription { rang } #${String(index).repeat(20_000)}`);
    for (const query of texts) operations.read(schema, { query });
    expect(validations).toBe(30);
    operations.read(schema, { query: texts[29] ?? '' });
    expect(validations).toBe(30);
    operations.read(schema, { query: texts[0] ?? '' });
    expect(validations).toBe(31);
  });
});
