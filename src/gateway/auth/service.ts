import { LRUCache } from 'lru-cache';
import { profileOf, type TeamUser, type User } from '#shared/domain/admin.ts';
import { err, ok, type Result } from '#shared/domain/result.ts';
import type { TokenGrant } from '#shared/protocol/auth.ts';
import type { ProtocolError } from '#shared/protocol/errors.ts';
import { refused } from '#shared/protocol/refusals.ts';
import type { GatewayConfig } from '../config.ts';
import { SYSTEM_PRINCIPAL } from '../execute/index.ts';
import { newId } from '../ids.ts';
import type { Clock, Executor, Principal, Sql } from '../kernel.ts';
import {
  findApiKey,
  findApiKeyByHash,
  hashToken,
  isUsable,
  keyOfActor,
  principalOfKey,
  useApiKey,
} from './api-keys.ts';
import { type Caller, DISABLED, ENDED, Grants, newRefreshToken } from './grants.ts';
import { type Attempt, LoginLimits } from './login-limits.ts';
import { isBusy, verifyPassword } from './passwords.ts';
import {
  findRefreshToken,
  findSuccessor,
  type RefreshToken,
  replaceRefreshToken,
  useRefreshToken,
} from './refresh-tokens.ts';
import { auditSignIn, SignInAudit } from './sign-in-audit.ts';
import { endSignIn, hasEnded, useSignIn } from './sign-ins.ts';
import { createTokenSigner, type DeviceClaims } from './tokens.ts';
import { findLogin, findUser, listPersonas, passwordHashOf, principalOf } from './users.ts';

/**
 * How long a used refresh token can be used again: a client killed before it saved the response still holds the old one. The
 * successor it never saw is replaced. Anything else means that two hold the tokens of one sign-in, and ends it.
 */
export const REUSE_GRACE_MS = 30_000;
/** A use of a sign-in or an API key is recorded at most this often, ms. */
const RECORD_USE_MS = 60_000;
/** Sign-ins and keys whose last recorded use is remembered. */
const MAX_USES = 10_000;
/** Longest expiry of what has none: the largest instant a Date can hold, ms. */
const NEVER = 8.64e15;

/** Who is signed in, and until when. An API key is a user of its own. */
export interface SignIn {
  readonly user: TeamUser;
  readonly principal: Principal;
  /** The sign-in the token belongs to: all tokens refreshed from one login. For an API key, its id with a prefix. */
  readonly family: string;
  /** When the access token or the key expires, ms. */
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
  /** Which one-click personas can sign in: none without a demo, no administrators where others can reach it. */
  readonly personas: 'all' | 'no_admins' | 'none';
  /** Monotonic time, ms. Default: performance.now. */
  readonly monotonic?: () => number;
}

const throttled = (retryAfterMs: number): Result<never, ProtocolError> =>
  err(refused('too_many_attempts', {}, { retryAfterMs }));

const GONE = refused('account_gone', {});
const BAD_KEY = refused('api_key_invalid', {}, { field: 'token' });

/** Sign-in, token rotation, and checks of tokens and API keys. */
export class AuthService {
  readonly #options: AuthServiceOptions;
  readonly #signer;
  readonly #monotonic: () => number;
  readonly #limits: LoginLimits;
  readonly #uses = new LRUCache<string, number>({ max: MAX_USES });
  readonly #audit: SignInAudit;
  readonly #grants: Grants;
  readonly #endings = new Set<(family: string) => void>();

  constructor(options: AuthServiceOptions) {
    this.#options = options;
    this.#signer = createTokenSigner(options.secret);
    this.#audit = new SignInAudit(options.executor, options.clock);
    this.#grants = new Grants(options, this.#signer);
    this.#monotonic = options.monotonic ?? (() => performance.now());
    this.#limits = new LoginLimits(options.config.limits.loginFailures, this.#monotonic);
  }

