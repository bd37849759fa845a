import { Injectable } from '@nestjs/common';
import { AuditService, type Principal } from '@app/auth';
import { ErrorCode, type OperationError, refuse } from '@app/common';
import { TelephonyError, TelephonyGateway, type TrunkSpec } from '@app/telephony';
import { whatDoesNotFit } from './trunk-checks.js';
import { TrunkTester } from './trunk-tester.js';
import type { CreateTrunkInput } from './trunk.inputs.js';
import type { TrunkTest } from './trunk.results.js';
import { TrunksService } from './trunks.service.js';

const AWAY = 'Asterisk is not connected, and it is Asterisk that tries: try again shortly.';

/** testTrunk and testStoredTrunk: who may try what, and what is said when it can't be tried. */
@Injectable()
export class TrunkTrials {
  constructor(
    private readonly tester: TrunkTester,
    private readonly trunks: TrunksService,
    private readonly gateway: TelephonyGateway,
    private readonly audit: AuditService,
  ) {}

  async testInput(principal: Principal, input: CreateTrunkInput): Promise<TrunkTest | OperationError> {
    const wrong = whatDoesNotFit(input);
    if (wrong) return wrong;
    return this.test(principal, specOf(input));
  }

  /** @throws {ApiError} NOT_FOUND */
  async testStored(principal: Principal, id: string): Promise<TrunkTest | OperationError> {
    const spec = await this.trunks.storedSpec(id);
    const result = await this.test(principal, spec);
    // A provider that keeps one contact for each login has dropped the trunk's own for the trial's.
    if (spec.isEnabled) await this.trunks.reregister(principal, id);
    return result;
  }

  private async test(principal: Principal, spec: TrunkSpec): Promise<TrunkTest | OperationError> {
    if (!this.gateway.isConnected) return refuse(ErrorCode.TELEPHONY_UNAVAILABLE, AWAY);
    await this.audit.record({ principal, action: 'trunk.tested', subject: spec.name, detail: `${spec.server}:${spec.port}` });
    try {
      return await this.tester.test(spec);
    } catch (error) {
      if (!(error instanceof TelephonyError)) throw error;
      return refuse(ErrorCode.TELEPHONY_UNAVAILABLE, `${AWAY} (${error.message})`);
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
