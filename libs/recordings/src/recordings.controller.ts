import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOperation, ApiProduces, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentPrincipal, type Principal, Public } from '@app/auth';
import { ApiError } from '@app/common';
import type { Response } from 'express';
import type { Recording } from './recording.entity.js';
import { RecordingAccess } from './recording-access.js';
import { RecordingFiles } from './recording-files.js';

@ApiTags('recordings')
@Controller('api/recordings')
@ApiProduces('audio/wav')
@ApiHeader({ name: 'Range', required: false, description: 'A part of the file, such as bytes=0-1023.' })
@ApiResponse({ status: 200, description: 'The file. HEAD gives its headers alone.' })
@ApiResponse({ status: 206, description: 'The part that was asked for.' })
@ApiResponse({ status: 304, description: 'If-None-Match names the file that you have.' })
@ApiResponse({ status: 404, description: 'NOT_FOUND' })
@ApiResponse({ status: 416, description: 'There is no such part.' })
export class RecordingsController {
  constructor(
    private readonly access: RecordingAccess,
    private readonly files: RecordingFiles,
  ) {}

  @Allow('calls.own')
  @Get(':id')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'A recording', description: 'For those who may see its call. The ETag is its SHA-256.' })
  @ApiResponse({ status: 401, description: 'UNAUTHENTICATED' })
  async hear(@CurrentPrincipal() principal: Principal, @Param('id') id: string, @Res() response: Response): Promise<void> {
    await this.send(await this.access.find(principal, id), response);
  }

  @Public()
  @Get(':id/audio')
  @ApiOperation({ summary: 'A recording by a signed link', description: "A recording's playUrl; good for 5 minutes." })
  @ApiQuery({ name: 'until', description: 'As it came in playUrl.' })
  @ApiQuery({ name: 'signature', description: 'As it came in playUrl.' })
  @ApiResponse({ status: 403, description: 'FORBIDDEN: the link is over, or not ours.' })
  async play(
    @Param('id') id: string,
    @Query('until') until: unknown,
    @Query('signature') signature: unknown,
    @Res() response: Response,
  ): Promise<void> {
    await this.send(await this.access.byLink(id, until, signature), response);
  }

  /** Express does ranges, conditions and HEAD. */
  private send({ id, file, sha256 }: Recording, response: Response): Promise<void> {
    response.setHeader('Content-Type', 'audio/wav');
    response.setHeader('ETag', `"${sha256}"`);
    response.setHeader('Cache-Control', 'private, no-cache');
    response.setHeader('Content-Disposition', `inline; filename="${id}.wav"`);
    return new Promise((resolve, reject) => {
      response.sendFile(file ?? '', { root: this.files.folder, cacheControl: false, dotfiles: 'deny' }, (error?: Error) => {
        if (!error || isLeft(error)) return resolve();
        for (const header of ['ETag', 'Content-Disposition']) response.removeHeader(header);
        reject(isMissing(error) ? ApiError.notFound('recording') : error);
      });
    });
  }
}

const codeOf = (error: Error): unknown => ('code' in error ? error.code : undefined);
/** The listener went away. */
const isLeft = (error: Error): boolean => codeOf(error) === 'ECONNABORTED' || codeOf(error) === 'EPIPE';
const isMissing = (error: Error): boolean => codeOf(error) === 'ENOENT';