  /**
   * Signs in with a password. Errors: unauthenticated (without telling which part is wrong, and where the password is right,
   * that the account is disabled), rate_limited.
   */
  async login(
    username: string,
    password: string,
    caller: Caller,
  ): Promise<Result<TokenGrant, ProtocolError>> {
    const found = findLogin(this.#options.sql, username);
    const known = await this.#knownDevice(found?.user, caller);
    const attempt: Attempt = { username, address: caller.address, knownDevice: known?.deviceId ?? null };
    const wait = this.#limits.waitFor(attempt);
    const act = { type: 'auth.login', address: caller.address } as const;
    if (wait > 0) {
      await this.#audit.lockedOut(
        act,
        found?.user ?? null,
        `${username.toLowerCase()}|${caller.address}`,
        wait,
      );
      return throttled(wait);
    }
    if (isBusy()) return throttled(1000);
    this.#limits.begin(attempt);
    const matches = await verifyPassword(found?.passwordHash ?? null, password);
    if (!found || !matches) {
      await this.#audit.failed(act, found?.user ?? null);
      return err(refused('credentials_wrong', {}));
    }
    this.#limits.succeeded(attempt);
    const granted = await this.#grants.begin(found.user, caller, act, found.passwordHash);
    if (!granted.ok) {
      await this.#audit.failed(act, found.user, granted.error.message);
      return granted;
    }
    const device = known ?? { userId: found.user.id, deviceId: newId() };
    return ok({ ...granted.value, deviceToken: await this.#signer.signDevice(device) });
  }

  /**
   * Checks the password of a signed-in user, under the limits of sign-in. Errors: invalid (wrong), rate_limited.
   */
  async confirm(userId: string, password: string, address: string): Promise<Result<TeamUser, ProtocolError>> {
    const user = findUser(this.#options.sql, userId);
    if (!user) return err(GONE);
    // A stolen session must not be a way around the limit; its own count locks nobody else out.
    const attempt: Attempt = { username: user.username, address, knownDevice: 'signed-in' };
    const wait = this.#limits.waitFor(attempt);
    const act = { type: 'auth.change_password', address } as const;
    if (wait > 0) {
      await this.#audit.lockedOut(act, user, `${userId}|change`, wait);
      return throttled(wait);
    }
    if (isBusy()) return throttled(1000);
    this.#limits.begin(attempt);
    if (!(await verifyPassword(passwordHashOf(this.#options.sql, userId), password))) {
      await this.#audit.failed(act, user);
      return err(refused('password_wrong', {}, { field: 'current' }));
    }
    this.#limits.succeeded(attempt);
    return ok(profileOf(user));
  }

  /** The one-click accounts; empty without a demo. */
  personas(): TeamUser[] {
    const { sql, personas } = this.#options;
    return personas === 'none'
      ? []
      : listPersonas(sql)
          .filter((user) => this.#isOffered(user))
          .map(profileOf);
  }

  /**
   * Signs in as a persona. Without a `caller` the request comes from this process itself. Errors: not_found (no demo or no
   * such persona), rate_limited (too many failures from the address, with passwords included).
   */
  async persona(username: string, caller: Caller | null = null): Promise<Result<TokenGrant, ProtocolError>> {
    const wait = caller === null ? 0 : this.#limits.waitForAddress(caller.address);
    const act = { type: 'auth.persona', address: caller?.address ?? null } as const;
    if (wait > 0) {
      await this.#audit.lockedOut(act, null, `|${caller?.address}`, wait);
      return throttled(wait);
    }
    const found = findLogin(this.#options.sql, username);
    if (!found?.persona || !this.#isOffered(found.user)) {
      if (caller !== null) this.#limits.addressFailed(caller.address);
      await this.#audit.failed(act, null);
      return err(refused('unknown_persona', {}, { field: 'username' }));
    }
    return this.#grants.begin(found.user, caller ?? { address: '', device: '', deviceToken: null }, act);
  }

  /**
   * Exchanges a refresh token for a new pair of tokens. Errors: unauthenticated. See REUSE_GRACE_MS for a token used
   * twice.
   */
  async refresh(token: string, address = ''): Promise<Result<TokenGrant, ProtocolError>> {
    const { sql, executor, clock } = this.#options;
    const now = clock.now();
    const hash = hashToken(token);
    const next = newRefreshToken();
    const act = { type: 'auth.refresh', address: address === '' ? null : address } as const;
    const used = await executor.run(SYSTEM_PRINCIPAL, now, (context): Used => {
      const found = findRefreshToken(context.sql, hash);
      if (!found || found.expiresAt <= now || hasEnded(context.sql, found.family))
        return { result: 'invalid' };
      const successor = found.usedAt === null ? undefined : findSuccessor(context.sql, hash);
      if (isStolen(found, successor, now)) {
        context.write(endSignIn, { family: found.family, at: now });
        const who = findUser(context.sql, found.userId) ?? { id: found.userId, name: found.userId };
        auditSignIn(context, act, who, 'unauthenticated', 'a refresh token was used twice: signed out');
        return { result: 'stolen', token: found };
      }
      if (found.usedAt === null) context.write(useRefreshToken, { hash, at: now });
      if (successor) context.write(replaceRefreshToken, { hash: successor.hash, at: now });
      const user = findUser(context.sql, found.userId);
      if (user?.disabledAt === null) {
        this.#grants.addToken(context, found, next, hash, address);
        auditSignIn(context, act, user);
      }
      return { result: 'valid', token: found };
    });
    if (used.result === 'stolen') this.#tellEnded(used.token.family);
    if (used.result === 'invalid') return err(this.#whyInvalid(hash));
    if (used.result === 'stolen') return err(ENDED);
    const user = findUser(sql, used.token.userId);
    if (!user) return err(GONE);
    return user.disabledAt === null
      ? this.#grants.granted(user, used.token.family, next, now)
      : err(DISABLED);
  }

  /** Ends the sign-in of a refresh token. Does nothing for an unknown token. */
  async logout(token: string, address: string | null = null): Promise<void> {
    const { executor, clock } = this.#options;
    const now = clock.now();
    const family = await executor.run(SYSTEM_PRINCIPAL, now, (context): string | null => {
      const found = findRefreshToken(context.sql, hashToken(token));
      if (found && !hasEnded(context.sql, found.family)) {
        context.write(endSignIn, { family: found.family, at: now });
        const who = findUser(context.sql, found.userId) ?? { id: found.userId, name: found.userId };
        auditSignIn(context, { type: 'auth.logout', address }, who);
      }
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

  /**
   * Returns why a sign-in is not valid any more: ended, its account gone, disabled or in another role, its API key revoked; null
   * while it is valid.
   */
  standing({ user, family }: Pick<SignIn, 'user' | 'family'>): ProtocolError | null {
    const { sql, clock } = this.#options;
    const keyId = keyOfActor(user.id);
    if (keyId !== null) {
      const key = findApiKey(sql, keyId);
      return key && isUsable(key, clock.now()) ? null : BAD_KEY;
    }
    const now = findUser(sql, user.id);
    if (!now) return GONE;
    if (now.disabledAt !== null) return DISABLED;
    if (hasEnded(sql, family)) return ENDED;
    if (now.role === user.role) return null;
    return refused('role_changed', {});
  }

  /**
   * Checks an access token or an API key. Role, account and sign-in are read each time, so that changes apply at once. Errors:
   * unauthenticated.
   */
  async authenticate(token: string): Promise<Result<SignIn, ProtocolError>> {
    const { sql, clock } = this.#options;
    if (token.startsWith('qk_')) {
      const key = findApiKeyByHash(sql, hashToken(token));
      if (!key || !isUsable(key, clock.now())) return err(BAD_KEY);
      const principal = principalOfKey(key);
      const { id, name } = principal.actor;
      // A role only says what a page may offer; the permissions are those of the key.
      const user: TeamUser = { id, username: id, name, role: 'viewer' };
      return ok({ user, principal, family: id, expiresAt: key.expiresAt ?? NEVER });
    }
    const claims = await this.#signer.verify(token, clock.now());
    if (!claims.ok) return claims;
    const { family, expiresAt } = claims.value;
    const user = findUser(sql, claims.value.userId);
    if (!user) return err(GONE);
    const ended = this.standing({ user, family });
    if (ended) return err(ended);
    return ok({ user: profileOf(user), principal: principalOf(user), family, expiresAt });
  }

  /** Records that a sign-in or an API key was used, at most once a minute. Never fails. */
  used({ user, family }: SignIn, address: string): void {
    const now = this.#monotonic();
    if (now - (this.#uses.get(family) ?? Number.NEGATIVE_INFINITY) < RECORD_USE_MS) return;
    this.#uses.set(family, now);
    const { executor, clock } = this.#options;
    const at = clock.now();
    const keyId = keyOfActor(user.id);
    executor
      .run(SYSTEM_PRINCIPAL, at, (context) => {
        if (keyId !== null) context.write(useApiKey, { id: keyId, at, address });
        else context.write(useSignIn, { family, at, address, expiresAt: null });
      })
      // The lists show an older time, and the next use is recorded again.
      .catch(() => this.#uses.delete(family));
  }

  #isOffered({ role, disabledAt }: User): boolean {
    const { personas } = this.#options;
    return disabledAt === null && (personas === 'all' || (personas === 'no_admins' && role !== 'admin'));
  }

  async #knownDevice(user: TeamUser | undefined, caller: Caller): Promise<DeviceClaims | null> {
    if (!user || caller.deviceToken === null) return null;
    const device = await this.#signer.verifyDevice(caller.deviceToken);
    return device?.userId === user.id ? device : null;
  }

  /** Says why a refresh token is invalid, where its sign-in was ended by an administrator. */
  #whyInvalid(hash: string): ProtocolError {
    const { sql } = this.#options;
    const found = findRefreshToken(sql, hash);
    const user = found && findUser(sql, found.userId);
    return user && user.disabledAt !== null ? DISABLED : ENDED;
  }

  #tellEnded(family: string): void {
    for (const listener of this.#endings) listener(family);
  }
}

/**
 * Whether a refresh token shows that two hold the tokens of its sign-in: it was replaced, its successor is in use already, or
 * it comes back after the grace.
 */
function isStolen(token: RefreshToken, successor: RefreshToken | undefined, now: number): boolean {
  if (token.replacedAt !== null) return true;
  if (token.usedAt === null) return false;
  return now - token.usedAt > REUSE_GRACE_MS || (successor !== undefined && successor.usedAt !== null);
}
