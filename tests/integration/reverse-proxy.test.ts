import { request as plainRequest } from 'node:http';
import { io, type Socket } from 'socket.io-client';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import type { TokenGrant } from '#shared/protocol/auth.ts';
import { createGatewayAuth } from '../../src/main/services/gateway-auth.ts';
import { launchChromium } from '../support/chromium.ts';
import { handshake } from '../support/client.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/folders.ts';
import { freePort, type Program, runGateway, startSourceGateway } from '../support/processes.ts';
import {
  documentedSettings,
  type Found,
  findProxy,
  type ProxyName,
  ReverseProxy,
} from '../support/reverse-proxy.ts';

const PASSWORD = 'correct horse battery';
const VISITOR = { name: 'Kim', email: 'kim@example.com', orderNumber: null };

/** Sends the widget's form straight to the gateway, past the proxy, from an address that is not trusted. */
function askDirectly(port: number, from: string, headers: Record<string, string>): Promise<number> {
  const body = JSON.stringify(VISITOR);
  return new Promise((done, fail) => {
    const asked = plainRequest(
      {
        host: '127.0.0.1',
        port,
        path: '/widget/api/session',
        method: 'POST',
        localAddress: from,
        agent: false,
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          ...headers,
        },
      },
      (response) => {
        response.resume().on('end', () => done(response.statusCode ?? 0));
      },
    );
    asked.on('error', fail);
    asked.end(body);
  });
}

