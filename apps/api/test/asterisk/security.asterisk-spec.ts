import { until } from '@app/common/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answersAtOnce, Carrier, header, refer, UserAgent, type OutgoingCall } from '../sip/index.js';
import { AsteriskStack } from './asterisk-stack.js';
import { channelsSoFar, objects } from './engine-state.js';
import { Given, longSound, type GivenTrunk } from './given.js';
import { operations, type CallView, type Refusal } from './operations.js';

let stack: AsteriskStack;
let given: Given;
let trunk: GivenTrunk;

beforeAll(async () => {
  stack = await AsteriskStack.start();
  given = new Given(stack);
  trunk = await given.trunk({ callerId: '998712000000' });
});
afterAll(() => stack?.stop());

const channels = (): Promise<number> => channelsSoFar(stack);

describe('a stranger', () => {
  const asked = (uri: string, from: string): ((stranger: UserAgent) => OutgoingCall) => {
    return (stranger) => stranger.invite({ uri: `sip:${uri}@127.0.0.1:${stack.sipPort}`, from });
  };

  it.each([
    ['a trunk in From', (name: string) => `<sip:${name}@127.0.0.1>`],
    ["a trunk's login in From", (_: string, login: string) => `<sip:${login}@127.0.0.1>`],
    ['an agent in From', (_name: string, _login: string, extension: string) => `<sip:${extension}@127.0.0.1>`],
    ["an agent's desk phone in From", (_name: string, _login: string, extension: string) => `<sip:${extension}-desk@127.0.0.1>`],
    ['nobody', () => '<sip:anonymous@anonymous.invalid>'],
  ])('who names %s should make no channel', async (_, from) => {
    const agent = await given.agentPhone();
    const stranger = stack.track(await UserAgent.start({ name: 'stranger' }));
    const before = await channels();
    for (const number of [given.number(), 's', trunk.username, agent.extension]) {
      const call = asked(number, from(trunk.name, trunk.username, agent.extension))(stranger);
      expect([401, 403, 404]).toContain((await call.finished).status);
    }
    expect(await channels()).toBe(before);
  });

  it('should not even be able to register', async () => {
    const stranger = stack.track(await UserAgent.start({ name: 'stranger' }));
    const uri = `sip:127.0.0.1:${stack.sipPort}`;
    const address = `<sip:${trunk.name}@127.0.0.1>`;
    const request = stranger.build({ method: 'REGISTER', uri, from: `${address};tag=1`, to: address, callId: 'x', sequence: 1 });
    const statuses: number[] = [];
    stranger.request(request, { address: '127.0.0.1', port: stack.sipPort }, ({ status }) => statuses.push(status));
    await until(() => expect(statuses.length).toBeGreaterThan(0));
    expect([401, 403, 404]).toContain(statuses[0]);
  });
});

describe('a provider', () => {
  it('should be refused when it refers our call elsewhere', async () => {
    const { id, number, seen } = await given.announcement(trunk, [...answersAtOnce, refer('sip:998907777777@127.0.0.1')]);
    await until(() => expect(seen.history.filter(({ what }) => / REFER$/.test(what)).length).toBe(2));
    const answer = seen.history.find(({ direction, what }) => direction === 'received' && / REFER$/.test(what))?.message;
    expect(answer?.kind === 'response' && answer.status >= 400).toBe(true);
    expect(stack.carrier.callsTo('998907777777')).toEqual([]);
    await given.untilCallIs(id, 'ANSWERED');
    expect(stack.carrier.callsTo(number)).toHaveLength(1);
    await given.hangUp(id);
  });

  it('should never get through us to a trunk', async () => {
    const number = given.number();
    stack.carrier.on(number, ...answersAtOnce);
    const { uri, target } = (() => {
      const binding = stack.carrier.registrar.bindingOf(trunk.username);
      if (!binding) throw new Error('not registered');
      return { uri: binding.contact.replace(/^sip:[^@]*/, `sip:${number}`), target: binding.source };
    })();
    const before = stack.carrier.incoming.length;
    const call = stack.carrier.agent.invite({ uri, target, from: `<sip:998901111111@127.0.0.1:${stack.carrier.port}>` });
    await until(() => expect(call.history.some(({ direction }) => direction === 'received')).toBe(true));
    // Whatever inbound routes say: what it dialled must not be dialled by us.
    const settled = async (): Promise<void> => {
      expect(await stack.asterisk.cli('core show channels concise')).not.toContain(`PJSIP/${number}@`);
      expect(stack.carrier.incoming.length).toBe(before);
    };
    await settled();
    await call.hangUp();
    await settled();
  });
});

describe("an agent's phone", () => {
  it.each([
    ['From', { from: '"Boss" <sip:998901110011@evil.example>' }],
    ['P-Asserted-Identity', { headers: [{ name: 'P-Asserted-Identity', value: '"Boss" <sip:998901110022@evil.example>' }] }],
    [
      'Remote-Party-ID',
      { headers: [{ name: 'Remote-Party-ID', value: '"Boss" <sip:998901110033@evil.example>;party=calling;privacy=off' }] },
    ],
    ['P-Preferred-Identity', { headers: [{ name: 'P-Preferred-Identity', value: '<sip:998901110044@evil.example>' }] }],
    ['Diversion', { headers: [{ name: 'Diversion', value: '<sip:998901110055@evil.example>;reason=unconditional' }] }],
  ])('that lies in %s should reach the carrier with our caller ID, or not at all', async (_, lie) => {
    const agent = await given.agentPhone();
    const number = given.number();
    stack.carrier.on(number, ...answersAtOnce);
    const call = agent.phone.dial(number, lie);
    const { status } = await call.finished;
    for (const seen of stack.carrier.callsTo(number)) {
      expect(Carrier.identityOf(seen).from).toBe('998712000000');
      for (const name of ['From', 'P-Asserted-Identity', 'Remote-Party-ID', 'Contact', 'Diversion', 'P-Preferred-Identity'])
        expect(header(seen.invite, name), name).not.toMatch(/9989011100|evil|Boss/);
    }
    expect(stack.carrier.sightings('9989011100')).toEqual([]);
    expect(stack.carrier.sightings('evil')).toEqual([]);
    if (status < 300) await call.hangUp();
  });
});

