import { randomBytes } from 'node:crypto';
import { apiKeyUses, isUsable, listApiKeys } from '../auth/index.ts';
import { SYSTEM_CLOCK } from '../execute/index.ts';
import { newId } from '../ids.ts';
import { runAsOperator } from './actor.ts';
import { configFrom, withDatabase } from './offline.ts';
import { print, UsageError } from './output.ts';

const DAY_MS = 86_400_000;

/** Creates an API key and prints it; it is stored nowhere. */
export async function addKey(
  name: string,
  options: { readonly permissions: string; readonly days?: number | undefined },
): Promise<void> {
  const key = `qk_${randomBytes(32).toString('base64url')}`;
  const { days } = options;
  const data = {
    keyId: newId(),
    name,
    permissions: options.permissions.split(',').map((permission) => permission.trim()),
    expiresAt: days === undefined ? null : SYSTEM_CLOCK.now() + days * DAY_MS,
    key,
  };
  await withDatabase(configFrom(), (gateway) => runAsOperator(gateway, 'admin.create_api_key', data));
  print(key);
}

/** Prints all API keys, newest first, without the keys themselves. */
export async function printKeys(): Promise<void> {
  await withDatabase(configFrom(), ({ sql }) => {
    const now = SYSTEM_CLOCK.now();
    const uses = apiKeyUses(sql);
    for (const key of listApiKeys(sql)) {
      const used = uses.get(key.id);
      const state = key.revokedAt !== null ? 'revoked' : isUsable(key, now) ? 'works' : 'expired';
      const until = key.expiresAt === null ? 'no expiry' : `until ${new Date(key.expiresAt).toISOString()}`;
      const last = used
        ? `used ${new Date(used.at).toISOString()} from ${used.address ?? '-'}`
        : 'never used';
      print([key.id, state, until, last, key.permissions.join(','), key.name].join('  '));
    }
  });
}

/** Revokes an API key by its id, also in a running gateway. */
export async function revokeKey(id: string): Promise<void> {
  if (id.startsWith('qk_')) throw new UsageError('name the key by its id, which "key list" prints');
  await withDatabase(configFrom(), (gateway) =>
    runAsOperator(gateway, 'admin.revoke_api_key', { keyId: id }),
  );
  print(`revoked ${id}`);
}