describe.each<ProxyName>(['nginx', 'caddy'])('the documented set-up with %s', (name) => {
  let found: Found;
  let folder: TemporaryFolder;
  let gateway: Program | undefined;
  let proxy: ReverseProxy | undefined;

  /** The proxy under test, or the end of the test with the reason. */
  function through(context: TestContext): ReverseProxy {
    if (!proxy) context.skip(found.reason ?? `${name} was not started`);
    return proxy as ReverseProxy;
  }

  const signIn = async (on: ReverseProxy, from: string, password = PASSWORD) =>
    await on.ask('/api/v1/auth/login', { from, body: { username: 'ada', password } });

  beforeAll(async () => {
    folder = temporaryFolder(name);
    found = findProxy(name);
    if (found.path === null) return;
    const [port, gatewayPort] = [await freePort(), await freePort()];
    const env = {
      ...documentedSettings(),
      WEBSOCKET_PORT: String(gatewayPort),
      PUBLIC_URL: `https://localhost:${port}`,
      QUAYSIDE_DATA_DIR: folder.path,
      RATE_LIMIT_LOGIN_FAILURES: '3',
      LOG_LEVEL: 'warn',
    };
    // The steps of "Connect to a server" in README.md.
    const migrated = await runGateway(['migrate'], env);
    expect(migrated).toMatchObject({ code: 0 });
    const added = await runGateway(['user', 'add', 'ada', '--role', 'manager', '--name', 'Ada Lovelace'], {
      ...env,
      QUAYSIDE_PASSWORD: PASSWORD,
    });
    expect(added).toMatchObject({ code: 0 });
    const history = ['import', 'orders', 'tests/fixtures/online-retail-1k.csv', '--format', 'online-retail'];
    expect(await runGateway(history, env)).toMatchObject({ code: 0 });
    gateway = await startSourceGateway(['serve'], env);
    proxy = await ReverseProxy.start({ name, path: found.path }, folder.path, port, gatewayPort);
  }, 300_000);

  afterAll(async () => {
    await proxy?.stop();
    await gateway?.stop();
    folder.remove();
  });

  it('signs in and connects a console with wss, from its own page or none, and from no other', async (context) => {
    const on = through(context);
    const grant = JSON.parse((await signIn(on, '127.0.0.1')).body) as TokenGrant;
    const connect = (origin: string | null): Socket =>
      io(on.url.replace('https:', 'wss:'), {
        path: '/ws',
        transports: ['websocket'],
        reconnection: false,
        forceNew: true,
        ca: on.ca,
        auth: handshake(grant.accessToken),
        ...(origin === null ? {} : { extraHeaders: { origin } }),
      });
    for (const origin of [null, on.url]) {
      const socket = connect(origin);
      const welcome: unknown = await new Promise((done, fail) => {
        socket.once('welcome', done);
        socket.once('connect_error', fail);
      });
      expect(welcome).toMatchObject({ user: { username: 'ada' } });
      socket.disconnect();
    }
    const stranger = connect('https://evil.example');
    await expect(
      new Promise((done, fail) => {
        stranger.once('welcome', done);
        stranger.once('connect_error', fail);
      }),
    ).rejects.toThrow();
    stranger.disconnect();
    // This process does not trust the test's certificate.
    const client = createGatewayAuth();
    expect(await client.refresh(on.url, 'x')).toMatchObject({ error: { reason: 'certificate' } });
    client.dispose();
    expect((await on.ask('/api/health', { headers: { origin: 'https://evil.example' } })).status).toBe(403);
    expect((await on.ask('/api/health', { headers: { origin: on.url } })).status).toBe(200);
    const api = JSON.parse((await on.ask('/api/docs/json')).body) as { servers: { url: string }[] };
    expect(api.servers).toEqual([{ url: on.url }]);
  });

  it('gives each customer a limit of their own, whatever address they claim', async (context) => {
    const on = through(context);
    const start = async (from: string, claimed?: string): Promise<number> =>
      (
        await on.ask('/widget/api/session', {
          from,
          body: VISITOR,
          headers: claimed === undefined ? {} : { 'x-forwarded-for': claimed },
        })
      ).status;
    const many: number[] = [];
    for (let n = 0; n < 12; n += 1) many.push(await start(`127.0.1.${n + 1}`));
    expect(many).toEqual(Array(12).fill(200));
    const one: number[] = [];
    for (let n = 0; n < 12; n += 1) one.push(await start('127.0.2.1', `203.0.113.${n}`));
    expect(one).toEqual([...Array(10).fill(200), 429, 429]);
    // Straight to the gateway, from an address that is no proxy of ours.
    const port = Number(new URL(gateway?.address ?? '').port);
    const direct: number[] = [];
    for (let n = 0; n < 11; n += 1)
      direct.push(await askDirectly(port, '127.0.3.1', { 'x-forwarded-for': `203.0.113.${n}` }));
    expect(direct).toEqual([...Array(10).fill(200), 429]);
  });

  it('locks nobody out for the wrong passwords of another address', async (context) => {
    const on = through(context);
    const wrong: number[] = [];
    for (let n = 0; n < 4; n += 1) wrong.push((await signIn(on, '127.0.4.1', 'wrong-password')).status);
    expect(wrong).toEqual([401, 401, 401, 429]);
    expect((await signIn(on, '127.0.4.2')).status).toBe(200);
  });

  it('serves the chat page: a message goes out and an answer comes in', async (context) => {
    const on = through(context);
    const grant = JSON.parse((await signIn(on, '127.0.5.1')).body) as TokenGrant;
    const browser = await launchChromium();
    try {
      const tab = await browser.newContext({ ignoreHTTPSErrors: true });
      const page = await tab.newPage();
      await page.goto(`${on.url}/widget`);
      await page.getByLabel('Name').fill('Kim');
      await page.getByLabel('E-mail').fill('kim@example.com');
      await page.getByRole('button', { name: 'Start conversation' }).click();
      await page.getByText('Connected').waitFor();
      const [cookie] = await tab.cookies();
      expect(cookie).toMatchObject({ name: 'quayside_widget', secure: true, httpOnly: true });
      await page.getByLabel('Your message').fill('Where is my parcel?');
      await page.getByRole('button', { name: 'Send' }).click();
      await page.getByText('Where is my parcel?').waitFor();
      const headers = { authorization: `Bearer ${grant.accessToken}` };
      let conversationId: string | undefined;
      await expect
        .poll(
          async () => {
            const list = await on.ask('/api/v1/chat/conversations', { headers });
            const { rows } = JSON.parse(list.body) as { rows: { id: string; customer: { name: string } }[] };
            conversationId = rows.find(({ customer }) => customer.name === 'Kim')?.id;
            return conversationId;
          },
          { timeout: 10_000 },
        )
        .toBeDefined();
      const answered = await on.ask('/api/v1/commands/chat.send_message', {
        headers,
        body: {
          id: uuidv7(),
          data: { conversationId, messageId: uuidv7(), kind: 'text', body: 'It arrives tomorrow.' },
        },
      });
      expect(answered).toMatchObject({ status: 200 });
      await page.getByText('It arrives tomorrow.').waitFor();
    } finally {
      await browser.close();
    }
  });
});
