import { LRUCache } from 'lru-cache';
import type { TeamUser } from '#shared/domain/admin.ts';
import { type AuditEntry, audit, SYSTEM_PRINCIPAL } from '../execute/index.ts';
import type { Clock, CommandContext, Executor } from '../kernel.ts';

/** Lockouts that are remembered, so that each is written down once; the least recently met are forgotten first. */
const MAX_LOCKOUTS = 10_000;

/** What somebody did at the door, and from where. */
export interface SignInAct {
  readonly type: 'auth.login' | 'auth.persona' | 'auth.refresh' | 'auth.logout' | 'auth.change_password';
  /** null for a request of this process itself. */
  readonly address: string | null;
}

/** Who somebody is, or says to be. */
type Claimed = Pick<TeamUser, 'id' | 'name'> | null;

/**
 * Who it is about. What was typed as the name of an account that does not exist is not kept: it may be a password in the wrong
 * field.
 */
function entryOf(act: SignInAct, who: Claimed, at: number, code: string, reason: string | null): AuditEntry {
  return {
    at,
    actor: { kind: 'user', id: who?.id ?? 'unknown', name: who?.name ?? 'unknown' },
    type: act.type,
    commandId: null,
    reason,
    code,
    seq: null,
    subject: who ? `user:${who.id}` : null,
    address: act.address,
  };
}

/** Writes an act that succeeded, or one that ended a sign-in, in the transaction that does it. */
export function auditSignIn(
  context: CommandContext,
  act: SignInAct,
  who: Claimed,
  code = 'ok',
  reason: string | null = null,
): void {
  context.write(audit, entryOf(act, who, context.now, code, reason));
}

/** Writes what was refused at the door. Their number is bounded: by the limits of sign-in, and one row for each lockout. */
export class SignInAudit {
  readonly #executor: Pick<Executor, 'run'>;
  readonly #clock: Clock;
  readonly #lockouts = new LRUCache<string, number>({ max: MAX_LOCKOUTS });

  constructor(executor: Pick<Executor, 'run'>, clock: Clock) {
    this.#executor = executor;
    this.#clock = clock;
  }

  /** A wrong password, an unknown or disabled account, an unknown persona. */
  failed(act: SignInAct, who: Claimed, reason: string | null = null): Promise<void> {
    return this.#write(entryOf(act, who, this.#clock.now(), 'unauthenticated', reason));
  }

  /** Too many failures: written when it begins, not for each attempt in it. `key` tells lockouts apart. */
  async lockedOut(act: SignInAct, who: Claimed, key: string, waitMs: number): Promise<void> {
    const now = performance.now();
    if ((this.#lockouts.get(key) ?? 0) > now) return;
    this.#lockouts.set(key, now + waitMs);
    const reason = `locked out for ${Math.ceil(waitMs / 1000)} s`;
    await this.#write(entryOf(act, who, this.#clock.now(), 'rate_limited', reason));
  }

  /** Where nothing can be written, the refusal still is the answer. */
  async #write(entry: AuditEntry): Promise<void> {
    await this.#executor
      .run(SYSTEM_PRINCIPAL, entry.at, (context) => context.write(audit, entry))
      .catch(() => undefined);
  }
}
