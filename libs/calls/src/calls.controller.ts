import { Body, Controller, Get, Headers, HttpStatus, Param, Post } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiExtraModels,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiResponse,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import { Allow, CurrentPrincipal, type Principal } from '@app/auth';
import { ErrorCode, orThrow, refuse, RefusalException } from '@app/common';
import { CallHistory } from './call-history.js';
import { OutboundCalls } from './outbound-calls.service.js';
import { CallDetails, callDetails, OutboundCallBody, ProblemDocument, StartedCall, startedCall } from './rest-call.js';

const ApiProblem = (status: HttpStatus, description: string) =>
  ApiResponse({
    status,
    description,
    content: { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemDocument) } } },
  });

@ApiTags('calls')
@ApiExtraModels(ProblemDocument)
@ApiBearerAuth()
@Controller('api/calls')
export class CallsController {
  constructor(
    private readonly outbound: OutboundCalls,
    private readonly history: CallHistory,
  ) {}

  @Allow('calls.own')
  @Post('outbound')
  @ApiOperation({
    summary: 'Make a call',
    description: 'Its states follow by GET, or live by the GraphQL subscription callUpdated.',
  })
  @ApiHeader({ name: 'Idempotency-Key', required: false, description: "A UUID; in place of the body's id." })
  @ApiCreatedResponse({ type: StartedCall, description: 'The call, or the one that the same request made before.' })
  @ApiProblem(HttpStatus.BAD_REQUEST, 'INVALID_INPUT, INVALID_NUMBER')
  @ApiProblem(HttpStatus.UNAUTHORIZED, 'UNAUTHENTICATED')
  @ApiProblem(HttpStatus.FORBIDDEN, 'DESTINATION_NOT_ALLOWED, FORBIDDEN')
  @ApiProblem(HttpStatus.NOT_FOUND, 'TRUNK_NOT_FOUND')
  @ApiProblem(HttpStatus.CONFLICT, 'AGENT_UNAVAILABLE, NO_EXTENSION, ID_CONFLICT')
  @ApiProblem(HttpStatus.UNPROCESSABLE_ENTITY, 'NO_ROUTE, CALLER_ID_NOT_ALLOWED')
  @ApiProblem(HttpStatus.TOO_MANY_REQUESTS, 'CALL_LIMIT_REACHED, RATE_LIMITED')
  @ApiProblem(HttpStatus.SERVICE_UNAVAILABLE, 'TRUNK_UNAVAILABLE, TELEPHONY_UNAVAILABLE')
  async start(
    @CurrentPrincipal() principal: Principal,
    @Body() body: OutboundCallBody,
    @Headers('idempotency-key') key: string | undefined,
  ): Promise<StartedCall> {
    return startedCall(orThrow(await this.outbound.place(principal, { ...body, id: oneId(body.id, key) })));
  }

  @Allow('calls.own')
  @Get(':id')
  @ApiOperation({ summary: 'One call, as it is now' })
  @ApiOkResponse({ type: CallDetails })
  @ApiProblem(HttpStatus.UNAUTHORIZED, 'UNAUTHENTICATED')
  @ApiProblem(HttpStatus.NOT_FOUND, 'NOT_FOUND')
  async find(@CurrentPrincipal() principal: Principal, @Param('id') id: string): Promise<CallDetails> {
    return callDetails(await this.history.getOrThrow(principal, id));
  }
}

/** @throws {RefusalException} INVALID_INPUT where header and body name two */
function oneId(id: string | null | undefined, key: string | undefined): string | null {
  if (id != null && key !== undefined && id !== key) {
    throw new RefusalException(refuse(ErrorCode.INVALID_INPUT, 'The id and the header Idempotency-Key differ: send one.', 'id'));
  }
  return id ?? key ?? null;
}
