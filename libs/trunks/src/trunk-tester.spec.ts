import { until } from '@app/common/testing';
import type { RegistrationReport, TrunkSpec } from '@app/telephony';
import { FakeGateway, FakeProvisioning, plainTrunkSpec } from '@app/telephony/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { NameResolver } from './name-resolver.js';
import type { Look } from './probe-server.js';
import { ServerDiagnosis } from './server-diagnosis.js';
import { TrunkProblem } from './trunk-problem.js';
import { TrunkReachabilities } from './trunk-reachabilities.js';
import { TrunkRegistrations } from './trunk-registrations.js';
import { isTrunkName } from './trunk-rules.js';
import { TrunkTester } from './trunk-tester.js';
import type { TrunkTestStep } from './trunk.results.js';

class FakeResolver extends NameResolver {
  answer: () => Promise<string[]> = async () => ['192.0.2.1'];
  resolve(_name: string): Promise<string[]> {
    return this.answer();
  }
}

/** Finds of a server what the test says: that is looked at for real in server-diagnosis.spec.ts. */
class FakeDiagnosis extends ServerDiagnosis {
  found: Look = { problem: null, reason: 'It takes connections.' };
  override async connect(): Promise<Look> {
    return this.found;
  }
}

/** Answers each REGISTER, and each OPTIONS before it, as the test says. */
class AnsweringProvisioning extends FakeProvisioning {
  answer: Partial<RegistrationReport> | undefined;
  answersOptions = false;
  readonly probed: TrunkSpec[] = [];

  constructor(readonly told: FakeGateway) {
    super(told);
  }

