import { Controller, Get, Res } from '@nestjs/common';
import { ApiOkResponse, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Response } from 'express';
import type { DataSource } from 'typeorm';
import { Public } from '@app/auth';
import { CallsService } from '@app/calls';
import { Env } from '@app/common';
import { RecordingFiles } from '@app/recordings';

interface Readiness {
  database: boolean;
  asterisk: boolean;
  /** False: the disk is nearly full, and no recording is begun. Calls go on, so it makes nobody unready. */
  recordingSpace: boolean;
}

/** For supervisors and load balancers: is the process alive, and can calls be made? */
@Public()
@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly calls: CallsService,
    private readonly files: RecordingFiles,
    private readonly env: Env,
  ) {}

  @Get('live')
  @ApiOkResponse({ description: 'The process answers.' })
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  @ApiOkResponse({ description: 'Calls can be made: database, migrations and Asterisk are there.' })
  @ApiServiceUnavailableResponse({ description: 'Not yet; the body says what is missing.' })
  async ready(@Res({ passthrough: true }) response: Response): Promise<Readiness> {
    const database = await this.dataSource.query('select 1').then(
      () => true,
      () => false,
    );
    const recordingSpace = await this.files.freeMegabytes().then(
      (free) => free >= this.env.recordingMinFreeMb,
      () => false,
    );
    const readiness = { database, asterisk: this.calls.canBeMade, recordingSpace };
    if (!readiness.database || !readiness.asterisk) response.status(503);
    return readiness;
  }
}
