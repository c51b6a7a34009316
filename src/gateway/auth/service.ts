import { createHash, randomBytes } from 'node:crypto';
import type { TeamUser } from '#shared/domain/admin.ts';
import { err, ok, type Result } from '#shared/domain/result.ts';
import type { TokenGrant } from '#shared/protocol/auth.ts';
import type { ProtocolError } from '#shared/protocol/errors.ts';
import { ROLE_PERMISSIONS } from '#shared/protocol/permissions.ts';
import type { GatewayConfig } from '../config.ts';
import type { RunningExecutor } from '../execute/index.ts';
import { newId } from '../ids.ts';
import type { Clock, Principal, Sql } from '../kernel.ts';
import { verifyPassword } from './passwords.ts';
import { FailureThrottle } from './throttle.ts';
import { createTokenSigner } from './tokens.ts';
import { findLogin, findUser, listPersonas, principalOf } from './users.ts';

/**
 * How long a used refresh token can be used again: a client killed before it saved the response still holds the old one.
 * Later use means that the token was stolen, and ends the whole sign-in.
 */
export const REUSE_GRACE_MS = 30_000;
/** Maximum password checks at a time; each takes 19 MiB and a thread. */
const MAX_CHECKS = 8;
/** Failures allowed from one address over all usernames, as a multiple of those for one username. */
const ADDRESS_FACTOR = 10;

/** A user with a valid access token. */
export interface SignIn {
  readonly user: TeamUser;
  readonly principal: Principal;
  /** The sign-in the token belongs to: all tokens refreshed from one login. */
  readonly family: string;
  /** When the access token expires, ms. */
  readonly expiresAt: number;
}

interface TokenRow {
  family: string;
  user_id: string;
  expires_at: number;
  used_at: number | null;
  revoked_at: number | null;
}

/** What sign-in needs of the gateway. */
export interface AuthServiceOptions {
  readonly sql: Sql;
  readonly executor: Pick<RunningExecutor, 'maintain'>;
  readonly config: GatewayConfig;
  readonly secret: string;
  readonly clock: Clock;
  /** Whether one-click personas can sign in. */
  readonly personas: boolean;
}

/** The message for a sign-in that has ended. */
export const SIGN_IN_ENDED = 'This session has ended. Sign in again.';

const hashToken = (token: string): string => createHash('sha256').update(token).digest('base64url');
const denied = (message: string): Result<never, ProtocolError> => err({ code: 'unauthenticated', message });
const throttled = (retryAfterMs: number): Result<never, ProtocolError> =>
  err({ code: 'rate_limited', message: 'Too many attempts. Wait a while and try again.', retryAfterMs });

/** Sign-in, token rotation and token checks. */
export class AuthService {
  readonly #options: AuthServiceOptions;
  readonly #signer;
  readonly #perUser: FailureThrottle;
  readonly #perAddress: FailureThrottle;
  readonly #endings = new Set<(family: string) => void>();
  #checks = 0;

  constructor(options: AuthServiceOptions) {
    this.#options = options;
    this.#signer = createTokenSigner(options.secret);
    this.#perUser = new FailureThrottle(options.config.limits.loginFailures);
    this.#perAddress = new FailureThrottle(options.config.limits.loginFailures * ADDRESS_FACTOR);
  }

