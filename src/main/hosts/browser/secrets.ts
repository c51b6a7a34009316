import { join } from 'node:path';
import { z } from 'zod';
import type { Clock, Logger, Paths, SecretStore } from '../../ports.ts';
import { openJsonFile } from '../../services/json-file.ts';

/**
 * Stores secrets in a file that only this user can read. It is not encrypted, because a key next to it would protect
 * nothing; `kind` lets the settings page say so.
 */
export async function openFileSecrets(host: {
  paths: Paths;
  logger: Logger;
  clock: Clock;
}): Promise<SecretStore> {
  const file = await openJsonFile<Record<string, string>>({
    path: join(host.paths.data, 'secrets.json'),
    schema: z.record(z.string().max(100), z.string().max(20_000)),
    defaults: () => ({}),
    logger: host.logger,
    clock: host.clock,
    mode: 0o600,
  });
  return {
    kind: 'file',
    get: async (key) => file.get()[key] ?? null,
    set: (key, value) => file.set({ ...file.get(), [key]: value }),
    async delete(key) {
      const { [key]: _removed, ...rest } = file.get();
      await file.set(rest);
    },
  };
}
