import { z } from 'zod';
import type { Clock } from '../../ports.ts';

/** Longest delay a timer of the runtime can hold. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
const EARLY_MS = 60_000;
const RETRY_MS = 5_000;
const Claims = z.object({ exp: z.number().positive(), iat: z.number().positive().optional() });

/** When a JSON Web Token expires, ms since the epoch by the gateway's clock; null if it cannot be read. Verifies nothing. */
export function tokenLifetime(
  token: string,
): { readonly expiresAt: number; readonly issuedAt: number | null } | null {
  try {
    const claims = Claims.safeParse(
      JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()),
    );
    if (!claims.success) return null;
    const { exp, iat } = claims.data;
    return { expiresAt: exp * 1000, issuedAt: iat === undefined ? null : iat * 1000 };
  } catch {
    return null;
  }
}

/** How long to wait before a token should be replaced: a minute before its end, or a fifth of a short life. */
export function refreshDelay(token: string, serverNow: number): number | null {
  const life = tokenLifetime(token);
  if (life === null) return null;
  const length = life.issuedAt === null ? Number.POSITIVE_INFINITY : life.expiresAt - life.issuedAt;
  const early = Math.min(EARLY_MS, length / 5);
  return Math.max(0, Math.min(LONGEST_TIMER_MS, life.expiresAt - early - serverNow));
}

export interface TokenEvents {
  /** Fetches another token; null when the user must sign in again. Rejects when it could not ask. */
  fresh(): Promise<string | null>;
  /** Presents the token to the gateway; rejects when it did not arrive. */
  present(token: string): Promise<void>;
  signedOut(): void;
}

/** Replaces the token of a running session before it expires. Lives as long as one link. */
export class TokenKeeper {
  readonly #clock: Clock;
  readonly #events: TokenEvents;
  readonly #offsetMs: number;
  #cancel: () => void = () => {};
  #stopped = false;
  #busy = false;

  /** `serverTime` is the gateway's clock now: expiry is judged by it, not by this machine's. */
  constructor(clock: Clock, serverTime: number, events: TokenEvents) {
    this.#clock = clock;
    this.#offsetMs = serverTime - clock.now();
    this.#events = events;
  }

  watch(token: string): void {
    const delay = refreshDelay(token, this.#clock.now() + this.#offsetMs);
    if (delay !== null) this.#in(delay);
  }

  /** Replaces the token now (the gateway asked for it). */
  renew(): void {
    this.#in(0);
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel();
  }

  #in(ms: number): void {
    this.#cancel();
    if (!this.#stopped) this.#cancel = this.#clock.setTimeout(() => void this.#renew(), ms);
  }

  async #renew(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      const token = await this.#events.fresh();
      if (this.#stopped) return;
      if (token === null) {
        this.#events.signedOut();
        return;
      }
      await this.#events.present(token);
      this.#cancel();
      const delay = refreshDelay(token, this.#clock.now() + this.#offsetMs);
      // A token that is already due would be replaced without end; it is tried again at a calm pace instead.
      if (delay !== null) this.#in(Math.max(delay, RETRY_MS));
    } catch {
      this.#in(RETRY_MS);
    } finally {
      this.#busy = false;
    }
  }
}
