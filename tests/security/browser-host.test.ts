import { readFile, stat } from 'node:fs/promises';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { startTestHost, type TestHost } from '../support/console.ts';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let test: TestHost;
let cookie = '';

beforeAll(async () => {
  test = await startTestHost();
  cookie = await test.enter();
});
afterAll(() => test.dispose());

/** Sends a request unchanged; fetch would normalise the path and refuse to set Host. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((done, fail) => {
    const request = httpRequest(
      { host: '127.0.0.1', port: test.host.port, path, headers, method },
      (response) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          body += chunk;
        });
        response.on('end', () => done({ status: response.statusCode ?? 0, headers: response.headers, body }));
      },
    );
    request.on('error', fail);
    request.end();
  });
}

/** Sends raw bytes and returns the response. */
function raw(text: string): Promise<string> {
  return new Promise((done, fail) => {
    const socket = connect(test.host.port, '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      answer += chunk;
    });
    socket.on('close', () => done(answer));
    socket.on('error', fail);
  });
}

/** Tries to open the bridge. Returns the status of the refusal, or 101. */
function upgrade(headers: Record<string, string>, path = '/bridge'): Promise<number> {
  return new Promise((done) => {
    const socket = new WebSocket(`ws://127.0.0.1:${test.host.port}${path}`, { headers });
    socket.on('unexpected-response', (_request, response) => {
      done(response.statusCode ?? 0);
      response.destroy();
    });
    socket.on('open', () => {
      done(101);
      socket.terminate();
    });
    socket.on('error', () => {});
  });
}

function expectPolicy(headers: IncomingHttpHeaders): void {
  const policy = headers['content-security-policy'];
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('unsafe');
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers['referrer-policy']).toBe('no-referrer');
  expect(headers['cross-origin-opener-policy']).toBe('same-origin');
  expect(headers['cross-origin-resource-policy']).toBe('same-origin');
}

describe('without a session', () => {
  it.for(['/', '/index.html', '/assets/app-abc123.js', '/bridge/session', '/inventory'])(
    'refuses %s',
    async (path) => {
      const answer = await ask(path);
      expect(answer.status).toBe(401);
      expect(answer.body).not.toContain('<html');
    },
  );

  it('refuses a cookie that was never issued', async () => {
    const answer = await ask('/', { cookie: `quayside-${test.host.port}=${'A'.repeat(43)}` });
    expect(answer.status).toBe(401);
    expect((await ask('/', { cookie: `quayside-${test.host.port}=` })).status).toBe(401);
  });

  it('refuses the bridge', async () => {
    expect(await upgrade({ origin: test.origin })).toBe(401);
  });
});

describe('the one-time link', () => {
  it('is exchanged for a strict cookie and removed from the address, once', async () => {
    const link = new URL(test.host.link());
    const first = await ask(`/${link.search}`);
    expect(first.status).toBe(303);
    expect(first.headers.location).toBe('/');
    const [set] = first.headers['set-cookie'] ?? [];
    expect(set).toMatch(/^quayside-\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=\d+$/);
    const again = await ask(`/${link.search}`);
    expect(again.status).toBe(403);
    expect(again.headers['set-cookie']).toBeUndefined();
  });

  it('admits only one of two simultaneous requests', async () => {
    const { search } = new URL(test.host.link());
    const answers = await Promise.all([ask(`/${search}`), ask(`/${search}`)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 403]);
  });

  it('is refused if it was never issued', async () => {
    expect((await ask(`/?token=${'A'.repeat(43)}`)).status).toBe(403);
    expect((await ask('/?token=')).status).toBe(403);
  });

  it('is stored as a hash only, in a file that only its user can read', async () => {
    const path = join(test.data, 'browser-sessions.json');
    const text = await readFile(path, 'utf8');
    expect(text).not.toContain(cookie.split('=')[1]);
    expect(text).not.toContain(new URL(test.host.link()).searchParams.get('token'));
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('leaves cookies valid for the process after this one', async () => {
    const next = await startTestHost({ data: test.data });
    try {
      // The cookie's name contains the port, which stays the same when a console restarts.
      const value = cookie.split('=')[1];
      const response = await fetch(`${next.origin}/`, {
        headers: { cookie: `quayside-${next.host.port}=${value}` },
      });
      expect(response.status).toBe(200);
    } finally {
      await next.dispose();
    }
  });
});

describe('another host or origin', () => {
  it.for([
    'evil.example',
    'evil.example:PORT',
    '127.0.0.1',
    '127.0.0.1:1',
    'localhost.evil.example:PORT',
    '127.0.0.1:PORT.evil.example',
    '[::1]:PORT',
    '0.0.0.0:PORT',
    '',
  ])('refuses host %j', async (name) => {
    const host = name.replace('PORT', String(test.host.port));
    const answer = await raw(
      `GET / HTTP/1.1\r\nHost: ${host}\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 40[03] /);
    expect(answer).toContain('content-security-policy: ');
    expect(await upgrade({ cookie, origin: test.origin, host: host || 'x' })).toBe(403);
  });

  it('refuses two hosts', async () => {
    const { port } = test.host;
    const answer = await raw(
      `GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nHost: evil.example\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 40[03] /);
  });

  it('answers to localhost', async () => {
    expect((await ask('/', { cookie, host: `localhost:${test.host.port}` })).status).toBe(200);
  });

  it.for([
    'http://evil.example',
    'null',
    'http://127.0.0.1:1',
    'https://127.0.0.1:PORT',
    'http://localhost:PORT',
    'http://127.0.0.1:PORT.evil.example',
    'file://',
  ])('refuses origin %s', async (name) => {
    const origin = name.replace('PORT', String(test.host.port));
    expect(await upgrade({ cookie, origin })).toBe(403);
    expect((await ask('/', { cookie, origin })).status).toBe(403);
    expect((await ask('/', { cookie, origin }, 'POST')).status).toBe(403);
  });

  it('refuses upgrades and methods other than GET and HEAD without an origin', async () => {
    expect(await upgrade({ cookie })).toBe(403);
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])
      expect((await ask('/', { cookie }, method)).status).toBe(403);
    expect((await ask('/', { cookie, origin: test.origin }, 'POST')).status).toBe(405);
  });

  it('opens the bridge with cookie, host and origin, and only at its path', async () => {
    expect(await upgrade({ cookie, origin: test.origin })).toBe(101);
    expect(await upgrade({ cookie, origin: test.origin }, '/bridge/x')).toBe(404);
    expect(await upgrade({ cookie, origin: test.origin }, '/')).toBe(404);
  });
});

