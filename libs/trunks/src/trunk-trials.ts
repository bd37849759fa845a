import { Injectable } from '@nestjs/common';
import { AuditService, type Principal } from '@app/auth';
import { ErrorCode, isUuid, type OperationError, refuse } from '@app/common';
import { TelephonyError, TelephonyGateway, type TrunkSpec } from '@app/telephony';
import { whatDoesNotFit } from './trunk-checks.js';
import { TrunkTestProgress } from './trunk-test-progress.js';
import { TrunkTester } from './trunk-tester.js';
import type { CreateTrunkInput } from './trunk.inputs.js';
import { type TrunkTest, TrunkTestStepKind } from './trunk.results.js';
import { TrunksService } from './trunks.service.js';

const AWAY = 'Asterisk is not connected, and it is Asterisk that tries: try again shortly.';

/** testTrunk and testStoredTrunk: who may try what, and what is said when it can't be tried. */
@Injectable()
export class TrunkTrials {
  constructor(
    private readonly tester: TrunkTester,
    private readonly progress: TrunkTestProgress,
    private readonly trunks: TrunksService,
    private readonly gateway: TelephonyGateway,
    private readonly audit: AuditService,
  ) {}

  /**
   * @param testId a UUID of the caller's choice: trunkTested tells the steps under it
   * @param passwordOf the stored trunk that is being changed: its password is used where the input has none
   * @throws {ApiError} NOT_FOUND
   */
  async testInput(
    principal: Principal,
    input: CreateTrunkInput,
    testId?: string | null,
    passwordOf?: string | null,
  ): Promise<TrunkTest | OperationError> {
    const stored = passwordOf == null ? undefined : await this.trunks.storedSpec(passwordOf);
    const tried = { ...input, password: input.password ?? stored?.password ?? null };
    const result = whatDoesNotFit(tried) ?? (await this.test(principal, specOf(tried), testId));
    if (stored && passwordOf != null) await this.registerAgain(principal, passwordOf, stored, result);
    return result;
  }

  /** @throws {ApiError} NOT_FOUND */
  async testStored(principal: Principal, id: string, testId?: string | null): Promise<TrunkTest | OperationError> {
    const spec = await this.trunks.storedSpec(id);
    const result = await this.test(principal, spec, testId);
    await this.registerAgain(principal, id, spec, result);
    return result;
  }

  /** A provider that keeps one contact for each login has dropped the trunk's own for the trial's. */
  private async registerAgain(
    principal: Principal,
    id: string,
    { isEnabled }: TrunkSpec,
    result: TrunkTest | OperationError,
  ): Promise<void> {
    const hasRegistered = 'steps' in result && result.steps.some(({ kind, ok }) => ok && kind === TrunkTestStepKind.REGISTER);
    if (isEnabled && hasRegistered) await this.trunks.reregister(principal, id);
  }

  private async test(principal: Principal, spec: TrunkSpec, testId?: string | null): Promise<TrunkTest | OperationError> {
    if (testId != null && !isUuid(testId)) return refuse(ErrorCode.INVALID_INPUT, 'testId must be a UUID.', 'testId');
    if (!this.gateway.isConnected) return refuse(ErrorCode.TELEPHONY_UNAVAILABLE, AWAY);
    const { name: subject, server, port } = spec;
    await this.audit.record({ principal, action: 'trunk.tested', subject, facts: { server, port } });
    const progress = testId == null ? undefined : this.progress.begin(principal, testId);
    try {
      return await this.tester.test(spec, progress?.tell);
    } catch (error) {
      if (!(error instanceof TelephonyError)) throw error;
      return refuse(ErrorCode.TELEPHONY_UNAVAILABLE, `${AWAY} (${error.message})`);
    } finally {
      progress?.end();
    }
  }
}

function specOf(input: CreateTrunkInput): TrunkSpec {
  return {
    name: input.name,
    server: input.server,
    port: input.port,
    transport: input.transport,
    authMode: input.authMode,
    username: input.username ?? null,
    password: input.password ?? null,
    callerId: input.callerId ?? null,
    codecs: input.codecs,
    mediaEncryption: input.mediaEncryption,
    outboundProxy: input.outboundProxy ?? null,
    authUsername: input.authUsername ?? null,
    fromUser: input.fromUser ?? null,
    fromDomain: input.fromDomain ?? null,
    callerIdHeader: input.callerIdHeader,
    inboundAddresses: input.inboundAddresses,
    dtmfMode: input.dtmfMode,
    expirySeconds: input.expirySeconds,
    isQualified: input.qualify,
    isEnabled: true,
  };
}
