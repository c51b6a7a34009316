import { createHash, randomInt, timingSafeEqual } from 'node:crypto';

/** How long a code can be used, ms, and how many wrong ones may be entered. */
const VALID_MS = 10 * 60_000;
const ATTEMPTS = 5;
/** Maximum codes that wait; the oldest is forgotten. */
const MAX_CODES = 1_000;
/** The number of an address's codes within their time. */
const MAX_PER_EMAIL = 5;

interface Code {
  readonly email: string;
  readonly hash: Buffer;
  readonly until: number;
  left: number;
}

const hashOf = (conversationId: string, code: string): Buffer =>
  createHash('sha256').update(`${conversationId}\n${code}`).digest();

/**
 * The codes that visitors were sent by e-mail, one for each visit. They are kept in memory: after a restart a visitor asks for
 * another. Times are in ms of any clock that never goes back.
 */
export class Codes {
  readonly #codes = new Map<string, Code>();

  /** Returns a new code of six digits, which replaces the visit's last; null when the address was sent too many. */
  issue(conversationId: string, email: string, now: number): string | null {
    for (const [id, { until }] of this.#codes) if (until <= now) this.#codes.delete(id);
    const key = email.toLowerCase();
    const sent = [...this.#codes.values()].filter((code) => code.email === key);
    if (sent.length >= MAX_PER_EMAIL) return null;
    const code = String(randomInt(0, 1_000_000)).padStart(6, '0');
    const oldest = this.#codes.keys().next();
    if (this.#codes.size >= MAX_CODES && !oldest.done) this.#codes.delete(oldest.value);
    this.#codes.set(conversationId, {
      email: key,
      hash: hashOf(conversationId, code),
      until: now + VALID_MS,
      left: ATTEMPTS,
    });
    return code;
  }

  /** Returns whether a code is the visit's. It works once; after five wrong ones it works no more. */
  redeem(conversationId: string, code: string, now: number): boolean {
    const known = this.#codes.get(conversationId);
    if (!known || known.until <= now || known.left <= 0) return false;
    known.left -= 1;
    if (!timingSafeEqual(known.hash, hashOf(conversationId, code))) return false;
    this.#codes.delete(conversationId);
    return true;
  }
}
