import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { z } from 'zod';
import type { HostPorts } from '../../ports.ts';
import { type JsonFile, openJsonFile } from '../../services/json-file.ts';

const DAY_MS = 86_400_000;
const SESSION_MS = 30 * DAY_MS;
/** Browsers that may be signed in to this console; the longest unused one goes first. */
const MAX_SESSIONS = 32;
/** One-time links that may be open at once. */
const MAX_LINKS = 16;

const Sessions = z.object({
  sessions: z.array(z.object({ hash: z.string().length(64), expiresAt: z.int() })).max(MAX_SESSIONS),
});
type Sessions = z.infer<typeof Sessions>;

/** SHA-256 suffices for a value of 256 random bits: there is nothing to guess. */
function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

function same(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

/** The value of one cookie of a request. */
function cookieOf(request: IncomingMessage, name: string): string | null {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [key, ...value] = part.trim().split('=');
    if (key === name) return value.join('=');
  }
  return null;
}

/**
 * Who may use the browser host: whoever has opened a one-time link, known afterwards by a cookie. Of both only hashes are
 * kept; those of cookies in a file, so that open pages find back after the console was killed.
 */
export class BrowserAccess {
  readonly #file: JsonFile<Sessions>;
  readonly #now: () => number;
  #links: readonly string[] = [];

  constructor(file: JsonFile<Sessions>, now: () => number) {
    this.#file = file;
    this.#now = now;
  }

  static async open({ paths, logger, clock }: HostPorts): Promise<BrowserAccess> {
    const file = await openJsonFile<Sessions>({
      path: join(paths.data, 'browser-sessions.json'),
      schema: Sessions,
      defaults: () => ({ sessions: [] }),
      logger,
      clock,
    });
    return new BrowserAccess(file, () => clock.now());
  }

  /** Makes a token that works once. */
  issue(): string {
    const token = randomBytes(32).toString('base64url');
    this.#links = [...this.#links, hashOf(token)].slice(-MAX_LINKS);
    return token;
  }

  /** Exchanges a one-time token for the value of a cookie; null for one that was used or never given out. */
  async redeem(token: string): Promise<string | null> {
    const hash = hashOf(token);
    const left = this.#links.filter((link) => !same(link, hash));
    if (left.length === this.#links.length) return null;
    this.#links = left;
    const secret = randomBytes(32).toString('base64url');
    const now = this.#now();
    const valid = this.#file.get().sessions.filter(({ expiresAt }) => expiresAt > now);
    const added = { hash: hashOf(secret), expiresAt: now + SESSION_MS };
    await this.#file.set({ sessions: [...valid, added].slice(-MAX_SESSIONS) });
    return secret;
  }

  /** Whether a request carries the cookie of a browser that was let in. */
  knows(request: IncomingMessage, port: number): boolean {
    const secret = cookieOf(request, cookieName(port));
    if (secret === null || secret === '') return false;
    const hash = hashOf(secret);
    const now = this.#now();
    return this.#file.get().sessions.some((session) => session.expiresAt > now && same(session.hash, hash));
  }
}

/** Cookies do not know ports, so that consoles on different ones need different names. */
export function cookieName(port: number): string {
  return `quayside-${port}`;
}

/** The header that sets the cookie. Not `Secure`: the host speaks plain HTTP, on the loopback interface only. */
export function cookieHeader(port: number, secret: string): string {
  return `${cookieName(port)}=${secret}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${SESSION_MS / 1000}`;
}
