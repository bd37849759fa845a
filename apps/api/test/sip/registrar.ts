/** A provider's registrar (RFC 3261, section 10): logins and passwords, bindings, and what it was made to answer. */
import { challenge, isAuthorised, parseDigest, type Credentials } from './digest.js';
import { header, headers, parseAddress, parseUri } from './message.js';
import type { ServerTransaction, Target } from './transactions.js';

/** One REGISTER and what was said to it; `status` is undefined where nothing was. */
export interface RegistrationAttempt {
  username: string;
  /** What was asked for, seconds; 0 unregisters. */
  expires: number;
  contact: string;
  status: number | undefined;
  /** Wall clock, ms. */
  at: number;
  source: Target;
}

export interface Binding {
  contact: string;
  /** Wall clock, ms. */
  expiresAt: number;
  source: Target;
}

export type RegistrarMood = { kind: 'accept' } | { kind: 'refuse'; status: number; reason?: string } | { kind: 'silent' };

export class Registrar {
  readonly seen: RegistrationAttempt[] = [];
  mood: RegistrarMood = { kind: 'accept' };
  /** The answer to a wrong password; 401 asks again. */
  wrongPasswordStatus = 403;
  /** The longest time that a binding is given, seconds. */
  longestExpiry = 3_600;
  private readonly accounts = new Map<string, string>();
  /** By login; several where several phones, or an old and a new registration of one trunk, share it. */
  private readonly bindings = new Map<string, Binding[]>();

  /** Adds a login, or changes its password. */
  setAccount({ username, password }: Credentials): void {
    this.accounts.set(username, password);
  }

  removeAccount(username: string): void {
    this.accounts.delete(username);
    this.bindings.delete(username);
  }

  /** Where that login is reached now, by its latest registration. */
  bindingOf(username: string): Binding | undefined {
    return this.bindings.get(username)?.findLast(({ expiresAt }) => expiresAt > Date.now());
  }

  isRegistered(username: string): boolean {
    return this.bindingOf(username) !== undefined;
  }

  attemptsOf(username: string): RegistrationAttempt[] {
    return this.seen.filter((attempt) => attempt.username === username);
  }

  receive(transaction: ServerTransaction): void {
    const { request, source } = transaction;
    const authorization = header(request, 'Authorization');
    const username = parseUri(parseAddress(header(request, 'To')).uri).user;
    const contact = parseAddress(header(request, 'Contact'));
    const expires = Number(contact.params.get('expires') ?? (header(request, 'Expires') || this.longestExpiry));
    const status = this.judge(username, authorization);
    this.seen.push({ username, expires, contact: contact.uri, status, at: Date.now(), source });
    if (status === undefined) return;
    if (status === 401) return transaction.respond(401, { headers: [{ name: 'WWW-Authenticate', value: challenge('carrier') }] });
    if (status !== 200)
      return transaction.respond(status, this.mood.kind === 'refuse' && this.mood.reason ? { reason: this.mood.reason } : {});
    const granted = Math.min(expires, this.longestExpiry);
    const others = (this.bindings.get(username) ?? []).filter((binding) => binding.contact !== contact.uri);
    const own = { contact: contact.uri, expiresAt: Date.now() + granted * 1_000, source };
    this.bindings.set(username, granted === 0 ? others : [...others, own]);
    const echoed = headers(request, 'Contact').map((value) => ({
      name: 'Contact',
      value: `${value.replace(/;expires=\d+/i, '')};expires=${granted}`,
    }));
    transaction.respond(200, { headers: [...echoed, { name: 'Expires', value: String(granted) }] });
  }

  private judge(username: string, authorization: string): number | undefined {
    if (this.mood.kind === 'silent') return undefined;
    if (this.mood.kind === 'refuse' && this.mood.status !== 401) return this.mood.status;
    if (authorization === '' || this.mood.kind === 'refuse') return 401;
    // Who signs in may have another name than who registers.
    const signedIn = parseDigest(authorization)['username'] ?? '';
    const password = this.accounts.get(signedIn);
    if (password === undefined || !this.accounts.has(username)) return 404;
    return isAuthorised(authorization, 'REGISTER', { username: signedIn, password }) ? 200 : this.wrongPasswordStatus;
  }
}
