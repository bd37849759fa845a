import { Injectable, type LoggerService } from '@nestjs/common';
import { Field, ObjectType } from '@nestjs/graphql';

const KEPT = 50;
const LONGEST = 1000;

@ObjectType({ description: 'Something that went wrong inside, as it was logged.' })
export class SystemError {
  @Field(() => Date, { description: 'When.' })
  at: Date;

  @Field(() => String, { nullable: true, description: 'Which part said so.' })
  source: string | null;

  @Field({ description: 'The first line of what was logged; English, for the operator.' })
  message: string;
}

/** The latest errors of this process: the log has all of them, and this is for who has no log at hand. */
@Injectable()
export class ErrorLog {
  private readonly errors: SystemError[] = [];

  /** A logger that writes as the given one does, and remembers errors. */
  around(logger: LoggerService): LoggerService {
    return {
      log: (...line: Parameters<LoggerService['log']>) => void logger.log(...line),
      warn: (...line: Parameters<LoggerService['warn']>) => void logger.warn(...line),
      debug: (...line: Parameters<LoggerService['log']>) => void logger.debug?.(...line),
      verbose: (...line: Parameters<LoggerService['log']>) => void logger.verbose?.(...line),
      fatal: (...line: Parameters<LoggerService['log']>) => this.passOn(line, (...all) => void logger.fatal?.(...all)),
      error: (...line: Parameters<LoggerService['error']>) => this.passOn(line, (...all) => void logger.error(...all)),
    };
  }

  /** Newest first. */
  latest(): SystemError[] {
    return this.errors.toReversed();
  }

  private passOn(line: [message: unknown, ...rest: unknown[]], write: (...line: [unknown, ...unknown[]]) => void): void {
    const [message, ...rest] = line;
    // Nest gives the name of who logs last.
    const source = rest.at(-1);
    this.errors.push({ at: new Date(), source: typeof source === 'string' ? source : null, message: firstLine(message) });
    if (this.errors.length > KEPT) this.errors.shift();
    write(message, ...rest);
  }
}

function firstLine(message: unknown): string {
  const text = message instanceof Error ? message.message : typeof message === 'string' ? message : JSON.stringify(message);
  return (text ?? '').split('\n', 1)[0]!.slice(0, LONGEST);
}