describe('bad input', () => {
  const numbers = [
    '99890abc4567',
    '998901234567\r\nX-Evil: 1',
    '998901234567,998901234568',
    '998901234567;user=phone',
    '998901234567@evil.example',
    '998901234567&PJSIP/79261234567',
    'PJSIP/998901234567',
    '${CHANNEL}',
    '',
    ' ',
    '9'.repeat(400),
  ];

  async function expectNothingChanged(act: () => Promise<void>): Promise<void> {
    // What the test before this one called is over.
    await until(async () => expect(await stack.asterisk.cli('core show channels count')).toMatch(/^0 active channels/m));
    const [before, messages] = [await objects(stack), stack.carrier.incoming.length];
    const soFar = await channels();
    await act();
    expect(await objects(stack)).toEqual(before);
    expect(await channels()).toBe(soFar);
    expect(stack.carrier.incoming.length).toBe(messages);
  }

  it.each(numbers)('such as the number %j should be refused with a code and leave nothing behind', async (to) => {
    const count = async (): Promise<number> =>
      (await stack.admin.ask<{ calls: { items: CallView[] } }>(operations.calls, { first: 200 })).calls.items.length;
    const before = await count();
    await expectNothingChanged(async () => {
      const refused = await given.originate({ to, trunkName: trunk.name, connect: { announcement: longSound } });
      expect(['INVALID_NUMBER', 'INVALID_INPUT', 'DESTINATION_NOT_ALLOWED']).toContain((refused as Refusal).errorCode);
      const asPhone = await given.originate({ to: given.number(), trunkName: trunk.name, connect: { phone: to } });
      expect(['INVALID_NUMBER', 'INVALID_INPUT', 'DESTINATION_NOT_ALLOWED']).toContain((asPhone as Refusal).errorCode);
    });
    expect(await count()).toBe(before);
  });

  it.each([
    'sound:../../etc/passwd',
    'sound:a&b',
    'sound:a,b',
    'number:1',
    'sound:',
    'sound:a\r\nb',
    'https://evil.example/a.wav',
    'recording:..%2f',
  ])('such as the announcement %j should be refused with a code', async (announcement) => {
    await expectNothingChanged(async () => {
      const refused = await given.originate({ to: given.number(), trunkName: trunk.name, connect: { announcement } });
      expect((refused as Refusal).errorCode).toBe('INVALID_INPUT');
    });
  });

  it.each(['998901234567\r\nX: 1', '"Boss" <sip:1@2>', '998900000000', 'abc'])(
    'such as the caller ID %j should be refused with a code',
    async (from) => {
      await expectNothingChanged(async () => {
        const refused = await given.originate({
          to: given.number(),
          from,
          trunkName: trunk.name,
          connect: { announcement: longSound },
        });
        expect(['CALLER_ID_NOT_ALLOWED', 'INVALID_INPUT', 'INVALID_NUMBER']).toContain((refused as Refusal).errorCode);
      });
    },
  );

  it.each([
    ['name', 'a\n[b]'],
    ['name', 'a\r\nb'],
    ['name', 'anonymous'],
    ['name', '201'],
    ['name', 'a'.repeat(41)],
    ['name', 'a;b'],
    ['port', 0],
    ['port', 70_000],
    ['codecs', ['speex\nallow=all']],
    ['codecs', ['unknown']],
    ['codecs', []],
    ['server', 'bell.uz;transport=tcp'],
    ['server', 'bell.uz\r\nAction: Originate'],
    ['server', '@'],
    ['username', 'a@b'],
    ['username', 'a\r\nb'],
    ['password', 'a\r\nb'],
    ['callerId', '1;2'],
    ['maxChannels', -1],
  ])('such as a trunk with the %s %j should be refused with a code and its field', async (field, value) => {
    const trunks = async () => (await stack.admin.ask<{ trunks: { activeCalls: number }[] }>(operations.trunks)).trunks;
    const before = await until(
      async () => {
        const found = await trunks();
        // An earlier test's call may not be booked as over yet.
        expect(found.map(({ activeCalls }) => activeCalls)).toEqual([0]);
        return found;
      },
      { timeoutMs: 20_000 },
    );
    await expectNothingChanged(async () => {
      const input = {
        name: 'Hostile',
        server: '127.0.0.1',
        port: stack.carrier.port,
        username: 'u',
        password: 'p',
        [field]: value,
      };
      const { createTrunk } = await stack.admin.ask<{ createTrunk: Refusal }>(operations.createTrunk, { input });
      expect(createTrunk).toMatchObject({ errorCode: 'INVALID_INPUT', field: expect.stringContaining(field) });
      const { updateTrunk } = await stack.admin.ask<{ updateTrunk: Refusal }>(operations.updateTrunk, {
        id: trunk.id,
        input: { [field]: value },
      });
      expect(updateTrunk).toMatchObject({ errorCode: 'INVALID_INPUT', field: expect.stringContaining(field) });
    });
    expect(await trunks()).toEqual(before);
  });
});
