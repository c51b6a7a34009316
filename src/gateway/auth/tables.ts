import { apiKeyRow, userRow } from '#shared/rows/admin.ts';
import { defineTable, own } from '#shared/rows/table.ts';

/** Users. `passwordHash` is null for an account without a password, `persona` is 1 for one with the demo's one-click sign-in. */
export const usersTable = defineTable(userRow, {
  name: 'users',
  identity: ['id'],
  own: { passwordHash: own<string | null>(), persona: own<number>(), createdAt: own<number>() },
});

/** API keys. `hash` is that of the key itself, which is stored nowhere. */
export const apiKeysTable = defineTable(apiKeyRow, {
  name: 'api_keys',
  identity: ['id'],
  own: { hash: own<string>(), lastUsedAt: own<number | null>(), lastAddress: own<string | null>() },
});
