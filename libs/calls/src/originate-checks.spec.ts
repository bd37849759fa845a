import { describe, expect, it } from 'vitest';
import type { OriginateCallInput } from './call.inputs.js';
import { checkOriginate, isForOthers, isSameRequest, requestOf } from './originate-checks.js';

const id = '7b0c1a52-5c0b-4a8e-9b1d-0f6d3a2e9c11';

describe('checkOriginate', () => {
  it.each<[Partial<OriginateCallInput>, string | undefined]>([
    [{}, undefined],
    [{ id }, undefined],
    [{ id: id.toUpperCase() }, undefined],
    [{ id: 'call-1' }, 'input.id'],
    [{ id: `${id}\r\nX: y` }, 'input.id'],
    [{ ringTimeoutSeconds: 4 }, 'input.ringTimeoutSeconds'],
    [{ ringTimeoutSeconds: 5 }, undefined],
    [{ ringTimeoutSeconds: 300 }, undefined],
    [{ ringTimeoutSeconds: 301 }, 'input.ringTimeoutSeconds'],
    [{ ringTimeoutSeconds: -1 }, 'input.ringTimeoutSeconds'],
    [{ from: '9'.repeat(81) }, 'input.from'],
    [{ connect: { agentId: id } }, undefined],
    [{ connect: { agentId: '201' } }, 'input.connect.agentId'],
    [{ connect: {} }, 'input.connect'],
    [{ connect: { agentId: id, announcement: 'sound:hello' } }, 'input.connect'],
    [{ connect: { phone: '998901234567' } }, undefined],
    [{ connect: { phone: '9'.repeat(81) } }, 'input.connect.phone'],
    [{ connect: { announcement: 'sound:hello-world' } }, undefined],
    [{ connect: { announcement: 'sound:uz/menu_1/welcome' } }, undefined],
    [{ connect: { announcement: 'sound:../../etc/passwd' } }, 'input.connect.announcement'],
    [{ connect: { announcement: 'sound:/etc/passwd' } }, 'input.connect.announcement'],
    [{ connect: { announcement: 'sound:a//b' } }, 'input.connect.announcement'],
    [{ connect: { announcement: 'sound:Hello' } }, 'input.connect.announcement'],
    [{ connect: { announcement: 'sound:' } }, 'input.connect.announcement'],
    [{ connect: { announcement: `sound:${'a'.repeat(81)}` } }, 'input.connect.announcement'],
    [{ connect: { announcement: 'sound:a\r\nb' } }, 'input.connect.announcement'],
    [{ connect: { announcement: 'sound:a&tone:ring' } }, 'input.connect.announcement'],
    [{ connect: { announcement: 'tone:ring' } }, 'input.connect.announcement'],
    [{ connect: { announcement: `recording:${id}` } }, undefined],
    [{ connect: { announcement: `recording:${id.toUpperCase()}` } }, undefined],
    [{ connect: { announcement: 'recording:' } }, 'input.connect.announcement'],
    [{ connect: { announcement: 'recording:../../etc/passwd' } }, 'input.connect.announcement'],
    [{ connect: { announcement: `recording:${id}/../x` } }, 'input.connect.announcement'],
    [{ connect: { announcement: `recording:${id}\r\n` } }, 'input.connect.announcement'],
    [{ connect: { announcement: `RECORDING:${id}` } }, 'input.connect.announcement'],
  ])('should judge %j', (input, field) => {
    const refusal = checkOriginate({ to: '998901234567', ...input });
    expect(refusal?.field).toBe(field);
    if (field) expect(refusal?.errorCode).toBe('INVALID_INPUT');
  });
});

describe('isSameRequest', () => {
  const request = requestOf({ to: '998901234567', connect: { agentId: id.toUpperCase() } });

  it('should not mind what was left out or null, nor the order of keys', () => {
    const again = requestOf({ connect: { agentId: id, phone: null }, from: null, to: '998901234567' });
    expect(isSameRequest(request, again)).toBe(true);
  });

  it('should not mind in which case the id of a recording is written', () => {
    const [one, other] = [id, id.toUpperCase()].map((each) =>
      requestOf({ to: '1', connect: { announcement: `recording:${each}` } }),
    );
    expect(one?.announcement).toBe(`recording:${id}`);
    expect(one).toEqual(other);
  });

  it.each([{ to: '998901234568' }, { from: '1' }, { trunkName: 'Demo' }, { record: false }, { ringTimeoutSeconds: 5 }])(
    'should mind %j',
    (other) => {
      expect(isSameRequest(request, { ...request, ...other })).toBe(false);
    },
  );
});

describe('isForOthers', () => {
  it.each<[OriginateCallInput['connect'], boolean]>([
    [undefined, false],
    [{ agentId: 'me' }, false],
    [{ agentId: 'you' }, true],
    [{ phone: '998901234567' }, true],
    [{ announcement: 'sound:hello' }, true],
    [{ announcement: `recording:${id}` }, true],
  ])('should take %j for %s', (connect, isForOther) => {
    expect(isForOthers(requestOf({ to: '1', connect: connect ?? null }), 'me')).toBe(isForOther);
  });
});
