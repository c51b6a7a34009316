import { z } from 'zod';
import type { TokenGrant } from '#shared/protocol/auth.ts';
import type { Logger, SecretStore } from '../ports.ts';

const KEY = 'session-tokens';

/** The tokens of a sign-in and their owner. On disk they exist only in the secret store. */
const Tokens = z.object({
  server: z.string(),
  userId: z.string(),
  accessToken: z.string(),
  refreshToken: z.string(),
});
export type Tokens = z.infer<typeof Tokens>;

/** Returns the tokens of a grant. */
export function tokensOf(server: string, grant: TokenGrant): Tokens {
  return { server, userId: grant.user.id, accessToken: grant.accessToken, refreshToken: grant.refreshToken };
}

/** Loads and saves the tokens. They share one entry, so that they are replaced together. */
export class TokenVault {
  readonly #secrets: SecretStore;
  readonly #logger: Logger;

  constructor(secrets: SecretStore, logger: Logger) {
    this.#secrets = secrets;
    this.#logger = logger;
  }

  /** Where the tokens are stored. */
  get kind(): SecretStore['kind'] {
    return this.#secrets.kind;
  }

  /** Returns the tokens, or null if there are none or they cannot be read. */
  async load(): Promise<Tokens | null> {
    try {
      const text = await this.#secrets.get(KEY);
      if (text === null) return null;
      const parsed = Tokens.safeParse(JSON.parse(text));
      return parsed.success ? parsed.data : null;
    } catch {
      this.#logger.warn({ module: 'sign-in' }, 'the secret store could not be read');
      return null;
    }
  }

  /** Saves the tokens. If that fails, the error is logged and they last for this run only. */
  async save(tokens: Tokens): Promise<void> {
    try {
      await this.#secrets.set(KEY, JSON.stringify(tokens));
    } catch {
      this.#logger.error({ module: 'sign-in' }, 'the secret store could not be written');
    }
  }

  /** Removes the tokens. */
  async clear(): Promise<void> {
    try {
      await this.#secrets.delete(KEY);
    } catch {
      this.#logger.error({ module: 'sign-in' }, 'the secret store could not be cleared');
    }
  }
}
