import { randomUUID } from 'node:crypto';
import { type Principal, Role } from '@app/auth';
import { isRefusal } from '@app/common';
import { until } from '@app/common/testing';
import { RegistrationState } from '@app/trunks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CallsHarness } from '../testing/calls-harness.js';
import type { OriginateCallInput } from './call.inputs.js';

const sound = { announcement: 'sound:hello-world' };

describe('whether a call may be made', () => {
  let harness: CallsHarness;
  let admin: Principal;
  let agent: Principal;

  beforeAll(async () => {
    harness = await CallsHarness.start();
    await harness.trunk('BellUZ', { allowedCallerIds: ['998712000009'] });
    admin = await harness.user(Role.ADMIN);
    agent = await harness.user(Role.AGENT, '201');
  });
  afterAll(() => harness.stop());
  beforeEach(() => {
    harness.gateway.commands.length = 0;
    harness.audit.length = 0;
  });

  it.each<[string, Partial<OriginateCallInput>, string, string | null]>([
    ['an id that is no UUID', { id: 'x' }, 'INVALID_INPUT', 'input.id'],
    ['a text that is no number', { to: 'call me; System(id)' }, 'INVALID_NUMBER', 'input.to'],
    ['a line break', { to: '998901234567\r\nX: 1' }, 'INVALID_NUMBER', 'input.to'],
    ['a destination that is not allowed', { to: '+7 916 123 45 67' }, 'NO_ROUTE', 'input.to'],
    ['an unknown trunk', { trunkName: 'Nobody' }, 'TRUNK_NOT_FOUND', 'input.trunkName'],
    ['a caller ID of others', { from: '998909999999' }, 'CALLER_ID_NOT_ALLOWED', 'input.from'],
    ['an unknown agent', { connect: { agentId: randomUUID() } }, 'INVALID_INPUT', 'input.connect.agentId'],
    ['a user with no phone', { connect: null }, 'NO_EXTENSION', null],
    ['a telephone that is no number', { connect: { phone: 'desk' } }, 'INVALID_NUMBER', 'input.connect.phone'],
    ['a telephone abroad', { connect: { phone: '+7 916 123 45 67' } }, 'NO_ROUTE', 'input.connect.phone'],
    ['the same number twice', { connect: { phone: '90 123 45 67' } }, 'INVALID_INPUT', 'input.connect.phone'],
  ])('should refuse %s, and store nothing', async (_case, input, errorCode, field) => {
    const before = await harness.dataSource.query('select count(*) from calls');
    expect(await harness.originate(admin, { connect: sound, ...input })).toMatchObject({ errorCode, field });
    expect(await harness.dataSource.query('select count(*) from calls')).toEqual(before);
    expect(harness.gateway.commands).toEqual([]);
  });

  it('should refuse what is not on the allow list, for the number and for the telephone, and write it down', async () => {
    harness.destinations.splice(0, 1, '99871');
    try {
      const refusal = { errorCode: 'DESTINATION_NOT_ALLOWED' };
      expect(await harness.originate(admin, { connect: sound })).toMatchObject(refusal);
      expect(await harness.originate(admin, { to: '998712345678', connect: { phone: '998901234567' } })).toMatchObject(refusal);
      expect(harness.audit).toMatchObject([
        {
          action: 'call.refused',
          subject: '998901234567',
          facts: expect.objectContaining({ errorCode: 'DESTINATION_NOT_ALLOWED' }),
        },
        { action: 'call.refused', subject: '998712345678' },
      ]);
      expect(harness.audit[0]?.principal?.user.id).toBe(admin.user.id);
    } finally {
      harness.destinations.splice(0, 1, '998');
    }
  });

  it('should write down a caller ID that was refused', async () => {
    await harness.originate(agent, { from: '998909999999' });
    expect(harness.audit).toMatchObject([{ facts: { errorCode: 'CALLER_ID_NOT_ALLOWED' } }]);
  });

  it('should send an allowed caller ID, and keep what was asked for', async () => {
    const call = await harness.call(admin, { from: '998712000009', connect: sound, ringTimeoutSeconds: 60, record: false });
    expect(call).toMatchObject({ from: '998712000009', ringTimeoutSeconds: 60, record: false });
    await harness.service.hangUp(admin, call.id);
    await harness.untilNothingIsLeft();
  });

  it.each([
    ['another agent', () => ({ agentId: admin.user.id })],
    ['a telephone', () => ({ phone: '998935550000' })],
    ['an announcement', () => sound],
  ])('should not let an AGENT connect to %s', async (_case, connect) => {
    await expect(harness.originate(agent, { connect: connect() })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(harness.gateway.commands).toEqual([]);
  });

  it("should ring an AGENT's own phone, named or not", async () => {
    for (const connect of [undefined, { agentId: agent.user.id }]) {
      const call = await harness.call(agent, connect ? { connect } : {});
      expect(call.agentId).toBe(agent.user.id);
      await harness.service.hangUp(agent, call.id);
      await harness.untilNothingIsLeft();
    }
  });

  it('should refuse an agent who is offline', async () => {
    harness.online.delete(agent.user.id);
    expect(await harness.originate(agent)).toMatchObject({ errorCode: 'AGENT_UNAVAILABLE', field: null });
    expect(await harness.originate(admin, { connect: { agentId: agent.user.id } })).toMatchObject({
      errorCode: 'AGENT_UNAVAILABLE',
      field: 'input.connect.agentId',
    });
    harness.online.add(agent.user.id);
  });

  it('should refuse while the engine is away, before anything is saved', async () => {
    harness.gateway.disconnect();
    expect(await harness.originate(agent)).toMatchObject({ errorCode: 'TELEPHONY_UNAVAILABLE' });
    harness.gateway.connect();
    await harness.untilReady();
  });

  it('should refuse when no trunk is usable', async () => {
    harness.registrations.set('BellUZ', RegistrationState.REJECTED);
    expect(await harness.originate(agent)).toMatchObject({ errorCode: 'TRUNK_UNAVAILABLE' });
    harness.registrations.clear();
  });

  describe('the same id', () => {
    it('should give the first call again to the same user with the same input, whatever has happened since', async () => {
      const id = randomUUID();
      const call = await harness.call(admin, { id, connect: sound });
      expect(await harness.call(admin, { id: id.toUpperCase(), connect: sound })).toMatchObject({
        id: call.id,
        state: 'DIALING',
      });
      await harness.service.hangUp(admin, id);
      await harness.untilNothingIsLeft();
      harness.gateway.disconnect();
      expect(await harness.call(admin, { id, connect: sound })).toMatchObject({ id, state: 'ENDED' });
      harness.gateway.connect();
      await harness.untilReady();
      expect(harness.gateway.sent('dialLeg')).toHaveLength(1);
    });

    it('should be a conflict that tells nothing, for another input or another user', async () => {
      const id = randomUUID();
      const supervisor = await harness.user(Role.SUPERVISOR);
      await harness.call(admin, { id, connect: sound });
      for (const [principal, input] of [
        [admin, { to: '998901234568' }],
        [admin, { record: false }],
        [supervisor, {}],
      ] as const) {
        const refusal = await harness.originate(principal, { id, connect: sound, ...input });
        expect(refusal).toEqual({ errorCode: 'ID_CONFLICT', field: 'input.id', message: expect.not.stringContaining('998') });
      }
      await harness.service.hangUp(admin, id);
      await harness.untilNothingIsLeft();
    });

    it('should not be used up by a refusal', async () => {
      const id = randomUUID();
      expect(await harness.originate(admin, { id, to: '1', connect: sound })).toMatchObject({ errorCode: 'INVALID_NUMBER' });
      expect(await harness.call(admin, { id, connect: sound })).toMatchObject({ id });
      await harness.service.hangUp(admin, id);
      await harness.untilNothingIsLeft();
    });

    it('should make one call of 50 requests at once', async () => {
      const id = randomUUID();
      const calls = await Promise.all(Array.from({ length: 50 }, () => harness.call(admin, { id, connect: sound })));
      expect(new Set(calls.map((call) => call.id))).toEqual(new Set([id]));
      await harness.dialled(id, 'CUSTOMER');
      expect(harness.gateway.sent('dialLeg')).toHaveLength(1);
      await harness.service.hangUp(admin, id);
      await harness.untilNothingIsLeft();
    });

    it('should let one of 50 different requests at once have it', async () => {
      const id = randomUUID();
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, index) => harness.originate(admin, { id, to: `9989012345${10 + index}`, connect: sound })),
      );
      expect(answers.filter((answer) => !isRefusal(answer))).toHaveLength(1);
      expect(new Set(answers.filter(isRefusal).map(({ errorCode }) => errorCode))).toEqual(new Set(['ID_CONFLICT']));
      await harness.dialled(id, 'CUSTOMER');
      expect(harness.gateway.sent('dialLeg')).toHaveLength(1);
      await harness.service.hangUp(admin, id);
      await harness.untilNothingIsLeft();
    });
  });
});

