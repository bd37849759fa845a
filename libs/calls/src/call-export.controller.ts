import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Controller, Get, HttpStatus, Logger, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiProduces, ApiQuery, ApiResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { Allow, CurrentPrincipal, type Principal } from '@app/auth';
import type { Response } from 'express';
import { CallExport } from './call-export.js';
import { CallDirection, CallOutcome, CallState } from './call-state.js';
import { filterOfQuery, type Query as QueryParameters } from './filter-of-query.js';
import { ProblemDocument } from './rest-call.js';

const ApiProblem = (status: HttpStatus, description: string) =>
  ApiResponse({
    status,
    description,
    content: { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemDocument) } } },
  });

const optional = (name: string, description: string) => ApiQuery({ name, description, required: false, type: String });

@ApiTags('calls')
@ApiBearerAuth()
@Controller('api')
export class CallExportController {
  private readonly logger = new Logger(CallExportController.name);

  constructor(private readonly exports: CallExport) {}

  @Allow('calls.own')
  @Get('calls.csv')
  @ApiOperation({
    summary: 'The calls that you may see, as a table',
    description:
      'Newest first, streamed: UTF-8 with a byte order mark. A connection that ends without its last chunk is a table that is not whole.',
  })
  @ApiProduces('text/csv')
  @ApiQuery({ name: 'state', enum: CallState, isArray: true, required: false, description: 'In one of these states.' })
  @ApiQuery({ name: 'outcome', enum: CallOutcome, isArray: true, required: false, description: 'Ended in one of these ways.' })
  @ApiQuery({ name: 'direction', enum: CallDirection, required: false, description: 'Of this direction.' })
  @optional('trunkName', 'Over the trunk of this name.')
  @optional('agentId', 'Of this agent.')
  @optional('number', 'Any part of either number, at least 3 digits.')
  @optional('createdAfter', 'Asked for after this: an ISO 8601 instant.')
  @optional('createdBefore', 'Asked for before this.')
  @ApiQuery({ name: 'hasRecording', type: Boolean, required: false, description: 'Whether there is a recording.' })
  @ApiQuery({ name: 'tags', type: String, isArray: true, required: false, description: 'With all of these tags.' })
  @ApiQuery({
    name: 'separator',
    enum: ['comma', 'semicolon'],
    required: false,
    description: 'Default: comma. Excel in Russian and Uzbek takes semicolons.',
  })
  @ApiResponse({ status: HttpStatus.OK, description: 'The table.' })
  @ApiProblem(HttpStatus.BAD_REQUEST, 'INVALID_INPUT, BAD_USER_INPUT')
  @ApiProblem(HttpStatus.UNAUTHORIZED, 'UNAUTHENTICATED')
  async calls(
    @CurrentPrincipal() principal: Principal,
    @Query() query: QueryParameters,
    @Res() response: Response,
  ): Promise<void> {
    const table = await this.exports.csv(principal, filterOfQuery(query));
    response.set({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="calls.csv"',
      'cache-control': 'no-store',
    });
    try {
      // Reads on only as fast as the client does. What fails on the way breaks the connection, so that nobody takes a part for the whole.
      await pipeline(Readable.from(table), response);
    } catch (error) {
      this.logger.warn(`A table of calls was not finished: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
