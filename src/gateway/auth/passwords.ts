import { hash, hashSync, verify } from '@node-rs/argon2';

/** argon2id with 19 MiB and two passes, the first recommendation of the OWASP Password Storage Cheat Sheet. */
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Hashes a password off the main thread. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, OPTIONS);
}

/** Hashes a password synchronously, for command handlers. Takes about 20 ms. */
export function hashPasswordSync(password: string): string {
  return hashSync(password, OPTIONS);
}

let nobody: Promise<string> | null = null;

/** Whether a password matches a hash. Without a hash (no such user) it takes as long and returns false. */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  nobody ??= hashPassword('a password that nobody has');
  const matches = await verify(passwordHash ?? (await nobody), password);
  return matches && passwordHash !== null;
}
