import { z } from 'zod';
import { TeamUser } from '#shared/domain/admin.ts';
import { ROLE_PERMISSIONS } from '#shared/protocol/permissions.ts';
import type { StoredRow } from '#shared/rows/define.ts';
import { wholeTable } from '../db/sources.ts';
import { perConnection, rowQuery, tableOn } from '../db/tables.ts';
import { defineWrite, type Principal, type Projection, type RowSource, type Sql } from '../kernel.ts';
import { usersTable } from './tables.ts';

const userById = rowQuery(usersTable, 'WHERE id = ?');
const personas = rowQuery(usersTable, 'WHERE persona = 1 ORDER BY created_at, id LIMIT 10');

/** Returns a user by id; null if there is none. */
export function findUser(sql: Sql, id: string): TeamUser | null {
  return userById.get(sql, id) ?? null;
}

type LoginRow = StoredRow & { readonly password_hash: string | null; readonly persona: number };

const LOGIN_BY_USERNAME = `SELECT ${usersTable.select()}, password_hash, persona FROM users WHERE username = ?`;

/** Returns a user by username, in any case, with the fields that sign-in needs. */
export function findLogin(
  sql: Sql,
  username: string,
): { user: TeamUser; passwordHash: string | null; persona: boolean } | null {
  const row = sql.prepare<[string], LoginRow>(LOGIN_BY_USERNAME).get(username);
  if (!row) return null;
  return { user: usersTable.decode(row), passwordHash: row.password_hash, persona: row.persona === 1 };
}

/** The accounts that a demo signs in with one click. */
export function listPersonas(sql: Sql): TeamUser[] {
  return personas.all(sql);
}

const writes = perConnection((sql) => {
  const users = tableOn(sql, usersTable);
  return { users, setRole: users.updater(['role']) };
});

/** A user with what only the gateway may know. */
const NewUser = z.strictObject({
  user: TeamUser,
  passwordHash: z.string().nullable(),
  persona: z.boolean(),
  createdAt: z.int(),
});

/** Returns a new user for `addUser`. With a null `passwordHash` no password opens the account. */
export function newUser(
  user: TeamUser,
  passwordHash: string | null,
  now: number,
  persona = false,
): z.infer<typeof NewUser> {
  return { user, passwordHash, persona, createdAt: now };
}

/** Adds a user. It is no event, because no event may hold the hash. Throws on a duplicate id or username. */
export const addUser = defineWrite('auth.user_added', NewUser, ({ sql }, added) => {
  const { user, passwordHash, persona, createdAt } = added;
  writes(sql).users.insert(user, { passwordHash, persona: persona ? 1 : 0, createdAt });
});

/** Updates users from the events of the domain `admin`. */
export const usersProjection: Projection = {
  'admin.role_changed': ({ sql }, { data }) => void writes(sql).setRole(data.role, data.userId),
};

/** Returns the number of administrators other than this user. */
export function otherAdmins(sql: Sql, userId: string): number {
  return (
    sql
      .prepare<[string], { n: number }>(`SELECT count(*) AS n FROM users WHERE role = 'admin' AND id <> ?`)
      .get(userId)?.n ?? 0
  );
}

/** Returns the principal a user acts as. */
export function principalOf(user: TeamUser): Principal {
  return {
    actor: { kind: 'user', id: user.id, name: user.name },
    permissions: new Set(ROLE_PERMISSIONS[user.role]),
  };
}

/** All users, by id, as rows of a kind. Default: that of the channel `admin`. */
export function userRows(kind?: string): RowSource {
  return wholeTable(usersTable, kind);
}
