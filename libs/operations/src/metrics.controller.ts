import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiForbiddenResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Public } from '@app/auth';
import { ApiError, Env } from '@app/common';
import { mayReadMetrics } from './metrics-access.js';
import { MetricsService } from './metrics.service.js';

/** For Prometheus. It has a door of its own: a scraper signs in nowhere. */
@Public()
@ApiTags('metrics')
@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly metrics: MetricsService,
    private readonly env: Env,
  ) {}

  @Get()
  @ApiOkResponse({ description: "Figures in Prometheus' text format." })
  @ApiForbiddenResponse({ description: 'Neither METRICS_TOKEN nor, without one, this machine.' })
  async read(@Req() request: Request, @Res() response: Response): Promise<void> {
    if (!mayReadMetrics(request, this.env.metricsToken))
      throw new ApiError('FORBIDDEN', 'Figures are given to whoever has METRICS_TOKEN; without one, to this machine only.');
    response.setHeader('Content-Type', this.metrics.contentType);
    response.setHeader('Cache-Control', 'no-store');
    response.end(await this.metrics.text());
  }
}
