import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';

/** The directives of a content security policy, in a canonical order. */
const directives = (response: Response): string[] =>
  (response.headers.get('content-security-policy') ?? '')
    .split(';')
    .map((directive) => directive.trim())
    .filter((directive) => directive !== '')
    .sort();

const API_POLICY = ["default-src 'none'", "frame-ancestors 'none'"];
const PAGE_POLICY = [
  "base-uri 'none'",
  "connect-src 'self'",
  "default-src 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  // Pictures of messages, which its script has read.
  'img-src blob:',
  "script-src 'self'",
  "style-src 'self'",
];

describe('security headers', () => {
  let on: TestGateway;
  beforeAll(async () => {
    on = await startTestGateway();
  });
  afterAll(() => on.stop());

  it.each(['/api/health', '/nothing', '/api/v1/orders', '/widget/api/session'])(
    'are on %s, which may load nothing',
    async (path) => {
      const response = await fetch(`${on.url}${path}`);
      expect(directives(response)).toEqual(API_POLICY);
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      expect(response.headers.get('referrer-policy')).toBe('no-referrer');
      expect(response.headers.get('x-frame-options')).toBe('DENY');
      expect(response.headers.get('cache-control')).toBe('no-store');
    },
  );

  it('are on requests that are refused for their origin', async () => {
    const response = await fetch(`${on.url}/api/health`, { headers: { origin: 'https://evil.example' } });
    expect(response.status).toBe(403);
    expect(directives(response)).toEqual(API_POLICY);
  });

  it.each(['/widget', '/widget.js', '/widget.css', '/widget-embed.js'])(
    'let the page of %s load its own files only',
    async (path) => {
      const response = await fetch(`${on.url}${path}`);
      expect(directives(response)).toEqual(PAGE_POLICY);
      expect(response.headers.get('x-frame-options')).toBe('DENY');
      // Asked for again each time, so that the shop's name and colour are today's.
      expect(response.headers.get('cache-control')).toBe('no-cache');
      // Other sites load the script that opens the page, and nothing else.
      expect(response.headers.get('cross-origin-resource-policy')).toBe(
        path === '/widget-embed.js' ? 'cross-origin' : 'same-origin',
      );
    },
  );

  it('are on the widget’s stream, and its cookies are for it alone', async () => {
    const start = await fetch(`${on.url}/widget/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Kim', email: 'kim@example.com', orderNumber: null }),
    });
    const cookies = start.headers.getSetCookie();
    expect(cookies).toHaveLength(2);
    for (const one of cookies)
      expect(one.split('; ').slice(1).sort()).toEqual(
        ['HttpOnly', 'Max-Age=43200', 'Path=/widget', 'SameSite=Strict'].sort(),
      );
    const [cookie = ''] = cookies;
    const stop = new AbortController();
    const stream = await fetch(`${on.url}/widget/api/stream`, {
      headers: { cookie: cookie.split(';')[0] ?? '' },
      signal: stop.signal,
    });
    expect(stream.headers.get('content-type')).toContain('text/event-stream');
    expect(directives(stream)).toEqual(PAGE_POLICY);
    expect(stream.headers.get('x-content-type-options')).toBe('nosniff');
    stop.abort();
    const end = await fetch(`${on.url}/widget/api/end`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: cookie.split(';')[0] ?? '' },
      body: '{}',
    });
    expect(end.headers.get('set-cookie')).toMatch(/^quayside_widget=;.*Path=\/widget/);
    expect(end.headers.get('set-cookie')).toMatch(/Max-Age=0|Expires=Thu, 01 Jan 1970/);
  });
});

describe('the rate limit of an address', () => {
  it('answers 429 with rate_limited, retryAfterMs and Retry-After, on unknown paths too', async () => {
    const strict = await startTestGateway({ RATE_LIMIT_REQUESTS_PER_SECOND: '2' });
    try {
      const statuses: number[] = [];
      for (let n = 0; n < 4; n += 1) statuses.push((await fetch(`${strict.url}/api/health`)).status);
      expect(statuses).toEqual([200, 200, 200, 200]);
      for (const path of ['/api/health', '/nothing']) {
        const response = await fetch(`${strict.url}${path}`);
        expect(response.status).toBe(429);
        const { error } = (await response.json()) as { error: { code: string; retryAfterMs: number } };
        expect(error.code).toBe('rate_limited');
        expect(error.retryAfterMs).toBeGreaterThan(0);
        expect(error.retryAfterMs).toBeLessThanOrEqual(2000);
        expect(response.headers.get('retry-after')).toBe(String(Math.ceil(error.retryAfterMs / 1000)));
        expect(directives(response)).toEqual(API_POLICY);
      }
    } finally {
      await strict.stop();
    }
  });

  it('bounds how many conversations it can start', async () => {
    const on = await startTestGateway();
    try {
      const start = (): Promise<Response> =>
        fetch(`${on.url}/widget/api/session`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ name: 'Kim', email: 'kim@example.com', orderNumber: null }),
        });
      const statuses: number[] = [];
      for (let n = 0; n < 11; n += 1) statuses.push((await start()).status);
      expect(statuses).toEqual([...Array(10).fill(200), 429]);
      const refused = await start();
      expect(await refused.json()).toMatchObject({ error: { code: 'rate_limited' } });
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    } finally {
      await on.stop();
    }
  });
});
