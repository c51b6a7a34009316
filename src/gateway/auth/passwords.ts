import { hash, verify } from '@node-rs/argon2';
import { PASSWORD_HASH } from '#shared/domain/admin.ts';

/** Maximum passwords hashed or checked at a time; each takes 19 MiB and a thread. */
const MAX_RUNNING = 8;
let running = 0;

/** Whether as many passwords as possible are being hashed and checked now. */
export function isBusy(): boolean {
  return running >= MAX_RUNNING;
}

async function counted<T>(work: Promise<T>): Promise<T> {
  running += 1;
  try {
    return await work;
  } finally {
    running -= 1;
  }
}

/** Hashes a password, off the event loop. */
export function hashPassword(password: string): Promise<string> {
  return counted(hash(password, PASSWORD_HASH));
}

let nobody: Promise<string> | null = null;

/** Whether a password matches a hash. Without a hash (no such user) it takes as long and returns false. */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  nobody ??= hash('a password that nobody has', PASSWORD_HASH);
  const against = passwordHash ?? (await nobody);
  const matches = await counted(verify(against, password));
  return matches && passwordHash !== null;
}