  override async applyTrunk(spec: TrunkSpec, previousName?: string) {
    const drift = await super.applyTrunk(spec, previousName);
    this.probed.push(spec);
    const { answer } = this;
    if (this.answersOptions)
      setImmediate(() => this.told.reachability({ trunkName: spec.name, state: 'REACHABLE', at: new Date(), roundTripMs: 2 }));
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

const inShort = (steps: readonly TrunkTestStep[]): string[] =>
  steps.map(({ kind, ok, sipCode }) => `${kind} ${ok ? 'ok' : 'no'}${sipCode === null ? '' : ` ${sipCode}`}`);

describe('TrunkTester', () => {
  let gateway: FakeGateway;
  let provisioning: AnsweringProvisioning;
  let names: FakeResolver;
  let diagnosis: FakeDiagnosis;
  let tester: TrunkTester;

  beforeEach(() => {
    gateway = new FakeGateway();
    gateway.connect();
    provisioning = new AnsweringProvisioning(gateway);
    names = new FakeResolver();
    diagnosis = new FakeDiagnosis(names);
    const registrations = new TrunkRegistrations(gateway, provisioning);
    const reachabilities = new TrunkReachabilities(gateway, provisioning);
    tester = new TrunkTester(gateway, provisioning, registrations, reachabilities, diagnosis);
    Object.assign(tester.limits, { registerMs: 200, graceMs: 50, clearMs: 100 });
    diagnosis.limits.resolveMs = 100;
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
    expect(inShort(result.steps)).toEqual(steps);
    expect(result.ok).toBe(steps.every((step) => step.includes(' ok')));
    expect(result.steps.find(({ ok }) => !ok)?.problem ?? null).toBe(problem);
    expect([...provisioning.trunks.keys()]).toEqual([]);
  });

  it.each<[what: string, answer: Partial<RegistrationReport> | undefined, steps: string[], problem: string | null]>([
    ['a willing provider', {}, ['RESOLVE ok', 'REACH ok', 'REGISTER ok 200'], null],
    ['a wrong password', { state: 'REJECTED', sipCode: 401 }, ['RESOLVE ok', 'REACH ok', 'REGISTER no 401'], 'WRONG_CREDENTIALS'],
    ['one that does not take REGISTER', undefined, ['RESOLVE ok', 'REACH ok', 'REGISTER no'], 'NO_ANSWER'],
    [
      'one whose words nobody copies',
      { state: 'REJECTED', isReasonKnown: false },
      ['RESOLVE ok', 'REACH ok', 'REGISTER no'],
      'REASON_UNKNOWN',
    ],
  ])('should tell apart OPTIONS and REGISTER of %s', async (_what, answer, steps, problem) => {
    provisioning.answersOptions = true;
    provisioning.answer = answer;
    const result = await tester.test(spec);
    expect(inShort(result.steps)).toEqual(steps);
    expect(result.steps.find(({ ok }) => !ok)?.problem ?? null).toBe(problem);
  });

  it('should be content with OPTIONS where there is no login', async () => {
    provisioning.answersOptions = true;
    const result = await tester.test({ ...spec, authMode: 'IP', username: null, password: null });
    expect(inShort(result.steps)).toEqual(['RESOLVE ok', 'REACH ok']);
    expect(result.ok).toBe(true);
  });

  const refused: Look = { problem: TrunkProblem.CERTIFICATE_EXPIRED, reason: 'The certificate has expired.' };
  it.each<[what: string, answer: Partial<RegistrationReport> | undefined, steps: string[]]>([
    ['says that it can not be reached', { state: 'UNREACHABLE', reason: 'Not reached.' }, ['RESOLVE ok', 'REACH no']],
    ['says nothing', undefined, ['RESOLVE ok', 'REACH no']],
    ['does not tell refusals from silence', { state: 'REJECTED', isReasonKnown: false }, ['RESOLVE ok', 'REACH no']],
    ['has registered all the same', {}, ['RESOLVE ok', 'REACH ok', 'REGISTER ok 200']],
    ['was refused all the same', { state: 'REJECTED', sipCode: 403 }, ['RESOLVE ok', 'REACH ok 403', 'REGISTER no 403']],
  ])('should say what was found where the engine %s', async (_what, answer, steps) => {
    diagnosis.found = refused;
    provisioning.answer = answer;
    const result = await tester.test({ ...spec, transport: 'TLS' });
    expect(inShort(result.steps)).toEqual(steps);
    const reach = result.steps[1];
    if (reach?.ok === false) expect(reach).toMatchObject({ problem: refused.problem, detail: refused.reason });
  });

  it('should not wait long for the engine where nothing can be reached', async () => {
    tester.limits.registerMs = 60_000;
    diagnosis.found = refused;
    expect(inShort((await tester.test(spec)).steps)).toEqual(['RESOLVE ok', 'REACH no']);
  });

  it('should ask the outbound proxy where there is one', async () => {
    const asked: string[] = [];
    names.resolve = async (name) => {
      asked.push(name);
      return ['192.0.2.7'];
    };
    provisioning.answer = {};
    await tester.test({ ...spec, outboundProxy: 'proxy.bell.uz:5080' });
    expect(asked).toEqual(['proxy.bell.uz']);
  });

  it('should tell each step as it is done', async () => {
    provisioning.answersOptions = true;
    const told: TrunkTestStep[] = [];
    const test = tester.test(spec, (step) => told.push(step));
    await until(() => expect(inShort(told)).toEqual(['RESOLVE ok', 'REACH ok']));
    gateway.registration({ trunkName: provisioning.probed[0]?.name ?? '', state: 'REGISTERED', at: new Date() });
    expect((await test).steps).toEqual(told);
  });

  it('should not mix up two trials of one server', async () => {
    const tests = [tester.test(spec), tester.test(spec)];
    await until(() => expect(provisioning.probed).toHaveLength(2));
    const [first = '', second = ''] = provisioning.probed.map(({ name }) => name);
    gateway.registration({ trunkName: second, state: 'REJECTED', sipCode: 403, at: new Date() });
    gateway.registration({ trunkName: first, state: 'REGISTERED', at: new Date() });
    expect((await Promise.all(tests)).map(({ ok }) => ok)).toEqual([true, false]);
    expect(provisioning.trunks.size).toBe(0);
  });

  it('should take no calls of the real trunk, and be asked by OPTIONS', async () => {
    provisioning.answer = {};
    await tester.test({ ...spec, inboundAddresses: ['203.0.113.0/24'] });
    expect(provisioning.probed).toMatchObject([{ inboundAddresses: [], isQualified: true }]);
  });

  it('should end where the engine takes neither the objects nor their removal', async () => {
    provisioning.applyTrunk = () => new Promise(() => undefined);
    provisioning.removeTrunk = () => new Promise(() => undefined);
    expect(inShort((await tester.test(spec)).steps)).toEqual(['RESOLVE ok', 'REACH no']);
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
    tester.limits.registerMs = 5_000;
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
