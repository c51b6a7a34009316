import { join } from 'node:path';
import { safeStorage } from 'electron';
import { z } from 'zod';
import type { Clock, Logger, Paths, SecretStore } from '../../ports.ts';
import { openJsonFile } from '../../services/json-file.ts';
import { memorySecrets } from '../memory-secrets.ts';

/** Whether the system has a key store of its own. `basic_text` is a fixed password: no better than plain text. */
function canEncrypt(): boolean {
  if (!safeStorage.isEncryptionAvailable()) return false;
  if (process.platform !== 'linux') return true;
  const backend = safeStorage.getSelectedStorageBackend();
  return backend !== 'basic_text' && backend !== 'unknown';
}

/** Keeps secrets encrypted by the system's key store; where it has none, in memory only. Nothing is ever written plain. */
export async function openSystemSecrets(host: {
  paths: Paths;
  logger: Logger;
  clock: Clock;
}): Promise<SecretStore> {
  if (!canEncrypt()) {
    host.logger.warn(
      { module: 'secrets' },
      'the system has no key store: sign-ins hold until Quayside is closed',
    );
    return memorySecrets();
  }
  const file = await openJsonFile<Record<string, string>>({
    path: join(host.paths.data, 'secrets.encrypted.json'),
    schema: z.record(z.string().max(100), z.base64().max(40_000)),
    defaults: () => ({}),
    logger: host.logger,
    clock: host.clock,
  });
  return {
    kind: 'system',
    async get(key) {
      const stored = file.get()[key];
      if (stored === undefined) return null;
      try {
        return safeStorage.decryptString(Buffer.from(stored, 'base64'));
      } catch {
        // Written with a key that is gone (a new login keyring, a copied profile): as good as never kept.
        host.logger.warn({ module: 'secrets' }, 'a kept secret could not be read: sign in again');
        return null;
      }
    },
    set: (key, value) =>
      file.set({ ...file.get(), [key]: safeStorage.encryptString(value).toString('base64') }),
    async delete(key) {
      const { [key]: _removed, ...rest } = file.get();
      await file.set(rest);
    },
  };
}
