/** What the tests of a file stand on: one stack and one browser, there before the first test, gone after the last. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { launchBrowser, openContext, type Screen, signIn, signInWithPhone } from './browser.js';
import { startStack, type Stack } from './stack.js';

const createUserMutation = `mutation ($input: CreateUserInput!) {
  createUser(input: $input) { ... on User { id } ... on OperationError { message } }
}`;

export interface Person {
  id: string;
  username: string;
  password: string;
}

export interface Visitor {
  username?: string;
  password?: string;
  screen?: Screen;
}

/** An agent unless `role` says otherwise. */
export interface NewPerson {
  username: string;
  displayName?: string;
  role?: 'AGENT' | 'SUPERVISOR' | 'ADMIN';
  extension?: string;
}

export class Bed {
  readonly #closing: (() => Promise<unknown>)[] = [];
  readonly #faults: string[] = [];
  #parts: readonly [Stack, Browser] | undefined;

  /** @throws before the first hook that runs after `givenBed` */
  get stack(): Stack {
    return this.#ready[0];
  }

  get browser(): Browser {
    return this.#ready[1];
  }

  async start(settings: Record<string, string>): Promise<void> {
    this.#parts = await Promise.all([startStack(settings), launchBrowser()]);
  }

  async stop(): Promise<void> {
    await this.#parts?.[1].close();
    await this.#parts?.[0].stop();
  }

  /** A page in a browser of its own, closed with the test. Its errors, what its policy forbade and what it asked of other hosts fail the test. */
  async open(screen?: Screen, locale?: string): Promise<Page> {
    const context = await openContext(this.browser, screen, locale);
    this.#closing.push(() => context.close());
    context.on('page', (page) => this.#watch(page));
    return context.newPage();
  }

  /** Signed in, and gone to that path. */
  async visit(path: string, visitor: Visitor = {}): Promise<Page> {
    const { username = 'admin', password = this.stack.adminPassword, screen } = visitor;
    const page = await this.open(screen);
    await signIn(page, this.stack, username, password);
    await page.waitForURL('**/calls');
    await page.goto(`${this.stack.address}${path}`);
    return page;
  }

  /** Signed in, with the page's telephone ready. */
  async seat({ username, password }: Pick<Person, 'username' | 'password'>, screen?: Screen): Promise<Page> {
    const page = await this.open(screen);
    await signInWithPhone(page, this.stack, username, password);
    return page;
  }

  /** Makes somebody; the password is their username twice. */
  async hire(person: NewPerson): Promise<Person> {
    const { username } = person;
    const password = `${username}-${username}`;
    const input = { role: 'AGENT', ...person, password };
    const { createUser } = await this.stack.asAdmin<{ createUser: { id?: string; message?: string } }>(createUserMutation, {
      input,
    });
    if (!createUser.id) throw new Error(createUser.message);
    return { id: createUser.id, username, password };
  }

  /** Closes the test's pages, and says what was wrong with them. */
  async endTest(): Promise<string[]> {
    for (const close of this.#closing.splice(0)) await close();
    return this.#faults.splice(0);
  }

  get #ready(): readonly [Stack, Browser] {
    if (!this.#parts) throw new Error('The stack has not been started yet: ask for it in a test or a hook.');
    return this.#parts;
  }

  #watch(page: Page): void {
    const { host } = new URL(this.stack.address);
    page.on('pageerror', (error) => this.#faults.push(`page error: ${error.message}`));
    page.on('console', (message) => {
      if (/Content Security Policy|hydrat/i.test(message.text())) this.#faults.push(message.text());
    });
    page.on('request', (request) => {
      const asked = new URL(request.url());
      if (/^(https?|wss?):$/.test(asked.protocol) && asked.host !== host) this.#faults.push(`left for ${request.url()}`);
    });
  }
}

/**
 * To be called once, where the file's tests are described.
 * @param settings of the stack, in place of the usual ones, as in `.env`
 */
export function givenBed(settings: Record<string, string> = {}): Bed {
  const bed = new Bed();
  beforeAll(() => bed.start(settings));
  afterEach(async () => expect(await bed.endTest()).toEqual([]));
  afterAll(() => bed.stop());
  return bed;
}
