import { randomBytes } from 'node:crypto';
import { profileOf, type User } from '#shared/domain/admin.ts';
import { err, ok, type Result } from '#shared/domain/result.ts';
import type { TokenGrant } from '#shared/protocol/auth.ts';
import type { ProtocolError } from '#shared/protocol/errors.ts';
import { ROLE_PERMISSIONS } from '#shared/protocol/permissions.ts';
import { refused } from '#shared/protocol/refusals.ts';
import type { GatewayConfig } from '../config.ts';
import { SYSTEM_PRINCIPAL } from '../execute/index.ts';
import { newId } from '../ids.ts';
import type { Clock, CommandContext, Executor } from '../kernel.ts';
import { hashToken } from './api-keys.ts';
import { addRefreshToken } from './refresh-tokens.ts';
import { auditSignIn, type SignInAct } from './sign-in-audit.ts';
import { startSignIn, useSignIn } from './sign-ins.ts';
import type { createTokenSigner } from './tokens.ts';
import { findUser, passwordHashOf } from './users.ts';

/** Refuses a sign-in that has ended. */
export const ENDED = refused('session_ended', {}, { reason: 'session_ended' });
/** Refuses a disabled account. */
export const DISABLED = refused('account_disabled', {}, { reason: 'account_disabled' });
/** Where a sign-in comes from. */
export interface Caller {
  readonly address: string;
  /** What the device calls itself. */
  readonly device: string;
  /** The proof that somebody has signed in on this device before; null without one. */
  readonly deviceToken: string | null;
}

/** What granting tokens needs of the gateway. */
interface GrantOptions {
  readonly executor: Pick<Executor, 'run'>;
  readonly config: GatewayConfig;
  readonly clock: Clock;
}

/** Makes a refresh token. Only its hash is stored. */
export function newRefreshToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Begins sign-ins and makes their tokens. Who somebody is has been proved before. */
export class Grants {
  readonly #options: GrantOptions;
  readonly #signer: ReturnType<typeof createTokenSigner>;

  constructor(options: GrantOptions, signer: ReturnType<typeof createTokenSigner>) {
    this.#options = options;
    this.#signer = signer;
  }

  /** Stores a refresh token in the open transaction. `parent` is the hash of the token it succeeds. */
  addToken(
    context: CommandContext,
    { family, userId }: { readonly family: string; readonly userId: string },
    token: string,
    parent: string | null,
    address: string,
  ): void {
    const { now } = context;
    const expiresAt = now + this.#options.config.auth.refreshTokenMs;
    context.write(addRefreshToken, { hash: hashToken(token), family, userId, parent, expiresAt });
    if (parent !== null) context.write(useSignIn, { family, address, at: now, expiresAt });
  }

  /** Begins a sign-in of a user who has proved who they are, with the password of `passwordHash` if there is one. */
  async begin(
    user: User,
    caller: Caller,
    act: SignInAct,
    passwordHash: string | null = null,
  ): Promise<Result<TokenGrant, ProtocolError>> {
    const { executor, clock, config } = this.#options;
    if (user.disabledAt !== null) return err(DISABLED);
    const now = clock.now();
    const family = newId();
    const token = newRefreshToken();
    const { address } = caller;
    const device = caller.device.slice(0, 200);
    const expiresAt = now + config.auth.refreshTokenMs;
    const begun = await executor.run(SYSTEM_PRINCIPAL, now, (context) => {
      // The account may have been disabled, or its password changed, while the password was checked.
      if (findUser(context.sql, user.id)?.disabledAt !== null) return false;
      if (passwordHash !== null && passwordHashOf(context.sql, user.id) !== passwordHash) return false;
      context.write(startSignIn, { family, userId: user.id, device, address, at: now, expiresAt });
      this.addToken(context, { family, userId: user.id }, token, null, address);
      auditSignIn(context, act, user);
      return true;
    });
    return begun ? this.granted(user, family, token, now) : err(ENDED);
  }

  /** Returns the tokens of a sign-in that was written. */
  async granted(
    user: User,
    family: string,
    refreshToken: string,
    now: number,
  ): Promise<Result<TokenGrant, ProtocolError>> {
    const { config } = this.#options;
    // Tokens hold seconds.
    const accessExpiresAt = Math.floor((now + config.auth.accessTokenMs) / 1000) * 1000;
    const accessToken = await this.#signer.sign({ userId: user.id, family, expiresAt: accessExpiresAt }, now);
    return ok({
      accessToken,
      accessExpiresAt,
      refreshToken,
      refreshExpiresAt: now + config.auth.refreshTokenMs,
      user: profileOf(user),
      permissions: [...ROLE_PERMISSIONS[user.role]],
    });
  }
}
