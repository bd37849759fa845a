import { describe, expect, it } from 'vitest';
import type { PhoneSpec } from '../telephony.provisioning.js';
import { accessList, phoneToObjects } from './phone-to-objects.js';
import type { PjsipObject } from './pjsip-object.js';

const phone: PhoneSpec = {
  phoneId: '201',
  extension: '201',
  kind: 'browser',
  username: '201-x',
  password: 'generated',
  networks: [],
};
const desk: PhoneSpec = { ...phone, phoneId: '201-desk', kind: 'desk', networks: ['10.0.0.0/8', '192.168.1.5', 'fc00::/7'] };

const fieldsOf = (objects: readonly PjsipObject[], type: string) => objects.find((object) => object.type === type)?.fields ?? {};
const refusal = (make: () => unknown): unknown => {
  try {
    return make();
  } catch (error) {
    return error;
  }
};

describe('phoneToObjects', () => {
  it("should make a browser's phone", () => {
    const objects = phoneToObjects(phone);
    expect(objects.map(({ type, id }) => `${type} ${id}`)).toEqual(['auth 201', 'aor 201', 'endpoint 201']);
    expect(fieldsOf(objects, 'endpoint')).toMatchObject({
      webrtc: 'yes',
      context: 'outbound',
      identify_by: 'username',
      callerid: '"201" <201>',
      trust_id_inbound: 'no',
      allow_subscribe: 'no',
      transport: 'transport-ws',
      direct_media: 'no',
    });
    expect(fieldsOf(objects, 'aor')).toMatchObject({ max_contacts: '1', remove_existing: 'yes' });
  });

  it('should let a desk phone in from its networks only', () => {
    expect(fieldsOf(phoneToObjects(desk), 'endpoint')).toMatchObject({
      acl: accessList(desk.networks).name,
      rewrite_contact: 'yes',
    });
    expect(fieldsOf(phoneToObjects(desk), 'endpoint')).not.toHaveProperty('transport');
    expect(accessList(['b::/8', 'a::/8', 'b::/8'])).toEqual(accessList(['a::/8', 'b::/8']));
  });

  it.each<[string, Partial<PhoneSpec>]>([
    ['an id like a trunk', { phoneId: 'BellUZ' }],
    ['a line end in the id', { phoneId: '201\n' }],
    ['an extension with letters', { extension: '2a1' }],
    ['a caller ID in the extension', { extension: '201" <998' }],
    ['an at in the login', { username: 'a@b' }],
    ['a line end in the password', { password: 'a\nb' }],
  ])('should refuse %s', (_name, change) => {
    expect(refusal(() => phoneToObjects({ ...phone, ...change }))).toMatchObject({ status: 400 });
  });

  it.each(['0.0.0.0/33', 'fc00::/129', '10.0.0.0/8/8', 'anywhere', '10.0.0.0/8\npermit=0.0.0.0/0', '10.0.0/8', '/8', ''])(
    'should refuse the network %j',
    (network) => {
      expect(refusal(() => phoneToObjects({ ...desk, networks: [network] }))).toMatchObject({ status: 400 });
    },
  );
});
