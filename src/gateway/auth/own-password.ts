import { passwordWeakness } from '#shared/domain/admin.ts';
import { err, ok, type Result } from '#shared/domain/result.ts';
import type { ProtocolError } from '#shared/protocol/errors.ts';
import { refused, weakPassword } from '#shared/protocol/refusals.ts';
import { audit } from '../execute/index.ts';
import type { Clock, Executor } from '../kernel.ts';
import { keyOfActor } from './api-keys.ts';
import { hashPassword } from './passwords.ts';
import type { AuthService, SignIn } from './service.ts';
import { endSignIns } from './sign-ins.ts';
import { setPassword } from './users.ts';

/** What changing a password needs of the gateway. */
export interface OwnPasswordDependencies {
  readonly auth: AuthService;
  readonly executor: Pick<Executor, 'run'>;
  readonly clock: Clock;
}

/**
 * Changes the password of a signed-in user, who proves it with the current one, and ends the user's other sessions. It is no
 * command: the limits of sign-in apply, and it needs the caller's session. Errors: invalid, rate_limited, forbidden (an API key),
 * unauthenticated.
 */
export async function changeOwnPassword(
  { auth, executor, clock }: OwnPasswordDependencies,
  signIn: SignIn,
  change: { readonly current: string; readonly password: string },
  address: string,
): Promise<Result<Record<string, never>, ProtocolError>> {
  const { user, principal, family } = signIn;
  if (keyOfActor(user.id) !== null) return err(refused('api_key_password', {}));
  const confirmed = await auth.confirm(user.id, change.current, address);
  if (!confirmed.ok) return confirmed;
  const { username, name } = confirmed.value;
  const weakness = passwordWeakness(change.password, [username, name]);
  if (weakness) return err(weakPassword(weakness, 'password'));
  const passwordHash = await hashPassword(change.password);
  const now = clock.now();
  return executor.run(principal, now, (context) => {
    // The session may have been ended while the passwords were hashed.
    const ended = auth.standing(signIn);
    if (ended) return err(ended);
    context.write(setPassword, { userId: user.id, passwordHash });
    context.write(endSignIns, { userId: user.id, except: family, at: now });
    const { seq } = context.emit('admin.password_changed', { userId: user.id });
    const { actor } = principal;
    const type = 'auth.change_password';
    const subject = `user:${user.id}`;
    context.write(audit, {
      at: now,
      actor,
      type,
      commandId: null,
      reason: null,
      code: 'ok',
      seq,
      subject,
      address,
    });
    return ok({});
  });
}
