import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { hash, verify } from '@node-rs/argon2';
import { z } from 'zod';
import type { BridgeResult } from '#shared/bridge/index.ts';
import { PASSWORD_HASH } from '#shared/domain/admin.ts';
import { ok } from '#shared/domain/result.ts';
import { cacheFile } from '../engine/api/cache-file.ts';
import type { HostPorts } from '../ports.ts';
import { refuse } from '../rpc/checks.ts';
import { type JsonFile, openJsonFile } from './json-file.ts';
import { LastSignIn } from './last-sign-in.ts';

/** Accounts remembered; the one signed in to longest ago is forgotten first. */
const MAX_ACCOUNTS = 20;
/** Wrong passwords in a row that cost no time. */
const FREE_GUESSES = 3;
const FIRST_DELAY_MS = 1_000;
const MAX_DELAY_MS = 5 * 60_000;

const Account = z.object({
  last: LastSignIn,
  /** argon2id of the password of the last sign-in that succeeded. */
  hash: z.string().max(300),
  /** Wrong passwords since the last right one. */
  failures: z.int().min(0),
});
type Account = z.infer<typeof Account>;
const UnlockFile = z.object({ accounts: z.array(Account).max(MAX_ACCOUNTS) });
type UnlockFile = z.infer<typeof UnlockFile>;

type AccountId = Pick<LastSignIn, 'server'> & { readonly user: Pick<LastSignIn['user'], 'id'> };

/** How long the next guess has to wait after so many wrong ones, ms. */
export function guessDelay(failures: number): number {
  return failures < FREE_GUESSES
    ? 0
    : Math.min(FIRST_DELAY_MS * 2 ** (failures - FREE_GUESSES), MAX_DELAY_MS);
}

/**
 * Opens the cache of an account by its password while the server is gone, also after signing out. A hash of the password is
 * made at a sign-in with it that succeeded; it is worth nothing without the cache, and is deleted with it.
 */
export class Unlock {
  readonly #ports: Pick<HostPorts, 'clock' | 'logger' | 'paths'>;
  readonly #file: JsonFile<UnlockFile>;
  /** When an account may be guessed again, by monotonic time, ms. */
  readonly #free = new Map<string, number>();

  /** Opens the profile's file and forgets the accounts whose caches are gone. */
  static async open(ports: Pick<HostPorts, 'clock' | 'logger' | 'paths'>): Promise<Unlock> {
    const { paths, logger, clock } = ports;
    const file = await openJsonFile<UnlockFile>({
      path: join(paths.data, 'unlock.json'),
      schema: UnlockFile,
      defaults: () => ({ accounts: [] }),
      logger,
      clock,
    });
    const unlock = new Unlock(ports, file);
    await unlock.#keep((account) => unlock.#isCached(account.last));
    return unlock;
  }

  private constructor(ports: Pick<HostPorts, 'clock' | 'logger' | 'paths'>, file: JsonFile<UnlockFile>) {
    this.#ports = ports;
    this.#file = file;
    // A restart must not save anybody the wait.
    for (const account of file.get().accounts) this.#delay(account);
  }

  /** Whether an account can be opened by its password. */
  has(id: AccountId): boolean {
    return this.#find(id) !== undefined;
  }

  /** Keeps the hash of a password that the server has just accepted. If that fails, the error is logged. */
  async remember(last: LastSignIn, password: string): Promise<void> {
    const account: Account = { last, hash: await hash(password, PASSWORD_HASH), failures: 0 };
    this.#free.delete(keyOf(last));
    const others = this.#file.get().accounts.filter(({ last: known }) => keyOf(known) !== keyOf(last));
    await this.#save([...others, account].slice(-MAX_ACCOUNTS));
  }

  /** Takes over what the server says about the user and the workspace. */
  async update(last: LastSignIn): Promise<void> {
    const known = this.#find(last);
    if (known !== undefined) await this.#replace({ ...known, last });
  }

  /** Deletes the hash of an account. */
  async forget(id: AccountId): Promise<void> {
    await this.#keep((account) => keyOf(account.last) !== keyOf(id));
  }

  /** Deletes the hash of an account if it is that of a password that the server has refused. */
  async disown(server: string, username: string, password: string): Promise<void> {
    const account = this.#named(server, username);
    if (account !== undefined && (await matches(account.hash, password))) await this.forget(account.last);
  }

  /**
   * Checks a password against the hash of an account. null if there is none, or its cache is gone. Errors: `unauthenticated`
   * with the reason `offline`, `rate_limited` (too many wrong passwords), `unavailable` (the file cannot be written).
   */
  async open(server: string, username: string, password: string): Promise<BridgeResult<LastSignIn> | null> {
    const account = this.#named(server, username);
    if (account === undefined) return null;
    if (!this.#isCached(account.last)) {
      await this.forget(account.last);
      return null;
    }
    const retryAfterMs = (this.#free.get(keyOf(account.last)) ?? 0) - this.#ports.clock.monotonic();
    if (retryAfterMs > 0) return refuse('too_many_attempts', {}, { retryAfterMs });
    // Counted before it is checked, so that ending the process saves no guess.
    const guessed = { ...account, failures: account.failures + 1 };
    if (!(await this.#replace(guessed))) return refuse('password_unchecked', {});
    if (!(await matches(account.hash, password))) {
      this.#delay(guessed);
      return refuse('password_offline', {}, { reason: 'offline' });
    }
    await this.#replace({ ...account, failures: 0 });
    return ok(account.last);
  }

  /** Waits for pending writes. */
  flush(): Promise<void> {
    return this.#file.flush();
  }

  #delay({ last, failures }: Account): void {
    const delay = guessDelay(failures);
    if (delay > 0) this.#free.set(keyOf(last), this.#ports.clock.monotonic() + delay);
  }

  #isCached({ server, user }: LastSignIn): boolean {
    return existsSync(cacheFile(this.#ports.paths.data, { server, userId: user.id }));
  }

  #find(id: AccountId): Account | undefined {
    return this.#file.get().accounts.find(({ last }) => keyOf(last) === keyOf(id));
  }

  #named(server: string, username: string): Account | undefined {
    const name = username.trim().toLowerCase();
    return this.#file
      .get()
      .accounts.find(({ last }) => last.server === server && last.user.username.toLowerCase() === name);
  }

  async #keep(which: (account: Account) => boolean): Promise<void> {
    const { accounts } = this.#file.get();
    const kept = accounts.filter(which);
    if (kept.length < accounts.length) await this.#save(kept);
  }

  #replace(next: Account): Promise<boolean> {
    const { accounts } = this.#file.get();
    return this.#save(accounts.map((known) => (keyOf(known.last) === keyOf(next.last) ? next : known)));
  }

  async #save(accounts: readonly Account[]): Promise<boolean> {
    try {
      await this.#file.set({ accounts: [...accounts] });
      return true;
    } catch {
      this.#ports.logger.error({ module: 'unlock' }, 'the file of password hashes could not be written');
      return false;
    }
  }
}

function keyOf({ server, user }: AccountId): string {
  return JSON.stringify([server, user.id]);
}

async function matches(passwordHash: string, password: string): Promise<boolean> {
  try {
    return await verify(passwordHash, password);
  } catch {
    // Not a hash: the file was changed by hand.
    return false;
  }
}