describe('limits', () => {
  const started: CallsHarness[] = [];
  const given = async (settings: object) => {
    const harness = await CallsHarness.start(settings);
    started.push(harness);
    return harness;
  };
  afterEach(async () => {
    for (const harness of started.splice(0)) await harness.stop();
  });
  const codes = (answers: readonly unknown[]) =>
    answers.map((answer) => (isRefusal(answer) ? String(answer.errorCode) : 'ok')).sort();

  it('should make one INVITE of 50 originates at once on a trunk with one line', async () => {
    const harness = await given({});
    await harness.trunk('BellUZ', { maxChannels: 1 });
    const admin = await harness.user(Role.ADMIN);
    const answers = await Promise.all(Array.from({ length: 50 }, () => harness.originate(admin, { connect: sound })));
    expect(codes(answers).filter((code) => code === 'ok')).toHaveLength(1);
    expect(new Set(codes(answers))).toEqual(new Set(['ok', 'TRUNK_UNAVAILABLE']));
    await until(() => expect(harness.gateway.sent('dialLeg')).toHaveLength(1));

    const [{ request } = { request: undefined }] = harness.gateway.sent('dialLeg');
    harness.gateway.end(request?.legId ?? '');
    await harness.untilNothingIsLeft();
    expect(codes([await harness.originate(admin, { connect: sound })])).toEqual(['ok']);
  });

  it('should give 50 originates at once to the lines of two trunks, and no more', async () => {
    const harness = await given({});
    await harness.trunk('First', { maxChannels: 3 });
    await harness.trunk('Second', { maxChannels: 4 });
    const admin = await harness.user(Role.ADMIN);
    await Promise.all(Array.from({ length: 50 }, () => harness.originate(admin, { connect: sound })));
    await until(() => expect(harness.gateway.sent('dialLeg')).toHaveLength(7));
    const trunks = harness.gateway.sent('dialLeg').map(({ request }) => request.dialString.split('@')[1]);
    expect(trunks.filter((name) => name === 'First')).toHaveLength(3);
  });

  it('should take two lines for a telephone and the customer', async () => {
    const harness = await given({});
    const trunk = await harness.trunk('BellUZ', { maxChannels: 1 });
    const admin = await harness.user(Role.ADMIN);
    const connect = { phone: '998935550000' };
    expect(await harness.originate(admin, { connect })).toMatchObject({ errorCode: 'TRUNK_UNAVAILABLE' });
    trunk.maxChannels = 2;
    expect(codes([await harness.originate(admin, { connect })])).toEqual(['ok']);
    expect(await harness.originate(admin, { connect: sound })).toMatchObject({ errorCode: 'TRUNK_UNAVAILABLE' });
  });

  it("should take the next trunk's line for a failover, and pass over one that is full", async () => {
    const harness = await given({});
    await harness.trunk('First');
    await harness.trunk('Second', { maxChannels: 1 });
    await harness.trunk('Third');
    const admin = await harness.user(Role.ADMIN);
    const busy = await harness.call(admin, { trunkName: 'Second', connect: sound });
    const call = await harness.call(admin, { connect: sound });
    harness.gateway.end((await harness.dialled(call.id, 'CUSTOMER')).legId, { cause: 34, sipCode: 503 });
    expect(await harness.dialled(call.id, 'CUSTOMER', 2)).toMatchObject({ dialString: 'PJSIP/998901234567@Third' });
    expect((await harness.dialled(busy.id, 'CUSTOMER')).dialString).toBe('PJSIP/998901234567@Second');
  });

  it('should hold MAX_CALLS among many at once, and write refusals down', async () => {
    const harness = await given({ maxCalls: 5 });
    await harness.trunk('BellUZ');
    const admin = await harness.user(Role.ADMIN);
    const answers = await Promise.all(Array.from({ length: 20 }, () => harness.originate(admin, { connect: sound })));
    expect(codes(answers)).toEqual([...Array<string>(15).fill('CALL_LIMIT_REACHED'), ...Array<string>(5).fill('ok')]);
    expect(harness.audit).toHaveLength(15);
  });

  it('should hold MAX_CALLS_PER_USER for people, and not for API tokens', async () => {
    const harness = await given({ maxCallsPerUser: 1 });
    await harness.trunk('BellUZ');
    const admin = await harness.user(Role.ADMIN);
    const token = { ...admin, apiTokenId: randomUUID() };
    const answers = await Promise.all(Array.from({ length: 10 }, () => harness.originate(admin, { connect: sound })));
    expect(codes(answers).filter((code) => code === 'ok')).toHaveLength(1);
    expect(new Set(codes(answers))).toEqual(new Set(['ok', 'CALL_LIMIT_REACHED']));
    const byToken = await Promise.all(Array.from({ length: 10 }, () => harness.originate(token, { connect: sound })));
    expect(new Set(codes(byToken))).toEqual(new Set(['ok']));
  });

  it('should ring no agent who is in a call, whoever asks, and however many at once', async () => {
    const harness = await given({ maxCallsPerUser: 1 });
    await harness.trunk('BellUZ');
    const agent = await harness.user(Role.AGENT, '201');
    const tokens = { ...(await harness.user(Role.ADMIN)), apiTokenId: randomUUID() };
    const connect = { agentId: agent.user.id };
    const answers = await Promise.all(Array.from({ length: 10 }, () => harness.originate(tokens, { connect })));
    expect(new Set(codes(answers))).toEqual(new Set(['ok', 'AGENT_UNAVAILABLE']));
    expect(codes(answers).filter((code) => code === 'ok')).toHaveLength(1);
    expect(await harness.originate(agent)).toMatchObject({ errorCode: 'AGENT_UNAVAILABLE' });
  });

  it('should hold the calls of a user in a minute', async () => {
    const harness = await given({ maxOriginatesPerUserPerMinute: 2 });
    await harness.trunk('BellUZ');
    const admin = await harness.user(Role.ADMIN);
    await harness.call(admin, { connect: sound });
    const id = randomUUID();
    await harness.call(admin, { id, connect: sound });
    await expect(harness.originate(admin, { connect: sound })).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    expect(harness.audit).toMatchObject([{ facts: { errorCode: 'RATE_LIMITED' } }]);
    // A retry makes no call, and so counts for none.
    expect(await harness.call(admin, { id, connect: sound })).toMatchObject({ id });

    expect(codes([await harness.originate(await harness.user(Role.ADMIN), { connect: sound })])).toEqual(['ok']);
  });
});
