/** Digest authentication (RFC 2617 with MD5, qop=auth or none), both ways: as the one who asks and as the one who answers. */
import { createHash, randomBytes } from 'node:crypto';

export interface Credentials {
  username: string;
  password: string;
}

export type DigestFields = Readonly<Record<string, string>>;

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

/** The value of WWW-Authenticate, Proxy-Authenticate, Authorization or Proxy-Authorization -> its fields, names in small letters. */
export function parseDigest(value: string): DigestFields {
  const fields = value.replace(/^\s*Digest\s+/i, '').matchAll(/([a-z]+)\s*=\s*(?:"([^"]*)"|([^\s,]+))/gi);
  return Object.fromEntries([...fields].map(([, name = '', quoted, plain]) => [name.toLowerCase(), quoted ?? plain ?? '']));
}

/** The value of WWW-Authenticate or Proxy-Authenticate. */
export function challenge(realm: string, nonce = randomBytes(12).toString('hex')): string {
  return `Digest realm="${realm}", nonce="${nonce}", algorithm=MD5, qop="auth"`;
}

function responseOf(fields: DigestFields, method: string, { username, password }: Credentials): string {
  const secret = md5(`${username}:${fields['realm'] ?? ''}:${password}`);
  const what = md5(`${method}:${fields['uri'] ?? ''}`);
  const nonce = fields['nonce'] ?? '';
  if (!fields['qop']) return md5(`${secret}:${nonce}:${what}`);
  return md5(`${secret}:${nonce}:${fields['nc'] ?? ''}:${fields['cnonce'] ?? ''}:${fields['qop']}:${what}`);
}

/** The value of (Proxy-)Authorization that answers a challenge. */
export function answerChallenge(challengeValue: string, method: string, uri: string, credentials: Credentials): string {
  const { realm = '', nonce = '', qop, opaque } = parseDigest(challengeValue);
  const fields: Record<string, string> = { realm, nonce, uri };
  if (qop !== undefined && qop.split(',').some((each) => each.trim() === 'auth')) {
    Object.assign(fields, { qop: 'auth', nc: '00000001', cnonce: randomBytes(8).toString('hex') });
  }
  const quoted: [string, string | undefined][] = [
    ['username', credentials.username],
    ['realm', realm],
    ['nonce', nonce],
    ['uri', uri],
    ['response', responseOf(fields, method, credentials)],
    ['cnonce', fields['cnonce']],
    ['opaque', opaque],
  ];
  const parts = quoted.filter(([, value]) => value !== undefined).map(([name, value]) => `${name}="${value ?? ''}"`);
  const bare = fields['qop'] === undefined ? [] : [`qop=${fields['qop']}`, `nc=${fields['nc'] ?? ''}`];
  return `Digest ${[...parts, ...bare, 'algorithm=MD5'].join(', ')}`;
}

/** Whether an Authorization value was made with these credentials for this method. */
export function isAuthorised(authorization: string, method: string, credentials: Credentials): boolean {
  const fields = parseDigest(authorization);
  return fields['username'] === credentials.username && fields['response'] === responseOf(fields, method, credentials);
}
