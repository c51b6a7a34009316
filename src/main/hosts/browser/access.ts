import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { z } from 'zod';
import type { Clock, HostPorts } from '../../ports.ts';
import { type JsonFile, openJsonFile } from '../../services/json-file.ts';

const DAY_MS = 86_400_000;
const COOKIE_MS = 30 * DAY_MS;
/** Maximum browsers with a valid cookie; the one admitted first is dropped first. */
const MAX_BROWSERS = 32;
/** Maximum unused one-time links; the oldest is dropped first. */
const MAX_LINKS = 16;
/** How long a one-time link works. */
export const LINK_MS = 60_000;

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
 * Decides which browsers may use the host: a link admits one browser within a minute, and a cookie identifies it from then
 * on. Only hashes of both are stored; those of cookies in a file, so that open pages reconnect after the console was killed.
 */
export class BrowserAccess {
  readonly #file: JsonFile<Admitted>;
  readonly #clock: Clock;
  /** The hashes of unused links, oldest first, with what cancels their expiry. A timer ends a link, because the wall clock may jump. */
  readonly #links = new Map<string, () => void>();

  constructor(file: JsonFile<Admitted>, clock: Clock) {
    this.#file = file;
    this.#clock = clock;
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
    return new BrowserAccess(file, clock);
  }

  /** Creates a token for a link. */
  issue(): string {
    const token = randomBytes(32).toString('base64url');
    const hash = hashOf(token);
    this.#links.set(
      hash,
      this.#clock.setTimeout(() => this.#drop(hash), LINK_MS),
    );
    const [oldest] = this.#links.keys();
    if (this.#links.size > MAX_LINKS && oldest !== undefined) this.#drop(oldest);
    return token;
  }

  /** Exchanges a token for a cookie value. Returns null if the token has expired, was used before or was never issued. */
  async redeem(token: string): Promise<string | null> {
    const hash = hashOf(token);
    const known = [...this.#links.keys()].find((link) => same(link, hash));
    if (known === undefined) return null;
    this.#drop(known);
    const secret = randomBytes(32).toString('base64url');
    const now = this.#clock.now();
    const valid = this.#file.get().sessions.filter(({ expiresAt }) => expiresAt > now);
    const added = { hash: hashOf(secret), expiresAt: now + COOKIE_MS };
    await this.#file.set({ sessions: [...valid, added].slice(-MAX_BROWSERS) });
    return secret;
  }

  /** Ends all unused links. */
  dispose(): void {
    for (const hash of [...this.#links.keys()]) this.#drop(hash);
  }

  #drop(hash: string): void {
    this.#links.get(hash)?.();
    this.#links.delete(hash);
  }

  /** Whether a request carries the cookie of an admitted browser. */
  knows(request: IncomingMessage, port: number): boolean {
    const secret = cookieOf(request, cookieName(port));
    if (secret === null || secret === '') return false;
    const hash = hashOf(secret);
    const now = this.#clock.now();
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
