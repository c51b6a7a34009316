import { userRow } from '#shared/rows/admin.ts';
import { defineTable, own } from '#shared/rows/table.ts';

/** `passwordHash` is null for an account that no password opens, and `persona` 1 for one that a demo signs in with one click. */
export const usersTable = defineTable(userRow, {
  name: 'users',
  identity: ['id'],
  own: { passwordHash: own<string | null>(), persona: own<number>(), createdAt: own<number>() },
});
