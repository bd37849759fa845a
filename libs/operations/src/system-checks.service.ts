import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { Env, type Finding, phrasesIn, type Remedy, remedyPhrases } from '@app/common';
import { DataSource } from 'typeorm';
import { examine } from './doctor.js';
import type { SystemCheckReason } from './system-check-reasons.js';
import { type SystemCheck, SystemCheckState, type SystemRemedy } from './system-checks.results.js';

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

function toSystemCheck({ code, state, message, reason, facts = {}, remedy }: Finding<SystemCheckReason>): SystemCheck {
  return {
    code,
    state: SystemCheckState[state],
    message,
    reason: reason ?? null,
    facts: Object.entries(facts).map(([name, value]) => ({ name, value: String(value) })),
    remedy: remedy ? toSystemRemedy(remedy) : null,
  };
}

function toSystemRemedy(remedy: Remedy): SystemRemedy {
  const { file, section = null, lines, apply = null } = remedy;
  const phrases = phrasesIn(remedy).map((phrase) => ({ phrase, text: remedyPhrases[phrase] }));
  return { file, section, lines: [...lines], apply, phrases };
}
