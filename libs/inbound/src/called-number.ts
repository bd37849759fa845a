import { isShortNumber, normalizeNumber } from '@app/dialplan';

/** Where a provider may have written the number that was called: a SIP or tel URI, with or without a name and brackets, or its user part alone. */
export interface CalledAs {
  requestUri?: string | null | undefined;
  to?: string | null | undefined;
  /** P-Called-Party-ID (RFC 3455). */
  calledParty?: string | null | undefined;
}

/** A provider sends a call to the contact that we registered, so that the request is often addressed to our login, and the number stands elsewhere. */
export interface CalledTrunk {
  username: string | null;
}

/**
 * The number of ours that was called, as the books have it (998712000000); null where nobody can tell. The first that is a number and not the trunk's own
 * login: the request URI, To, P-Called-Party-ID. Where there is none but the login, and that is a full number itself, it is the number: many providers give
 * the number as the login.
 */
export function calledNumber({ requestUri, to, calledParty }: CalledAs, { username }: CalledTrunk): string | null {
  const login = username?.toLowerCase();
  const users = [requestUri, to, calledParty].map(userOf).filter((user) => user !== null);
  const numbers = users.filter((user) => user.toLowerCase() !== login).map(normalizeNumber);
  const number = numbers.find((each) => each !== null) ?? null;
  if (number !== null) return number;

  const own = users.length > 0 && username !== null ? normalizeNumber(username) : null;
  return own !== null && !isShortNumber(own) ? own : null;
}

/** Of `"Name" <sip:+998712000000;x=y@host;user=phone>;tag=z`: +998712000000. */
function userOf(text: string | null | undefined): string | null {
  if (!text) return null;
  const uri = /<([^>]*)>/.exec(text)?.[1] ?? text.trim();
  const withoutScheme = uri.replace(/^(sips?|tel):/i, '');
  const hasUser = uri === withoutScheme || withoutScheme.includes('@') || /^tel:/i.test(uri);
  if (!hasUser) return null;
  const [user = ''] = withoutScheme.split('@')[0]?.split(/[;:?]/) ?? [];
  return decoded(user).trim() || null;
}

/** RFC 3986: %2B is a +. What is not encoded rightly stays as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
