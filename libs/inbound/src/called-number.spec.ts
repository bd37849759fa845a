import { describe, expect, it } from 'vitest';
import { calledNumber, type CalledAs } from './called-number.js';

const DID = '998712000000';

describe('calledNumber', () => {
  it.each<[what: string, called: CalledAs, login: string | null, number: string | null]>([
    ['the request URI', { requestUri: `sip:${DID}@10.0.0.1:5060;transport=udp` }, 'login', DID],
    ['the request URI before To', { requestUri: `sip:${DID}@host`, to: '<sip:998712000001@host>' }, 'login', DID],
    ['a user part alone', { requestUri: DID }, null, DID],
    ['a + in front', { requestUri: `sip:+${DID}@host` }, null, DID],
    ['an encoded +', { requestUri: `sip:%2B${DID}@host` }, null, DID],
    ['nine digits', { requestUri: 'sip:712000000@host' }, null, DID],
    ['00 in front', { requestUri: `sip:00${DID}@host` }, null, DID],
    ['a short number', { requestUri: 'sip:1056@host' }, 'login', '1056'],
    ['parameters of the user', { requestUri: `sip:${DID};npdi=yes@host;user=phone` }, null, DID],
    ['a password in the URI', { requestUri: `sip:${DID}:secret@host` }, null, DID],
    ['a tel URI', { requestUri: `tel:+998-71-200-00-00;phone-context=x` }, null, DID],
    ['sips, in capitals', { requestUri: `SIPS:${DID}@host` }, null, DID],
    ['To, where the request goes to the login', { requestUri: 'sip:login@host', to: `"A" <sip:${DID}@h>;tag=1` }, 'login', DID],
    ['To, whatever the capitals of the login', { requestUri: 'sip:Login7@host', to: `sip:${DID}@h` }, 'login7', DID],
    ['To, where the request names nobody', { requestUri: 'sip:10.0.0.1:5060', to: `<sip:${DID}@h>` }, 'login', DID],
    ['To, where Asterisk says s', { requestUri: 's', to: `<sip:${DID}@h>` }, 'login', DID],
    [
      'P-Called-Party-ID, where both are the login',
      { requestUri: 'sip:login@host', to: '<sip:login@host>', calledParty: `<sip:+${DID}@ims;user=phone>` },
      'login',
      DID,
    ],
    [
      'To, where the login is a number of its own',
      { requestUri: 'sip:998712000009@host', to: `<sip:${DID}@host>` },
      '998712000009',
      DID,
    ],
    ['the login, where it is the number and nothing else is', { requestUri: `sip:${DID}@h`, to: `sip:${DID}@h` }, DID, DID],
    ['the login in nine digits, likewise', { requestUri: 'sip:712000000@h' }, '712000000', DID],
    ['no short login', { requestUri: 'sip:1001@h', to: 'sip:1001@h' }, '1001', null],
    ['no word', { requestUri: 'sip:office@h', to: 'sip:office@h', calledParty: 'sip:office@h' }, 'login', null],
    ['no number of too few digits', { requestUri: 'sip:9987120@h' }, 'login', null],
    ['no number of too many digits', { requestUri: 'sip:9987120000001@h' }, 'login', null],
    ['no broken encoding', { requestUri: 'sip:%zz@h' }, 'login', null],
    ['nothing', {}, DID, null],
    ['nothing in words', { requestUri: '', to: null, calledParty: undefined }, null, null],
  ])('should take %s: %j', (_what, called, username, number) => {
    expect(calledNumber(called, { username })).toBe(number);
  });
});
