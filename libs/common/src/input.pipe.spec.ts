import 'reflect-metadata';
import { IsInt, IsString, Max, Min } from 'class-validator';
import { describe, expect, it } from 'vitest';
import { RefusalException } from './errors.js';
import { InputPipe, WhenGiven } from './input.pipe.js';

class SampleInput {
  @WhenGiven()
  @IsString()
  name?: string;

  @WhenGiven()
  @IsInt()
  @Min(1)
  @Max(65535, { message: 'port must be from 1 to 65535' })
  port?: number;
}

const asArgument = { type: 'body' as const, metatype: SampleInput, data: 'input' };
const pipe = new InputPipe();

async function refusalOf(value: unknown, metadata = asArgument) {
  const error: unknown = await pipe.transform(value, { ...metadata, type: 'query' }).catch((thrown: unknown) => thrown);
  return error instanceof RefusalException ? error.refusal : undefined;
}

describe('InputPipe', () => {
  it.each([
    ['a port that is too large', { port: 70000 }, 'input.port', 'Port must be from 1 to 65535.'],
    ['a list where an object belongs', [], undefined, 'A JSON object is expected.'],
    ['null where a value may be left out but not cleared', { name: null }, 'input.name', 'Name must be a string.'],
  ])('should refuse %s', async (_name, value, field, message) => {
    expect(await refusalOf(value)).toMatchObject({ errorCode: 'INVALID_INPUT', field: field ?? null, message });
  });

  it('should keep a field that was left out absent, so that an update does not clear it', async () => {
    const input = await pipe.transform({ port: 5060 }, { ...asArgument, type: 'query' });
    expect(input).toBeInstanceOf(SampleInput);
    expect(Object.keys(input as object)).toEqual(['port']);
  });

  it('should name the fields of a REST body without a prefix', async () => {
    const error: unknown = await pipe
      .transform({ port: 0 }, { type: 'body', metatype: SampleInput })
      .catch((thrown: unknown) => thrown);
    expect((error as RefusalException).refusal.field).toBe('port');
  });

  it.each([String, { UZ: 'UZ' }])(
    'should leave an enum to GraphQL, whatever the compiler says that its type is',
    async (metatype) => {
      expect(await pipe.transform('UZ', { type: 'body', metatype: metatype as never, data: 'language' })).toBe('UZ');
    },
  );
  it.each([undefined, String, Object, { HOUR: 'HOUR' }])('should let a value through that is no input: %j', async (metatype) => {
    const metadata = { type: 'body', metatype } as never;
    expect(await new InputPipe().transform('HOUR', metadata)).toBe('HOUR');
  });
});
