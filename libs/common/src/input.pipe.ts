import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validate, ValidateIf, type ValidationError } from 'class-validator';
import { ErrorCode, refuse, RefusalException } from './errors.js';

/**
 * Checks every input by its class-validator decorators and refuses the first wrong value as INVALID_INPUT with its path. GraphQL paths begin
 * with the argument's name (input.port), those of a REST body do not (port).
 */
export class InputPipe implements PipeTransform {
  async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const { metatype } = metadata;
    // GraphQL itself checks an enum; what a compiler says that its type is differs: String, or the enum's own object.
    const isPlain = typeof metatype !== 'function' || [String, Number, Boolean, Array, Object, Date].includes(metatype as never);
    if (isPlain || metadata.type === 'custom' || value === null || value === undefined) return value;

    const instance: unknown = plainToInstance(metatype, value, { exposeUnsetFields: false });
    if (typeof instance !== 'object' || instance === null || Array.isArray(instance)) {
      throw new RefusalException(refuse(ErrorCode.INVALID_INPUT, 'A JSON object is expected.'));
    }
    const [error] = await validate(instance, { forbidUnknownValues: false, stopAtFirstError: true });
    if (error) {
      const { path, message } = firstProblem(error);
      // Nest calls GraphQL's arguments "body" too: only a REST body has no name.
      const root = metadata.data ? `${metadata.data}.` : '';
      throw new RefusalException(refuse(ErrorCode.INVALID_INPUT, message, root + path));
    }
    return instance;
  }
}

function firstProblem(error: ValidationError): { path: string; message: string } {
  const child = error.children?.[0];
  if (child && !error.constraints) {
    const inner = firstProblem(child);
    return { path: `${error.property}.${inner.path}`, message: inner.message };
  }
  const message = Object.values(error.constraints ?? {})[0] ?? `${error.property} is not valid`;
  return { path: error.property, message: `${message.charAt(0).toUpperCase()}${message.slice(1)}.`.replace(/\.\.$/, '.') };
}

/** For update inputs: a field that is left out is not looked at; null is (and so refused by the checks that follow). */
export function WhenGiven(): PropertyDecorator {
  return ValidateIf((_input, value) => value !== undefined);
}