describe('files', () => {
  it('serves the page uncached, with a new nonce each time', async () => {
    const pages = [await ask('/', { cookie }), await ask('/inventory/item-1', { cookie })];
    const nonces = pages.map(({ status, headers, body }) => {
      expect(status).toBe(200);
      expect(headers['cache-control']).toBe('no-store');
      const nonce = /<meta property="csp-nonce" nonce="([^"]+)">/.exec(body)?.[1];
      expect(headers['content-security-policy']).toContain(`'nonce-${nonce}'`);
      return nonce;
    });
    expect(nonces[0]).not.toBe(nonces[1]);
  });

  it('serves assets as immutable', async () => {
    const answer = await ask('/assets/app-abc123.js', { cookie });
    expect(answer.headers['cache-control']).toContain('immutable');
    expect(answer.headers['content-type']).toContain('text/javascript');
  });

  it.for([
    '/../secret.js',
    '/assets/../../secret.js',
    '/%2e%2e/secret.js',
    '/%2e%2e%2fsecret.js',
    '/assets/..%2f..%2fsecret.js',
    '/assets/%2e%2e%5c%2e%2e%5csecret.js',
    '/..%5csecret.js',
    '/assets/app-abc123.js%00.png',
    '//secret.js',
    '/%252e%252e/secret.js',
    '/browser-sessions.json',
    '/%',
    '/%ff%fe',
  ])('does not leave its folder for %s', async (path) => {
    const answer = await ask(path, { cookie });
    expect([400, 404]).toContain(answer.status);
    expect(answer.body).not.toContain('secret = 1');
  });

  it('sends the policy with every response', async () => {
    const { port } = test.host;
    const { search } = new URL(test.host.link());
    const answers = await Promise.all([
      ask('/', { cookie }),
      ask('/'),
      ask('/', { cookie, host: 'evil.example' }),
      ask('/', { cookie, origin: test.origin }, 'POST'),
      ask('/nothing.js', { cookie }),
      ask('/assets/app-abc123.js', { cookie }),
      ask('/bridge/session', { cookie }),
      ask('/bridge', { cookie }),
      ask(`/${search}`),
      ask('/?token=x'),
    ]);
    for (const { headers } of answers) expectPolicy(headers);
    const broken = await raw('NOT HTTP AT ALL\r\n\r\n');
    expect(broken).toContain('400 Bad Request');
    expect(broken).toContain('content-security-policy: ');
    const refused = await raw(
      `GET /bridge HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n`,
    );
    expect(refused).toContain('403 Forbidden');
    expect(refused).toContain('content-security-policy: ');
  });
});

describe('the socket', () => {
  function open(): Promise<WebSocket> {
    return new Promise((done, fail) => {
      const socket = new WebSocket(`ws://127.0.0.1:${test.host.port}/bridge`, {
        headers: { cookie, origin: test.origin },
      });
      socket.once('open', () => done(socket));
      socket.once('error', fail);
    });
  }

  it('closes on a message larger than any valid input, and the host keeps running', async () => {
    const socket = await open();
    const closed = new Promise<number>((done) => socket.once('close', done));
    socket.on('error', () => {});
    socket.send('x'.repeat(3 * 1024 * 1024));
    expect([1006, 1009]).toContain(await closed);
    expect((await ask('/', { cookie })).status).toBe(200);
  });

  it('answers an input of one mebibyte with too_large', async () => {
    const socket = await open();
    const answered = new Promise<string>((done) => socket.once('message', (data) => done(data.toString())));
    socket.send(
      JSON.stringify({ t: 'call', id: 1, name: 'app.ping', input: { x: 'y'.repeat(1024 * 1024 - 8) } }),
    );
    expect(JSON.parse(await answered)).toMatchObject({
      t: 'result',
      id: 1,
      result: { ok: false, error: { code: 'too_large' } },
    });
    socket.terminate();
  });

  it('listens on the loopback interface only', async () => {
    const { networkInterfaces } = await import('node:os');
    const outer = Object.values(networkInterfaces())
      .flat()
      .find((address) => address && !address.internal && address.family === 'IPv4');
    if (!outer) return;
    const refused = await new Promise<boolean>((done) => {
      const socket = connect(test.host.port, outer.address);
      socket.once('connect', () => {
        socket.destroy();
        done(false);
      });
      socket.once('error', () => done(true));
    });
    expect(refused).toBe(true);
  });
});
