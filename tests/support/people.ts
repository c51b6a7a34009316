import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import type { Role } from '#shared/domain/admin.ts';
import { TokenGrant } from '#shared/protocol/auth.ts';
import type { CommandData, CommandType } from '#shared/protocol/commands/index.ts';
import { Reply } from '#shared/protocol/envelope.ts';
import { ProtocolError } from '#shared/protocol/errors.ts';
import { SYSTEM_PRINCIPAL } from '../../src/gateway/execute/index.ts';
import type { TestGateway } from './gateway.ts';
import { makeUser } from './make/user.ts';

/** A password that nobody guesses. */
export const PASSWORD = 'correct horse battery';

const Refused = z.object({ error: ProtocolError });

/** An answer over REST: its status and its body. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly error: ProtocolError | undefined;
}

/** Users of a gateway over REST. */
export class People {
  readonly #on: TestGateway;
  readonly #now: () => number;

  /** `now` is the gateway's clock, where a test sets it. */
  constructor(on: TestGateway, now: () => number = Date.now) {
    this.#on = on;
    this.#now = now;
  }

  async ask(
    method: 'GET' | 'POST',
    path: string,
    options: {
      readonly token?: string;
      readonly body?: unknown;
      readonly headers?: Record<string, string>;
    } = {},
  ): Promise<Answer> {
    const { token, body } = options;
    const headers: Record<string, string> = { ...options.headers };
    if (body !== undefined) headers['content-type'] = 'application/json';
    if (token !== undefined) headers['authorization'] = `Bearer ${token}`;
    const response = await fetch(`${this.#on.url}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json();
    return { status: response.status, body: answer, error: Refused.safeParse(answer).data?.error };
  }

  /** Adds a user, as the gateway itself. Returns the id. */
  async add(username: string, role: Role, password = PASSWORD): Promise<string> {
    const user = makeUser({ username, name: username, role });
    await this.as('admin.create_user', { user, password });
    return user.id;
  }

  /** Makes a command of now, by the test's clock. */
  envelope(type: string, data: unknown) {
    const at = this.#now();
    return { id: uuidv7({ msecs: at }), type, data, at };
  }

  /** Runs a command as the gateway itself. Throws if it is refused. */
  async as<T extends CommandType>(type: T, data: CommandData<T>): Promise<void> {
    const reply = await this.#on.gateway.executor.submit(SYSTEM_PRINCIPAL, this.envelope(type, data));
    if (!reply.ok) throw new Error(reply.error.message);
  }

  login(username: string, password = PASSWORD): Promise<Answer> {
    return this.ask('POST', '/api/v1/auth/login', { body: { username, password } });
  }

  async signIn(username: string, password = PASSWORD): Promise<TokenGrant> {
    return TokenGrant.parse((await this.login(username, password)).body);
  }

  refresh(refreshToken: string): Promise<Answer> {
    return this.ask('POST', '/api/v1/auth/refresh', { body: { refreshToken } });
  }

  /** Submits a command over REST. */
  async command<T extends CommandType>(token: string, type: T, data: CommandData<T>): Promise<Reply> {
    const body = { id: uuidv7(), type, data, at: Date.now() };
    const answer = await this.ask('POST', '/api/v1/commands', { token, body });
    if (answer.error) return { ok: false, id: body.id, error: answer.error };
    return Reply.parse(answer.body);
  }
}
