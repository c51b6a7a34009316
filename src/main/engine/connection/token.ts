import { z } from 'zod';
import type { Clock } from '../../ports.ts';
import type { GatewayTime } from './gateway-time.ts';

/** The longest delay of a timer in Node. */
const MAX_TIMER_MS = 2 ** 31 - 1;
const EARLY_MS = 60_000;
const RETRY_MS = 5_000;
const Claims = z.object({ exp: z.number().positive(), iat: z.number().positive().optional() });

const Refusal = z.object({ ok: z.literal(false) });

/** Returns whether the gateway has refused a new token. */
export const isRefused = (answer: unknown): boolean => Refusal.safeParse(answer).success;

/**
 * Returns when a JSON Web Token was issued and when it expires, by the gateway's clock, ms. Returns null if the token cannot
 * be read. Does not verify it.
 */
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

/**
 * Returns the delay after which to replace a token, ms: a minute before it expires, or a fifth of its lifetime if that is
 * shorter. Returns null if the token cannot be read.
 */
export function refreshDelay(token: string, serverNow: number): number | null {
  const life = tokenLifetime(token);
  if (life === null) return null;
  const length = life.issuedAt === null ? Number.POSITIVE_INFINITY : life.expiresAt - life.issuedAt;
  const early = Math.min(EARLY_MS, length / 5);
  return Math.max(0, Math.min(MAX_TIMER_MS, life.expiresAt - early - serverNow));
}

/** What a token keeper needs from its owner. */
export interface TokenEvents {
  /** Fetches a new token; null if the user must sign in again. Rejects if it could not be fetched. */
  fresh(): Promise<string | null>;
  /** Sends the token to the gateway. Rejects if the gateway did not accept it. */
  present(token: string): Promise<void>;
  /** The user must sign in again. */
  signedOut(): void;
}

/** Replaces the access token of an open link before it expires. Lives as long as the link. */
export class TokenKeeper {
  readonly #clock: Clock;
  readonly #events: TokenEvents;
  readonly #time: GatewayTime;
  #cancel: () => void = () => {};
  #stopped = false;
  #busy = false;

  constructor(clock: Clock, time: GatewayTime, events: TokenEvents) {
    this.#clock = clock;
    this.#time = time;
    this.#events = events;
  }

  /** Schedules the replacement of a token. */
  watch(token: string): void {
    const delay = refreshDelay(token, this.#time.now());
    if (delay !== null) this.#in(delay);
  }

  /** Replaces the token now, because the gateway has refused it. */
  renew(): void {
    this.#in(0);
  }

  /** Cancels the scheduled replacement. */
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
      const delay = refreshDelay(token, this.#time.now());
      // The minimum delay prevents a loop if the new token is due at once.
      if (delay !== null) this.#in(Math.max(delay, RETRY_MS));
    } catch {
      this.#in(RETRY_MS);
    } finally {
      this.#busy = false;
    }
  }
}
