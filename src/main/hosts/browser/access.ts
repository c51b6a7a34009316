import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { z } from 'zod';
import type { HostPorts } from '../../ports.ts';
import { type JsonFile, openJsonFile } from '../../services/json-file.ts';

const DAY_MS = 86_400_000;
const COOKIE_MS = 30 * DAY_MS;
/** Maximum browsers with a valid cookie; the one admitted first is dropped first. */
const MAX_BROWSERS = 32;
/** Maximum unused one-time links. */
const MAX_LINKS = 16;

/** The admitted browsers, by the hash of their cookie. */
const Admitted = z.object({
  sessions: z.array(z.object({ hash: z.string().length(64), expiresAt: z.int() })).max(MAX_BROWSERS),
});
type Admitted = z.infer<typeof Admitted>;

/** Hashes a secret of 256 random bits. SHA-256 suffices: such a secret cannot be guessed. */
function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

function same(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

/** Returns the value of a cookie of a request, or null. Our cookie values need no decoding. */
function cookieOf(request: IncomingMessage, name: string): string | null {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [key, ...value] = part.trim().split('=');
    if (key === name) return value.join('=');
  }
  return null;
}

/**
 * Decides which browsers may use the host: a one-time link admits a browser, and a cookie identifies it from then on. Only
 * hashes of both are stored; those of cookies in a file, so that open pages reconnect after the console was killed.
 */
export class BrowserAccess {
  readonly #file: JsonFile<Admitted>;
  readonly #now: () => number;
  #links: readonly string[] = [];

  constructor(file: JsonFile<Admitted>, now: () => number) {
    this.#file = file;
    this.#now = now;
  }

  /** Opens the admitted browsers of a profile. */
  static async open({ paths, logger, clock }: HostPorts): Promise<BrowserAccess> {
    const file = await openJsonFile<Admitted>({
      path: join(paths.data, 'browser-sessions.json'),
      schema: Admitted,
      defaults: () => ({ sessions: [] }),
      logger,
      clock,
    });
    return new BrowserAccess(file, () => clock.now());
  }

  /** Creates a token for a one-time link. */
  issue(): string {
    const token = randomBytes(32).toString('base64url');
    this.#links = [...this.#links, hashOf(token)].slice(-MAX_LINKS);
    return token;
  }

  /** Exchanges a one-time token for a cookie value. Returns null if the token was used before or never issued. */
  async redeem(token: string): Promise<string | null> {
    const hash = hashOf(token);
    const left = this.#links.filter((link) => !same(link, hash));
    if (left.length === this.#links.length) return null;
    this.#links = left;
    const secret = randomBytes(32).toString('base64url');
    const now = this.#now();
    const valid = this.#file.get().sessions.filter(({ expiresAt }) => expiresAt > now);
    const added = { hash: hashOf(secret), expiresAt: now + COOKIE_MS };
    await this.#file.set({ sessions: [...valid, added].slice(-MAX_BROWSERS) });
    return secret;
  }

  /** Whether a request carries the cookie of an admitted browser. */
  knows(request: IncomingMessage, port: number): boolean {
    const secret = cookieOf(request, cookieName(port));
    if (secret === null || secret === '') return false;
    const hash = hashOf(secret);
    const now = this.#now();
    return this.#file.get().sessions.some((known) => known.expiresAt > now && same(known.hash, hash));
  }
}

/** Returns the name of the cookie. Cookies are shared between ports, so the name contains the port. */
export function cookieName(port: number): string {
  return `quayside-${port}`;
}

/** Returns the header that sets the cookie. It is not `Secure`: the host serves plain HTTP, on the loopback interface only. */
export function cookieHeader(port: number, secret: string): string {
  return `${cookieName(port)}=${secret}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${COOKIE_MS / 1000}`;
}
