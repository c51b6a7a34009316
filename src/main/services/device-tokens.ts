import { z } from 'zod';
import type { Logger, SecretStore } from '../ports.ts';

const KEY = 'device-tokens';
/** Accounts remembered; the one signed in to longest ago is forgotten first. */
const MAX_ACCOUNTS = 20;

const Stored = z.record(z.string(), z.string().max(2000));

const keyOf = (server: string, username: string): string => `${username.trim().toLowerCase()} ${server}`;

/**
 * Keeps the proofs that somebody has signed in to an account on this device. With one, others' wrong passwords cannot lock the
 * device out. They outlast signing out, and open nothing.
 */
export class DeviceTokens {
  readonly #secrets: SecretStore;
  readonly #logger: Logger;

  constructor(secrets: SecretStore, logger: Logger) {
    this.#secrets = secrets;
    this.#logger = logger;
  }

  /** Returns the token of an account; null without one. */
  async get(server: string, username: string): Promise<string | null> {
    return (await this.#load())[keyOf(server, username)] ?? null;
  }

  /** Keeps the token of an account. If that fails, the error is logged. */
  async set(server: string, username: string, token: string): Promise<void> {
    const { [keyOf(server, username)]: _before, ...others } = await this.#load();
    const entries = [...Object.entries(others), [keyOf(server, username), token]];
    try {
      await this.#secrets.set(KEY, JSON.stringify(Object.fromEntries(entries.slice(-MAX_ACCOUNTS))));
    } catch {
      this.#logger.error({ module: 'sign-in' }, 'the secret store could not be written');
    }
  }

  async #load(): Promise<Readonly<Record<string, string>>> {
    try {
      const text = await this.#secrets.get(KEY);
      return text === null ? {} : (Stored.safeParse(JSON.parse(text)).data ?? {});
    } catch {
      return {};
    }
  }
}
