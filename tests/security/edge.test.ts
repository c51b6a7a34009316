import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SECURITY_HEADERS } from '../../src/gateway/raw-response.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeCommand } from '../support/make/command.ts';

const QUICK = { headersMs: 300, requestMs: 600, idleMs: 5_000, checkMs: 50 };

const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});

/** Opens a connection and keeps what it hears until it is closed. */
function dial(on: TestGateway, from = '127.0.0.1') {
  const { port } = new URL(on.url);
  const socket = connect({ port: Number(port), host: '127.0.0.1', localAddress: from });
  sockets.push(socket);
  const line = { socket, heard: '', closed: once(socket, 'close') };
  socket.on('error', () => undefined);
  socket.setEncoding('latin1').on('data', (text: string) => {
    line.heard += text;
  });
  return line;
}

/** Sends raw bytes and returns all that comes back until the connection is closed. */
async function raw(on: TestGateway, text: string): Promise<string> {
  const line = dial(on);
  line.socket.write(text, 'latin1');
  await line.closed;
  return line.heard;
}

/** The status and headers of a raw answer. */
function parse(answer: string): { status: number; headers: Record<string, string> } {
  const [head = ''] = answer.split('\r\n\r\n');
  const [first = '', ...lines] = head.split('\r\n');
  const pairs = lines.map((line) => [
    line.split(':')[0]?.toLowerCase() ?? '',
    line.slice(line.indexOf(':') + 1).trim(),
  ]);
  return {
    status: Number(first.split(' ')[1]),
    headers: Object.fromEntries(pairs) as Record<string, string>,
  };
}

const POST = (path: string, body: string, length = body.length, more = ''): string =>
  `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n${more}\r\n${body}`;

describe('slow and silent connections', () => {
  it('are cut, and others are served meanwhile', async () => {
    const on = await startTestGateway({}, { requestTimes: QUICK });
    try {
      const silent = Array.from({ length: 100 }, () => dial(on));
      const slow = Array.from({ length: 50 }, () => dial(on));
      for (const { socket } of slow) socket.write(POST('/api/v1/auth/login', '{"username":', 100));
      const halfHeaders = Array.from({ length: 40 }, () => dial(on));
      for (const { socket } of halfHeaders)
        socket.write('GET /api/health HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ');
      await Promise.all([...silent, ...slow, ...halfHeaders].map(({ closed }) => closed));
      for (const { heard } of [...slow, ...halfHeaders]) {
        const { status, headers } = parse(heard);
        expect(status).toBe(408);
        expect(headers).toMatchObject(SECURITY_HEADERS);
      }
      expect((await fetch(`${on.url}/api/health`)).status).toBe(200);
    } finally {
      await on.stop();
    }
  });

  it('of one address are counted: what is beyond the limit is closed, and other addresses are served', async () => {
    const on = await startTestGateway({ MAX_CONNECTIONS_PER_ADDRESS: '8' });
    try {
      const lines = Array.from({ length: 8 }, () => dial(on, '127.0.7.1'));
      await Promise.all(lines.map(({ socket }) => once(socket, 'connect')));
      await dial(on, '127.0.7.1').closed;
      const other = dial(on, '127.0.7.2');
      other.socket.write('GET /api/health HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n');
      await other.closed;
      expect(parse(other.heard).status).toBe(200);
      lines[0]?.socket.destroy();
      await expect
        .poll(async () => {
          const again = dial(on, '127.0.7.1');
          again.socket.write('GET /api/health HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n');
          await again.closed;
          return again.heard === '' ? 0 : parse(again.heard).status;
        })
        .toBe(200);
    } finally {
      await on.stop();
    }
  });
});

