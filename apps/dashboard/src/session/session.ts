import { serverClock } from '@/api/server-clock';
import { postOperation } from '@/api/post-operation';
import { type Problem, problem, refusalOf } from '@/api/problem';
import {
  ChangePasswordDocument,
  LoginDocument,
  LogoutDocument,
  RefreshSessionDocument,
  type SessionFieldsFragment,
  type SignedInUserFragment,
} from '@/gql/graphql';
import { Store } from '@/store';

/**
 * starting -> signedIn <-> anonymous. `unreachable`: not known yet, because the server does not answer; it is asked again.
 * `ended` says that a session was there and is over, so that the sign-in page can say so.
 */
export type SessionState =
  | { status: 'starting' }
  | { status: 'unreachable' }
  | { status: 'signedIn'; user: SignedInUserFragment }
  | { status: 'anonymous'; ended: boolean };

type Renewal = 'renewed' | 'refused' | 'unreachable';
type Message = { type: 'session'; session: SessionFieldsFragment } | { type: 'signedOut' };

/** Renewed so long before the access token ends, in ms. */
const renewAheadMs = 60_000;
const retryMs = 3_000;

/**
 * Who is signed in on this page. The access token lives in memory alone; the httpOnly refresh cookie brings a new one. Tabs share the
 * cookie, and the server rotates it: renewals wait for each other (Web Locks) and their result goes to all tabs.
 */
export class Session {
  readonly state = new Store<SessionState>({ status: 'starting' });
  #token: { value: string; expiresAt: number } | undefined;
  #renewing: Promise<Renewal> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #channel: BroadcastChannel | undefined;

  /** Call once, in the browser. */
  start(): void {
    if (this.#channel) return;
    this.#channel = new BroadcastChannel('trunkline-session');
    this.#channel.onmessage = ({ data }: MessageEvent<Message>) => {
      if (data.type === 'session') this.#adopt(data.session);
      else this.#end(true);
    };
    void this.renew();
  }

  /** The token to send now. */
  get token(): string | undefined {
    return this.#token?.value;
  }

  /** A token that is good for some seconds more, where there is one: whoever has it need not wait. */
  get goodToken(): string | undefined {
    return this.#token && this.#token.expiresAt - serverClock.now() >= 5_000 ? this.#token.value : undefined;
  }

  /** A token that is good for some seconds more, renewed first where it is not. */
  async freshToken(): Promise<string | undefined> {
    if (!this.goodToken) await this.renew();
    return this.token;
  }

  /** A new access token by the cookie; however many ask at once, one request is made. */
  renew(): Promise<Renewal> {
    this.#renewing ??= this.#renewAlone().finally(() => (this.#renewing = undefined));
    return this.#renewing;
  }

  async signIn(username: string, password: string): Promise<Problem | undefined> {
    const answer = await postOperation(LoginDocument, { input: { username, password } });
    if (answer.problem) return answer.problem;
    const session = answer.data.login;
    if ('errorCode' in session) return refusalOf(session) ?? problem('UNKNOWN');
    this.#adopt(session);
    this.#tell({ type: 'session', session });
    return undefined;
  }

  /** Ends the session on the server and in every tab; with no answer from the server nothing changes and the problem is returned. */
  async signOut(): Promise<Problem | undefined> {
    const answer = await postOperation(LogoutDocument, {}, await this.freshToken());
    if (answer.problem && answer.problem.code !== 'UNAUTHENTICATED') return answer.problem;
    this.#end(false);
    this.#tell({ type: 'signedOut' });
    return undefined;
  }

  /** Sets one's own password. Every other sign-in of this person ends; this one, in all its tabs, goes on. */
  async changePassword(currentPassword: string, newPassword: string): Promise<Problem | undefined> {
    const input = { currentPassword, newPassword };
    const answer = await postOperation(ChangePasswordDocument, { input }, await this.freshToken());
    if (answer.problem) return answer.problem;
    const session = answer.data.changePassword;
    if ('errorCode' in session) return refusalOf(session) ?? problem('UNKNOWN');
    this.#adopt(session);
    this.#tell({ type: 'session', session });
    return undefined;
  }

  async #renewAlone(): Promise<Renewal> {
    const before = this.#token?.value;
    const ask = async (): Promise<Renewal> => {
      if (this.#token && this.#token.value !== before) return 'renewed'; // another tab's, while we waited
      const answer = await postOperation(RefreshSessionDocument, {});
      if (answer.data && !('errorCode' in answer.data.refreshSession)) {
        this.#adopt(answer.data.refreshSession);
        this.#tell({ type: 'session', session: answer.data.refreshSession });
        return 'renewed';
      }
      const code = answer.problem?.code;
      if (code === 'OFFLINE' || code === 'INTERNAL_SERVER_ERROR' || code === 'RATE_LIMITED') return 'unreachable';
      return 'refused';
    };
    // Locks exist on https and localhost only; elsewhere a tab may lose the race, and asks once more.
    const result = 'locks' in navigator ? await navigator.locks.request('trunkline-session', ask) : await ask();
    if (result === 'refused') this.#end(this.state.get().status === 'signedIn');
    if (result === 'unreachable') {
      if (this.state.get().status === 'starting') this.state.set({ status: 'unreachable' });
      this.#schedule(retryMs);
    }
    return result;
  }

  #adopt(session: SessionFieldsFragment): void {
    const expiresAt = Date.parse(session.expiresAt);
    this.#token = { value: session.accessToken, expiresAt };
    const before = this.state.get();
    // The same object for the same person, so that a renewal draws nothing anew.
    if (before.status !== 'signedIn' || JSON.stringify(before.user) !== JSON.stringify(session.user)) {
      this.state.set({ status: 'signedIn', user: session.user });
    }
    this.#schedule(Math.max(retryMs, expiresAt - serverClock.now() - renewAheadMs));
  }

  #end(ended: boolean): void {
    clearTimeout(this.#timer);
    this.#token = undefined;
    if (this.state.get().status !== 'anonymous') this.state.set({ status: 'anonymous', ended });
  }

  #schedule(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.renew(), ms);
  }

  #tell(message: Message): void {
    this.#channel?.postMessage(message);
  }
}

export const session = new Session();
