import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TokenGrant } from '#shared/protocol/auth.ts';
import { MAX_MESSAGE_BYTES } from '#shared/protocol/messages.ts';
import { addUser, hashPassword, newUser } from '../../src/gateway/auth/index.ts';
import { SYSTEM_PRINCIPAL } from '../../src/gateway/execute/index.ts';
import { handshake, TestClient } from '../support/client.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeCommand } from '../support/make/command.ts';
import { makeUser } from '../support/make/user.ts';
import { runNow } from '../support/run-now.ts';

const PASSWORD = 'correct horse battery';

let on: TestGateway;
const clients: TestClient[] = [];
const logged: string[] = [];
const logger = pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) });

function connect(token: string): TestClient {
  const client = new TestClient(on.url, handshake(token));
  clients.push(client);
  return client;
}

const setting = (value: number) => makeCommand('admin.set_setting', { setting: { key: 'a', value } });

function post(path: string, body: unknown, token?: string): Promise<Response> {
  return fetch(`${on.url}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });
}

async function login(): Promise<TokenGrant> {
  const answer = await post('/api/v1/auth/login', { username: 'ada', password: PASSWORD });
  expect(answer.status).toBe(200);
  return (await answer.json()) as TokenGrant;
}

beforeEach(async () => {
  logged.length = 0;
  on = await startTestGateway({ RATE_LIMIT_LOGIN_FAILURES: '1' }, { logger });
  const hash = await hashPassword(PASSWORD);
  runNow(on.gateway.executor, SYSTEM_PRINCIPAL, Date.now(), (context) =>
    context.write(addUser, newUser(makeUser({ id: 'ada', role: 'admin' }), hash, context.now)),
  );
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await on.stop();
});

describe('a sign-in that ends', () => {
  it('ends the sockets that live by it at once, no others, and its access token with it', async () => {
    const [first, second] = [await login(), await login()];
    const ended = connect(first.accessToken);
    const other = connect(second.accessToken);
    await Promise.all([ended, other].map((client) => client.untilReceived('welcome')));
    expect((await post('/api/v1/auth/logout', { refreshToken: first.refreshToken })).status).toBe(200);
    await ended.untilReceived('disconnect');
    expect(ended.named('problem').at(-1)).toMatchObject({
      about: 'session',
      error: { code: 'unauthenticated' },
    });
    expect(other.socket.connected).toBe(true);
    const again = connect(first.accessToken);
    await again.untilReceived('connect_error');
    expect(again.named('connect_error')[0]).toMatchObject({ code: 'unauthenticated' });
    expect((await post('/api/v1/commands', setting(1), first.accessToken)).status).toBe(401);
    expect((await post('/api/v1/commands', setting(1), second.accessToken)).status).toBe(200);
  });

  it('goes by the token the session was last given', async () => {
    const [first, second] = [await login(), await login()];
    const client = connect(first.accessToken);
    await client.untilReceived('welcome');
    const renewed: unknown = await client.socket
      .timeout(5000)
      .emitWithAck('token', { token: second.accessToken });
    expect(renewed).toMatchObject({ ok: true });
    await post('/api/v1/auth/logout', { refreshToken: first.refreshToken });
    expect(await client.socket.timeout(5000).emitWithAck('heartbeat', { sentAt: 1 })).toEqual({
      serverTime: expect.any(Number),
    });
    await post('/api/v1/auth/logout', { refreshToken: second.refreshToken });
    await client.untilReceived('disconnect');
  });

  it('is ended by a refresh token that was stolen', async () => {
    const clock = { at: Date.now(), now: () => clock.at };
    const timed = await startTestGateway({}, { clock, logger });
    const grant = await timed.gateway.auth.persona('nobody');
    expect(grant.ok).toBe(false);
    runNow(timed.gateway.executor, SYSTEM_PRINCIPAL, clock.at, (context) =>
      context.write(addUser, newUser(makeUser({ id: 'p' }), null, context.now, true)),
    );
    const signed = await timed.gateway.auth.persona('p');
    if (!signed.ok) throw new Error(signed.error.message);
    const client = new TestClient(timed.url, handshake(signed.value.accessToken));
    await client.untilReceived('welcome');
    const { refreshToken } = signed.value;
    expect((await timed.gateway.auth.refresh(refreshToken)).ok).toBe(true);
    expect(client.socket.connected).toBe(true);
    clock.at += 60_000;
    expect((await timed.gateway.auth.refresh(refreshToken)).ok).toBe(false);
    await client.untilReceived('disconnect');
    client.close();
    await timed.stop();
  });
});

describe('limits', () => {
  it('gives a user one bucket of commands for sockets and REST together', async () => {
    const strict = await startTestGateway({ RATE_LIMIT_COMMANDS_PER_SECOND: '1' });
    const token = await strict.token();
    const client = new TestClient(strict.url, handshake(token));
    await client.untilReceived('welcome');
    for (let n = 0; n < 2; n += 1)
      expect(await client.submit(setting(n))).toMatchObject({
        ok: true,
      });
    const answer = await fetch(`${strict.url}/api/v1/commands`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(setting(9)),
    });
    expect(answer.status).toBe(429);
    client.close();
    await strict.stop();
  });

  it('tells a client why before it closes on a message that is too large', async () => {
    const client = connect((await login()).accessToken);
    await client.untilReceived('welcome');
    const head = on.gateway.log.head();
    client.socket.emit(
      'command',
      { ...setting(1), filler: 'ü'.repeat(MAX_MESSAGE_BYTES / 2) },
      () => undefined,
    );
    await client.untilReceived('disconnect');
    expect(client.named('problem').at(-1)).toMatchObject({ about: 'session', error: { code: 'too_large' } });
    expect(on.gateway.log.head()).toBe(head);
  });

  it('takes a message that is just small enough, and cuts one far beyond without a word', async () => {
    const { accessToken } = await login();
    const client = connect(accessToken);
    await client.untilReceived('welcome');
    client.socket.emit('frobnicate', 'x'.repeat(MAX_MESSAGE_BYTES - 20));
    await client.untilReceived('problem');
    expect(client.named('problem')[0]).toMatchObject({ error: { code: 'invalid' } });
    client.socket.emit('frobnicate', 'x'.repeat(5 * MAX_MESSAGE_BYTES));
    await client.untilReceived('disconnect');
    expect(client.named('problem')).toHaveLength(1);
  });

  it('counts failed personas of an address together with its failed passwords', async () => {
    const statuses: number[] = [];
    for (let n = 0; n < 12; n += 1)
      statuses.push((await post('/api/v1/auth/persona', { username: `nobody-${n}` })).status);
    expect(statuses).toEqual([...Array(10).fill(404), 429, 429]);
    expect((await post('/api/v1/auth/login', { username: 'ada', password: PASSWORD })).status).toBe(429);
  });
});

describe('the log', () => {
  it('never holds a token or a password, whatever is done with them', async () => {
    const grant = await login();
    const client = connect(grant.accessToken);
    await client.untilReceived('welcome');
    await post('/api/v1/commands', setting(1), grant.accessToken);
    await post('/api/v1/commands', { id: 'x' }, grant.accessToken);
    await post('/api/v1/auth/login', { username: 'ada', password: 'wrong-password' });
    const next = (await (
      await post('/api/v1/auth/refresh', { refreshToken: grant.refreshToken })
    ).json()) as TokenGrant;
    await client.socket.timeout(5000).emitWithAck('token', { token: next.accessToken });
    await client.socket.timeout(5000).emitWithAck('token', { token: `${next.accessToken}x` });
    await post('/api/v1/auth/logout', { refreshToken: next.refreshToken });
    await client.untilReceived('disconnect');
    logger.info('the log is read');
    const text = logged.join('');
    expect(text).toContain('the log is read');
    const secrets = [grant.accessToken, grant.refreshToken, next.accessToken, next.refreshToken, PASSWORD];
    for (const secret of [...secrets, 'wrong-password']) expect(text).not.toContain(secret);
  });
});
