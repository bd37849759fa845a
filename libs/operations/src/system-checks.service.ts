import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { Env, type Finding } from '@app/common';
import { DataSource } from 'typeorm';
import { examine } from './doctor.js';
import { type SystemCheck, SystemCheckState } from './system-checks.results.js';

/** The surroundings as they are now. Whoever asks while somebody is looking gets the same answer: each look opens connections of its own. */
@Injectable()
export class SystemChecksService {
  private looking: Promise<SystemCheck[]> | undefined;

  constructor(
    private readonly env: Env,
    @InjectDataSource() private readonly dataSource: DataSource,
  ) {}

  look(): Promise<SystemCheck[]> {
    const migrations = this.dataSource.migrations.map(({ name, constructor }) => name ?? constructor.name);
    this.looking ??= examine(this.env, migrations)
      .then((findings) => findings.map(toSystemCheck))
      .finally(() => (this.looking = undefined));
    return this.looking;
  }
}

function toSystemCheck({ code, state, message, remedy }: Finding): SystemCheck {
  return {
    code,
    state: SystemCheckState[state],
    message,
    remedy: remedy
      ? { file: remedy.file, section: remedy.section ?? null, lines: [...remedy.lines], apply: remedy.apply ?? null }
      : null,
  };
}