describe('requests', () => {
  let on: TestGateway;
  beforeAll(async () => {
    on = await startTestGateway();
  });
  afterAll(() => on.stop());

  const lists = ['orders', 'payments', 'alerts', 'chat/conversations', 'inventory/items', 'inventory/ledger'];
  it.each([
    ...[
      '/api/v1/commands',
      '/api/v1/commands/admin.set_setting',
      '/api/v1/attachments',
      '/widget/api/attachments',
      '/widget/api/messages',
      '/widget/api/read',
    ].map((path) => ['POST', path]),
    ...lists.map((list) => ['GET', `/api/v1/${list}?limit=nonsense`]),
  ])(
    '%s %s without a token are told so, whatever else is wrong with them',
    async (method = '', path = '') => {
      const bodies = method === 'GET' ? [undefined] : ['{broken', '{}', '"x"', 'x'.repeat(300_000)];
      for (const body of bodies) {
        const response = await fetch(`${on.url}${path}`, {
          method,
          ...(body === undefined ? {} : { body, headers: { 'content-type': 'application/json' } }),
        });
        expect(response.status).toBe(401);
        expect(await response.json()).toMatchObject({ error: { code: 'unauthenticated' } });
      }
    },
  );

  it('without a token are answered before their body has arrived', async () => {
    const line = dial(on);
    line.socket.write(POST('/api/v1/commands', '{', 1000));
    await once(line.socket, 'data');
    expect(parse(line.heard).status).toBe(401);
  });

  it.each([
    ['that are no HTTP', 'hello\r\n\r\n', 400],
    [
      'with a path that cannot be decoded',
      'GET /%zz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n',
      400,
    ],
    ['without a host', 'GET /api/health HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    [
      'with headers that are too large',
      `GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
      431,
    ],
    [
      'with two lengths',
      'POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
      400,
    ],
    [
      'with an expectation',
      'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nExpect: gold\r\nConnection: close\r\n\r\n',
      417,
    ],
    ['to upgrade elsewhere', upgrade('/elsewhere', '127.0.0.1'), 404],
    ['to upgrade to something else', upgrade('/ws/', '127.0.0.1', 'h2c'), 400],
    [
      'to upgrade from a stranger’s page',
      upgrade('/ws/', '127.0.0.1', 'websocket', 'https://evil.example'),
      403,
    ],
    ['to upgrade under a stranger’s name', upgrade('/ws/', 'rebound.example'), 403],
    [
      'to poll',
      'GET /ws/?EIO=4&transport=polling HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n',
      404,
    ],
  ])('%s get an answer with the security headers', async (_what, text, status) => {
    const answer = parse(await raw(on, text));
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject(SECURITY_HEADERS);
  });

  it('without a route have exactly these security headers', async () => {
    const { headers } = await fetch(`${on.url}/nothing`);
    const ours = [...headers.keys()].filter(
      (name) =>
        !['connection', 'content-length', 'content-type', 'date', 'keep-alive', 'vary'].includes(name),
    );
    expect(Object.fromEntries(ours.map((name) => [name, headers.get(name)]))).toEqual(SECURITY_HEADERS);
  });

  it('with a command id in capitals are the same command', async () => {
    const token = await on.token('admin');
    const submit = async (id: string) => {
      const response = await fetch(`${on.url}/api/v1/commands`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({
          ...makeCommand('admin.set_setting', { setting: { key: 'a', value: 1 } }),
          at: 1,
          id,
        }),
      });
      return await response.json();
    };
    const id = uuidv7();
    const first = await submit(id);
    const head = on.gateway.log.head();
    expect(await submit(id.toUpperCase())).toEqual(first);
    expect(first).toMatchObject({ ok: true, id });
    expect(on.gateway.log.head()).toBe(head);
  });

  it('with half of a surrogate pair can be sent again, by customers and by the team', async () => {
    const start = await fetch(`${on.url}/widget/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Kim', email: 'kim@example.com', orderNumber: null }),
    });
    const cookie = start.headers.get('set-cookie')?.split(';')[0] ?? '';
    const post = async (body: string, messageId: string) => {
      const response = await fetch(`${on.url}/widget/api/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie },
        body: JSON.stringify({ messageId, body }),
      });
      return { status: response.status, body: (await response.json()) as unknown };
    };
    const id = uuidv7();
    const first = await post('Hello \ud83d', id);
    expect(first.status).toBe(200);
    // As it was typed, as it was stored, and under the same id in capitals.
    expect(await post('Hello \ud83d', id)).toEqual(first);
    expect(await post('Hello \ufffd', id)).toEqual(first);
    expect(await post('Hello \ud83d', id.toUpperCase())).toEqual(first);
    expect((await post('Goodbye', id)).status).toBe(409);

    const token = await on.token('admin');
    const command = makeCommand('admin.set_setting', { setting: { key: 'half', value: 'x\udc00' } });
    const submit = async (value: string): Promise<unknown> => {
      const response = await fetch(`${on.url}/api/v1/commands`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ ...command, data: { setting: { key: 'half', value } } }),
      });
      return await response.json();
    };
    const accepted = await submit('x\udc00');
    expect(accepted).toMatchObject({ ok: true });
    expect(await submit('x\udc00')).toEqual(accepted);
    expect(await submit('x\ufffd')).toEqual(accepted);
    expect(await submit('x')).toMatchObject({ ok: false, error: { code: 'idempotency_conflict' } });
  });
});

function upgrade(path: string, host: string, to = 'websocket', origin?: string): string {
  return [
    `GET ${path}?EIO=4&transport=websocket HTTP/1.1`,
    `Host: ${host}`,
    'Connection: Upgrade',
    `Upgrade: ${to}`,
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Version: 13',
    ...(origin === undefined ? [] : [`Origin: ${origin}`]),
    '\r\n',
  ].join('\r\n');
}
