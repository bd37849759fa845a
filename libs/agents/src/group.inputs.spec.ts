import { randomUUID } from 'node:crypto';
import { type ArgumentMetadata } from '@nestjs/common';
import { describe, expect, it } from 'vitest';
import { InputPipe, RefusalException } from '@app/common';
import { RingStrategy } from './group.entity.js';
import { CreateGroupInput, UpdateGroupInput } from './group.inputs.js';

const pipe = new InputPipe();
const check = (value: object, metatype: ArgumentMetadata['metatype']) =>
  pipe.transform(value, { type: 'body', data: 'input', metatype });
const id = randomUUID();
const valid = { name: 'Savdo', memberIds: [id], strategy: RingStrategy.ALL, wrapUpSeconds: 0 };

describe('the inputs of a group', () => {
  it.each<[field: string, value: unknown]>([
    ['name', ''],
    ['name', '   '],
    ['name', 'a\nb'],
    ['name', 'a'.repeat(81)],
    ['memberIds', ['x']],
    ['memberIds', [id, id]],
    ['memberIds', [id, id.toUpperCase()]],
    ['memberIds', Array.from({ length: 201 }, () => randomUUID())],
    ['strategy', 'SOME'],
    ['wrapUpSeconds', -1],
    ['wrapUpSeconds', 601],
    ['wrapUpSeconds', 1.5],
  ])('should be refused: %s %j', async (field, value) => {
    const refusal = { refusal: { errorCode: 'INVALID_INPUT', field: `input.${field}` } };
    await expect(check({ ...valid, [field]: value }, CreateGroupInput)).rejects.toMatchObject(refusal);
    await expect(check({ [field]: value }, UpdateGroupInput)).rejects.toBeInstanceOf(RefusalException);
    await expect(check({ [field]: null }, UpdateGroupInput)).rejects.toMatchObject(refusal);
  });

  it('should be taken', async () => {
    expect(await check(valid, CreateGroupInput)).toEqual(valid);
    expect(await check({}, UpdateGroupInput)).toEqual({});
  });
});
