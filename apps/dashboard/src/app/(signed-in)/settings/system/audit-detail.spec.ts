import { expect, it } from 'vitest';
import { auditDetail } from './audit-detail';

const id = '24fc72d9-c66f-420a-92f7-65d30cc64c7b';

it.each([
  ['role AGENT -> ADMIN', 'role AGENT -> ADMIN'],
  ['{"name":"Demo","port":5060,"enabled":true}', 'name: Demo · port: 5060 · enabled: true'],
  [`{"agentId":"${id}","memberIds":["${id}","${id}"],"callerId":null}`, 'memberIds: 2 · callerId: —'],
  ['{"prepend":"","codecs":["alaw","ulaw"],"trunkIds":[]}', 'codecs: alaw, ulaw · trunkIds: 0'],
  ['{"name":"cut o', '{"name":"cut o'],
  ['', ''],
])('should tell %s as %s', (detail, words) => {
  expect(auditDetail(detail)).toBe(words);
});
