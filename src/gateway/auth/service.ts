import { createHash, randomBytes } from 'node:crypto';
import type { TeamUser } from '#shared/domain/admin.ts';
import { err, ok, type Result } from '#shared/domain/result.ts';
import type { TokenGrant } from '#shared/protocol/auth.ts';
import type { ProtocolError } from '#shared/protocol/errors.ts';
import { ROLE_PERMISSIONS } from '#shared/protocol/permissions.ts';
import type { GatewayConfig } from '../config.ts';
import { SYSTEM_PRINCIPAL } from '../execute/index.ts';
import { newId } from '../ids.ts';
import type { Clock, Executor, Principal, Sql } from '../kernel.ts';
import { verifyPassword } from './passwords.ts';
import {
  addRefreshToken,
  findRefreshToken,
  isRevoked,
  type RefreshToken,
  revokeFamily,
  useRefreshToken,
} from './refresh-tokens.ts';
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

/** What became of a refresh token that was handed in. */
type Used =
  | { readonly result: 'invalid' }
  | { readonly result: 'valid' | 'stolen'; readonly token: RefreshToken };

/** What sign-in needs of the gateway. */
export interface AuthServiceOptions {
  readonly sql: Sql;
  readonly executor: Pick<Executor, 'run'>;
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
    const used = await executor.run(SYSTEM_PRINCIPAL, now, (context): Used => {
      const token = findRefreshToken(context.sql, hash);
      if (!token || token.revokedAt !== null || token.expiresAt <= now) return { result: 'invalid' };
      if (token.usedAt === null) context.write(useRefreshToken, { hash, at: now });
      else if (now - token.usedAt > REUSE_GRACE_MS) {
        context.write(revokeFamily, { family: token.family, at: now });
        return { result: 'stolen', token };
      }
      return { result: 'valid', token };
    });
    if (used.result === 'stolen') this.#tellEnded(used.token.family);
    if (used.result !== 'valid') return denied(SIGN_IN_ENDED);
    const user = findUser(sql, used.token.userId);
    return user ? this.#grant(user, used.token.family) : denied('This account no longer exists.');
  }

  /** Ends the sign-in of a refresh token. Does nothing for an unknown token. */
  async logout(token: string): Promise<void> {
    const { executor, clock } = this.#options;
    const now = clock.now();
    const family = await executor.run(SYSTEM_PRINCIPAL, now, (context): string | null => {
      const found = findRefreshToken(context.sql, hashToken(token));
      if (found) context.write(revokeFamily, { family: found.family, at: now });
      return found?.family ?? null;
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
    return isRevoked(this.#options.sql, family);
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

  async #grant(user: TeamUser, family: string): Promise<Result<TokenGrant, ProtocolError>> {
    const { executor, clock, config } = this.#options;
    const now = clock.now();
    // Tokens hold seconds.
    const accessExpiresAt = Math.floor((now + config.auth.accessTokenMs) / 1000) * 1000;
    const refreshExpiresAt = now + config.auth.refreshTokenMs;
    const refreshToken = randomBytes(32).toString('base64url');
    const accessToken = await this.#signer.sign({ userId: user.id, family, expiresAt: accessExpiresAt }, now);
    // The sign-in may have ended while the token was signed.
    const hash = hashToken(refreshToken);
    const added = await executor.run(SYSTEM_PRINCIPAL, now, (context) => {
      if (isRevoked(context.sql, family)) return false;
      context.write(addRefreshToken, { hash, family, userId: user.id, expiresAt: refreshExpiresAt });
      return true;
    });
    if (!added) return denied(SIGN_IN_ENDED);
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