  /** Signs in with a password. Errors: unauthenticated (without telling which part is wrong), rate_limited. */
  async login(
    username: string,
    password: string,
    address: string,
  ): Promise<Result<TokenGrant, ProtocolError>> {
    const now = this.#options.clock.now();
    const key = `${username.toLowerCase()}|${address}`;
    const wait = Math.max(this.#perUser.waitFor(key, now), this.#perAddress.waitFor(address, now));
    if (wait > 0) return throttled(wait);
    if (this.#checks >= MAX_CHECKS) return throttled(1000);
    const found = findLogin(this.#options.sql, username);
    // Counted before the check and undone after it, so that concurrent attempts are all counted.
    this.#perUser.failed(key, now);
    this.#perAddress.failed(address, now);
    this.#checks += 1;
    let matches: boolean;
    try {
      matches = await verifyPassword(found?.passwordHash ?? null, password);
    } finally {
      this.#checks -= 1;
    }
    if (!found || !matches) return denied('Incorrect username or password.');
    this.#perUser.succeeded(key);
    this.#perAddress.succeeded(address);
    return this.#grant(found.user, newId());
  }

  /** The one-click accounts; empty without a demo. */
  personas(): TeamUser[] {
    return this.#options.personas ? listPersonas(this.#options.sql) : [];
  }

  /**
   * Signs in as a persona. `address` is null for a request of this process itself. Errors: not_found (no demo or no such
   * persona), rate_limited (too many failures from the address, with passwords included).
   */
  async persona(username: string, address: string | null = null): Promise<Result<TokenGrant, ProtocolError>> {
    const now = this.#options.clock.now();
    const wait = address === null ? 0 : this.#perAddress.waitFor(address, now);
    if (wait > 0) return throttled(wait);
    const found = this.#options.personas ? findLogin(this.#options.sql, username) : null;
    if (!found?.persona) {
      if (address !== null) this.#perAddress.failed(address, now);
      return err({ code: 'not_found', message: 'There is no such persona.', field: 'username' });
    }
    return this.#grant(found.user, newId());
  }

  /**
   * Exchanges a refresh token for a new pair of tokens. Errors: unauthenticated. See REUSE_GRACE_MS for a token used
   * twice.
   */
  async refresh(token: string): Promise<Result<TokenGrant, ProtocolError>> {
    const { sql, executor, clock } = this.#options;
    const now = clock.now();
    const hash = hashToken(token);
    let ended: string | null = null;
    const family = executor.maintain((): string | null => {
      const row = sql
        .prepare<[string], TokenRow>(
          'SELECT family, user_id, expires_at, used_at, revoked_at FROM refresh_tokens WHERE hash = ?',
        )
        .get(hash);
      if (!row || row.revoked_at !== null || row.expires_at <= now) return null;
      if (row.used_at === null) {
        sql.prepare<[number, string]>('UPDATE refresh_tokens SET used_at = ? WHERE hash = ?').run(now, hash);
        return row.family;
      }
      if (now - row.used_at <= REUSE_GRACE_MS) return row.family;
      this.#revoke(row.family, now);
      ended = row.family;
      return null;
    });
    if (ended !== null) this.#tellEnded(ended);
    if (family === null) return denied(SIGN_IN_ENDED);
    const userId = sql
      .prepare<[string], { user_id: string }>('SELECT user_id FROM refresh_tokens WHERE hash = ?')
      .get(hash)?.user_id;
    const user = userId === undefined ? null : findUser(sql, userId);
    return user ? this.#grant(user, family) : denied('This account no longer exists.');
  }

  /** Ends the sign-in of a refresh token. Does nothing for an unknown token. */
  logout(token: string): void {
    const { sql, executor, clock } = this.#options;
    const family = executor.maintain((): string | null => {
      const row = sql
        .prepare<[string], { family: string }>('SELECT family FROM refresh_tokens WHERE hash = ?')
        .get(hashToken(token));
      if (row) this.#revoke(row.family, clock.now());
      return row?.family ?? null;
    });
    if (family !== null) this.#tellEnded(family);
  }

  /**
   * Calls the listener after a sign-in has ended: by its user, or because its refresh token was stolen. Returns an
   * unsubscribe function.
   */
  onEnded(listener: (family: string) => void): () => void {
    this.#endings.add(listener);
    return () => this.#endings.delete(listener);
  }

  /** Whether a sign-in has ended. */
  hasEnded(family: string): boolean {
    return (
      this.#options.sql
        .prepare<[string]>('SELECT 1 FROM refresh_tokens WHERE family = ? AND revoked_at IS NOT NULL LIMIT 1')
        .get(family) !== undefined
    );
  }

  /** Checks an access token. Role and sign-in are read each time, so that changes apply at once. Errors: unauthenticated. */
  async authenticate(accessToken: string): Promise<Result<SignIn, ProtocolError>> {
    const claims = await this.#signer.verify(accessToken, this.#options.clock.now());
    if (!claims.ok) return claims;
    const user = findUser(this.#options.sql, claims.value.userId);
    if (!user) return denied('This account no longer exists.');
    const { family, expiresAt } = claims.value;
    if (this.hasEnded(family)) return denied(SIGN_IN_ENDED);
    return ok({ user, principal: principalOf(user), family, expiresAt });
  }

  #tellEnded(family: string): void {
    for (const listener of this.#endings) listener(family);
  }

  #revoke(family: string, now: number): void {
    this.#options.sql
      .prepare<[number, string]>(
        'UPDATE refresh_tokens SET revoked_at = ? WHERE family = ? AND revoked_at IS NULL',
      )
      .run(now, family);
  }

  async #grant(user: TeamUser, family: string): Promise<Result<TokenGrant, ProtocolError>> {
    const { sql, executor, clock, config } = this.#options;
    const now = clock.now();
    // Tokens hold seconds.
    const accessExpiresAt = Math.floor((now + config.auth.accessTokenMs) / 1000) * 1000;
    const refreshExpiresAt = now + config.auth.refreshTokenMs;
    const refreshToken = randomBytes(32).toString('base64url');
    const accessToken = await this.#signer.sign({ userId: user.id, family, expiresAt: accessExpiresAt }, now);
    // The sign-in may have ended while the token was signed.
    const added = executor.maintain(() =>
      sql
        .prepare(
          `INSERT INTO refresh_tokens (hash, family, user_id, expires_at) SELECT ?, ?, ?, ?
           WHERE NOT EXISTS (SELECT 1 FROM refresh_tokens WHERE family = ? AND revoked_at IS NOT NULL)`,
        )
        .run(hashToken(refreshToken), family, user.id, refreshExpiresAt, family),
    );
    if (added.changes === 0) return denied(SIGN_IN_ENDED);
    return ok({
      accessToken,
      accessExpiresAt,
      refreshToken,
      refreshExpiresAt,
      user,
      permissions: [...ROLE_PERMISSIONS[user.role]],
    });
  }
}
