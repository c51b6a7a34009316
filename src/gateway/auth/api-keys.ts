import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ApiKey } from '#shared/domain/admin.ts';
import { isPermission } from '#shared/protocol/permissions.ts';
import { wholeTable } from '../db/sources.ts';
import { perConnection, rowQuery, tableOn } from '../db/tables.ts';
import { defineWrite, type Principal, type Projection, type RowSource, type Sql } from '../kernel.ts';
import { apiKeysTable } from './tables.ts';

/** Hashes an API key or a refresh token. Both are random, so a fast hash cannot be searched. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

const byId = rowQuery(apiKeysTable, 'WHERE id = ?');
const byHash = rowQuery(apiKeysTable, 'WHERE hash = ?');
const all = rowQuery(apiKeysTable, 'ORDER BY created_at DESC, id LIMIT 500');

/** Returns an API key by id. */
export function findApiKey(sql: Sql, id: string): ApiKey | undefined {
  return byId.get(sql, id);
}

/** Returns an API key by the hash of the key itself. */
export function findApiKeyByHash(sql: Sql, hash: string): ApiKey | undefined {
  return byHash.get(sql, hash);
}

/** All API keys, by id, as rows of the channel `admin`. */
export function apiKeyRows(): RowSource {
  return wholeTable(apiKeysTable);
}

/** Returns the API keys, newest first. */
export function listApiKeys(sql: Sql): ApiKey[] {
  return all.all(sql);
}

/** Returns when and from where each API key was last used, by id. */
export function apiKeyUses(sql: Sql): Map<string, { readonly at: number; readonly address: string | null }> {
  const rows = sql
    .prepare<[], { id: string; at: number; address: string | null }>(
      'SELECT id, last_used_at AS at, last_address AS address FROM api_keys WHERE last_used_at IS NOT NULL LIMIT 500',
    )
    .all();
  return new Map(rows.map(({ id, at, address }) => [id, { at, address }]));
}

/** Whether an API key works now. */
export function isUsable(key: ApiKey, now: number): boolean {
  return key.revokedAt === null && (key.expiresAt === null || key.expiresAt > now);
}

/** The id under which an API key acts; no user has it. */
export function keyActorId(keyId: string): string {
  return `key:${keyId}`;
}

/** Returns the id of the API key that acts under an id; null for a user. */
export function keyOfActor(actorId: string): string | null {
  return actorId.startsWith('key:') ? actorId.slice(4) : null;
}

/** Returns the principal an API key acts as. It has a name of its own, in the audit and wherever its work is shown. */
export function principalOfKey(key: ApiKey): Principal {
  return {
    actor: { kind: 'user', id: keyActorId(key.id), name: `${key.name} (API key)` },
    permissions: new Set(key.permissions.filter(isPermission)),
  };
}

/** Adds an API key. It is no event, because no event may hold the hash. */
export const addApiKey = defineWrite(
  'auth.api_key_added',
  z.strictObject({ key: ApiKey, hash: z.string() }),
  ({ sql }, { key, hash }) => {
    tableOn(sql, apiKeysTable).insert(key, { hash, lastUsedAt: null, lastAddress: null });
  },
);

/** Records that an API key was used. */
export const useApiKey = defineWrite(
  'auth.api_key_used',
  z.strictObject({ id: z.string(), at: z.int(), address: z.string() }),
  ({ sql }, { id, at, address }) => {
    sql
      .prepare<[number, string, string]>(
        'UPDATE api_keys SET last_used_at = ?, last_address = ? WHERE id = ?',
      )
      .run(at, address, id);
  },
);

const setRevoked = perConnection((sql) => tableOn(sql, apiKeysTable).updater(['revokedAt']));

/** Updates API keys from the events of the domain `admin`. */
export const apiKeysProjection: Projection = {
  'admin.api_key_revoked': ({ sql }, { at, data }) => void setRevoked(sql)(at, data.keyId),
};
