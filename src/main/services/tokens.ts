import { z } from 'zod';
import type { TokenGrant } from '#shared/protocol/auth.ts';
import type { Logger, SecretStore } from '../ports.ts';

const KEY = 'session-tokens';

/** A sign-in's tokens and whose they are. They live in the secret store and nowhere else on disk. */
const Tokens = z.object({
  server: z.string(),
  userId: z.string(),
  accessToken: z.string(),
  refreshToken: z.string(),
});
export type Tokens = z.infer<typeof Tokens>;

/** The tokens of a grant. */
export function tokensOf(server: string, grant: TokenGrant): Tokens {
  return { server, userId: grant.user.id, accessToken: grant.accessToken, refreshToken: grant.refreshToken };
}

/** Reads and writes the tokens. Both are one entry, so that they are replaced together. */
export class TokenVault {
  readonly #secrets: SecretStore;
  readonly #logger: Logger;

  constructor(secrets: SecretStore, logger: Logger) {
    this.#secrets = secrets;
    this.#logger = logger;
  }

  get kind(): SecretStore['kind'] {
    return this.#secrets.kind;
  }

  /** The tokens, or null when there are none or they cannot be read. */
  async load(): Promise<Tokens | null> {
    try {
      const text = await this.#secrets.get(KEY);
      if (text === null) return null;
      const parsed = Tokens.safeParse(JSON.parse(text));
      return parsed.success ? parsed.data : null;
    } catch {
      this.#logger.warn({ module: 'session' }, 'the secret store could not be read');
      return null;
    }
  }

  /** Keeps the tokens. Where that fails they hold for this run only, and the log says so. */
  async save(tokens: Tokens): Promise<void> {
    try {
      await this.#secrets.set(KEY, JSON.stringify(tokens));
    } catch {
      this.#logger.error({ module: 'session' }, 'the secret store could not be written');
    }
  }

  async clear(): Promise<void> {
    try {
      await this.#secrets.delete(KEY);
    } catch {
      this.#logger.error({ module: 'session' }, 'the secret store could not be cleared');
    }
  }
}
