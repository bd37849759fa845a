import type { RegistrationReport, TrunkSpec } from '@app/telephony';
import { FakeGateway, FakeProvisioning, plainTrunkSpec } from '@app/telephony/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { TrunkRegistrations } from './trunk-registrations.js';
import { isTrunkName } from './trunk-rules.js';
import { NameResolver, TrunkTester } from './trunk-tester.js';

class FakeResolver extends NameResolver {
  answer: () => Promise<string[]> = async () => ['192.0.2.1'];
  resolve(): Promise<string[]> {
    return this.answer();
  }
}

/** Answers each REGISTER as the test says. */
class AnsweringProvisioning extends FakeProvisioning {
  answer: Partial<RegistrationReport> | undefined;
  readonly probed: TrunkSpec[] = [];

  constructor(readonly told: FakeGateway) {
    super(told);
  }

  override async applyTrunk(spec: TrunkSpec, previousName?: string) {
    const drift = await super.applyTrunk(spec, previousName);
    this.probed.push(spec);
    const { answer } = this;
    if (answer)
      setImmediate(() => this.told.registration({ trunkName: spec.name, state: 'REGISTERED', at: new Date(), ...answer }));
    return drift;
  }
}

const spec: TrunkSpec = {
  name: 'BellUZ',
  server: 'bell.uz',
  port: 5060,
  transport: 'UDP',
  authMode: 'REGISTRATION',
  username: 'login',
  password: 'secret',
  callerId: null,
  codecs: ['alaw'],
  ...plainTrunkSpec,
  isEnabled: false,
};

describe('TrunkTester', () => {
  let gateway: FakeGateway;
  let provisioning: AnsweringProvisioning;
  let names: FakeResolver;
  let tester: TrunkTester;

  beforeEach(() => {
    gateway = new FakeGateway();
    gateway.connect();
    provisioning = new AnsweringProvisioning(gateway);
    names = new FakeResolver();
    tester = new TrunkTester(gateway, provisioning, new TrunkRegistrations(gateway, provisioning), names);
    Object.assign(tester.limits, { resolveMs: 100, registerMs: 200 });
  });

  it.each<
    [
      what: string,
      answer: Partial<RegistrationReport> | undefined,
      fields: Partial<TrunkSpec>,
      steps: string[],
      problem: string | null,
    ]
  >([
    ['a willing provider', {}, {}, ['RESOLVE ok', 'REACH ok', 'REGISTER ok 200'], null],
    [
      'a wrong password',
      { state: 'REJECTED', sipCode: 403, reason: 'Forbidden' },
      {},
      ['RESOLVE ok', 'REACH ok 403', 'REGISTER no 403'],
      'FORBIDDEN',
    ],
    [
      'an unknown login',
      { state: 'REJECTED', sipCode: 404 },
      {},
      ['RESOLVE ok', 'REACH ok 404', 'REGISTER no 404'],
      'UNKNOWN_LOGIN',
    ],
    ['a refusal without words', { state: 'REJECTED' }, {}, ['RESOLVE ok', 'REACH ok', 'REGISTER no'], 'REFUSED'],
    ['nobody there', { state: 'UNREACHABLE' }, {}, ['RESOLVE ok', 'REACH no'], 'NO_ANSWER'],
    ['silence', undefined, {}, ['RESOLVE ok', 'REACH no'], 'NO_ANSWER'],
    ['TLS on the wrong port', undefined, { transport: 'TLS' }, ['RESOLVE ok', 'REACH no'], 'NO_ANSWER'],
    [
      'a provider that knows our address',
      { state: 'REJECTED', sipCode: 405 },
      { authMode: 'IP', username: null, password: null },
      ['RESOLVE ok', 'REACH ok 405'],
      null,
    ],
    ['an address', {}, { server: '192.0.2.1' }, ['RESOLVE ok', 'REACH ok', 'REGISTER ok 200'], null],
  ])('should say of %s what it did', async (_what, answer, fields, steps, problem) => {
    provisioning.answer = answer;
    const result = await tester.test({ ...spec, ...fields });
    expect(
      result.steps.map(({ kind, ok, sipCode }) => `${kind} ${ok ? 'ok' : 'no'}${sipCode === null ? '' : ` ${sipCode}`}`),
    ).toEqual(steps);
    expect(result.ok).toBe(steps.every((step) => step.includes(' ok')));
    expect(result.steps.find(({ ok }) => !ok)?.problem ?? null).toBe(problem);
    expect([...provisioning.trunks.keys()]).toEqual([]);
  });

  it('should use a name that no trunk may have, and the credentials as they are', async () => {
    provisioning.answer = {};
    await tester.test(spec);
    expect(provisioning.probed).toMatchObject([{ server: 'bell.uz', username: 'login', password: 'secret', isEnabled: true }]);
    expect(isTrunkName(provisioning.probed[0]?.name)).toBe(false);
  });

  it.each<[what: string, answer: () => Promise<string[]>]>([
    ['fails', () => Promise.reject(new Error('ENOTFOUND'))],
    ['finds nothing', async () => []],
    ['never answers', () => new Promise(() => undefined)],
  ])('should ask nobody where the resolver %s', async (_what, answer) => {
    names.answer = answer;
    const result = await tester.test(spec);
    expect(result).toMatchObject({ ok: false, steps: [{ kind: 'RESOLVE', ok: false, problem: 'UNKNOWN_HOST' }] });
    expect(provisioning.probed).toEqual([]);
  });

  it('should find an answer that came before anybody listened', async () => {
    provisioning.registrations = async () =>
      provisioning.probed.map(({ name }) => ({ trunkName: name, state: 'REGISTERED', at: new Date() }));
    expect((await tester.test(spec)).ok).toBe(true);
  });

  it('should clear up when the engine refuses, and when it can not even remove', async () => {
    provisioning.failNext('applyTrunk', 400);
    await expect(tester.test(spec)).rejects.toMatchObject({ status: 400 });
    provisioning.answer = {};
    provisioning.failNext('removeTrunk', 504);
    expect((await tester.test(spec)).ok).toBe(true);
  });
});
