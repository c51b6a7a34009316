import { join } from 'node:path';
import { safeStorage } from 'electron';
import { z } from 'zod';
import type { Clock, Logger, Paths, SecretStore } from '../../ports.ts';
import { openJsonFile } from '../../services/json-file.ts';
import { Mutex } from '../../services/mutex.ts';
import { memorySecrets } from '../memory-secrets.ts';

/** Chromium's prefix of texts that it encrypted with a fixed password on Linux, for want of a key store. */
const FIXED_PASSWORD_PREFIX = 'v10';

/**
 * Whether the system has a key store. On Linux, Chromium otherwise falls back to a fixed password, which is no better than
 * plain text: the backend then is `basic_text`, or the key store was found but did not answer.
 */
async function canEncrypt(): Promise<boolean> {
  if (!(await safeStorage.isAsyncEncryptionAvailable())) return false;
  if (process.platform !== 'linux') return true;
  const backend = safeStorage.getSelectedStorageBackend();
  if (backend === 'basic_text' || backend === 'unknown') return false;
  const probe = await safeStorage.encryptStringAsync('probe');
  return !probe.toString('latin1').startsWith(FIXED_PASSWORD_PREFIX);
}

/**
 * Stores secrets encrypted with the system's key store, or in memory if there is none. Nothing is written in plain text.
 * Call it once the app is ready.
 */
export async function openSystemSecrets(host: {
  paths: Paths;
  logger: Logger;
  clock: Clock;
}): Promise<SecretStore> {
  if (!(await canEncrypt().catch(() => false))) {
    host.logger.warn(
      { module: 'secrets' },
      'the system has no key store; sign-ins last until Quayside is closed',
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
  // Encryption takes a while: without an order, a slow `set` could bring back what a later `delete` removed.
  const writes = new Mutex();
  const write = async (key: string, value: string): Promise<void> => {
    const encrypted = await safeStorage.encryptStringAsync(value);
    await file.set({ ...file.get(), [key]: encrypted.toString('base64') });
  };

  /** Encrypts a secret with the current key, unless it was replaced or removed in the meantime. */
  const renew = (key: string, value: string, stored: string): Promise<void> =>
    writes.run(async () => {
      if (file.get()[key] === stored) await write(key, value);
    });

  return {
    kind: 'system',
    async get(key) {
      const stored = file.get()[key];
      if (stored === undefined) return null;
      try {
        const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(
          Buffer.from(stored, 'base64'),
        );
        if (shouldReEncrypt)
          renew(key, result, stored).catch(() => {
            host.logger.warn(
              { module: 'secrets' },
              'a stored secret could not be encrypted with the new key',
            );
          });
        return result;
      } catch {
        // Encrypted with a key that is gone (a new login keyring, a copied profile): the same as no secret.
        host.logger.warn({ module: 'secrets' }, 'a stored secret could not be decrypted; sign in again');
        return null;
      }
    },
    set: (key, value) => writes.run(() => write(key, value)),
    delete: (key) =>
      writes.run(async () => {
        const { [key]: _removed, ...rest } = file.get();
        await file.set(rest);
      }),
  };
}
