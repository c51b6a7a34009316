import { z } from 'zod';
import { profileOf, TeamUser, type User } from '#shared/domain/admin.ts';
import { ROLE_PERMISSIONS } from '#shared/protocol/permissions.ts';
import type { StoredRow } from '#shared/rows/define.ts';
import { scanRows, wholeTable } from '../db/sources.ts';
import { perConnection, rowQuery, tableOn } from '../db/tables.ts';
import { defineWrite, type Principal, type Projection, type RowSource, type Sql } from '../kernel.ts';
import { usersTable } from './tables.ts';

/** Users listed at most. */
const MAX_LISTED = 1000;

const userById = rowQuery(usersTable, 'WHERE id = ?');
const personas = rowQuery(
  usersTable,
  'WHERE persona = 1 AND disabled_at IS NULL ORDER BY created_at, id LIMIT 10',
);
const byUsername = rowQuery(usersTable, `ORDER BY username LIMIT ${MAX_LISTED}`);

/** Returns a user by id; null if there is none. */
export function findUser(sql: Sql, id: string): User | null {
  return userById.get(sql, id) ?? null;
}

/** Returns the number of users who can sign in. */
export function countUsers(sql: Sql): number {
  return (
    sql.prepare<[], { n: number }>('SELECT count(*) AS n FROM users WHERE disabled_at IS NULL').get()?.n ?? 0
  );
}

/** Returns all users, by username. */
export function listUsers(sql: Sql): User[] {
  return byUsername.all(sql);
}

type LoginRow = StoredRow & { readonly password_hash: string | null; readonly persona: number };

const LOGIN_BY_USERNAME = `SELECT ${usersTable.select()}, password_hash, persona FROM users WHERE username = ?`;
const PASSWORD_HASH = 'SELECT password_hash AS passwordHash FROM users WHERE id = ?';

/** Returns a user by username, in any case, with the fields that sign-in needs. */
export function findLogin(
  sql: Sql,
  username: string,
): { user: User; passwordHash: string | null; persona: boolean } | null {
  const row = sql.prepare<[string], LoginRow>(LOGIN_BY_USERNAME).get(username);
  if (!row) return null;
  return { user: usersTable.decode(row), passwordHash: row.password_hash, persona: row.persona === 1 };
}

/** Returns the hash of a user's password; null without a password or such a user. */
export function passwordHashOf(sql: Sql, userId: string): string | null {
  return (
    sql.prepare<[string], { passwordHash: string | null }>(PASSWORD_HASH).get(userId)?.passwordHash ?? null
  );
}

/** Whether there are users besides the accounts of a demo. */
export function hasOwnUsers(sql: Sql): boolean {
  return sql.prepare('SELECT 1 FROM users WHERE persona = 0 LIMIT 1').get() !== undefined;
}

/** The accounts that a demo signs in with one click. */
export function listPersonas(sql: Sql): User[] {
  return personas.all(sql);
}

const writes = perConnection((sql) => {
  const users = tableOn(sql, usersTable);
  return {
    users,
    setRole: users.updater(['role']),
    setDisabled: users.updater(['disabledAt']),
    setPassword: users.updater(['passwordHash']),
  };
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
  writes(sql).users.insert(
    { ...user, disabledAt: null },
    { passwordHash, persona: persona ? 1 : 0, createdAt },
  );
});

/** Sets a user's password. It is no event, because no event may hold the hash. */
export const setPassword = defineWrite(
  'auth.password_set',
  z.strictObject({ userId: z.string(), passwordHash: z.string() }),
  ({ sql }, { userId, passwordHash }) => void writes(sql).setPassword(passwordHash, userId),
);

/** Updates users from the events of the domain `admin`. */
export const usersProjection: Projection = {
  'admin.role_changed': ({ sql }, { data }) => void writes(sql).setRole(data.role, data.userId),
  'admin.user_disabled': ({ sql }, { at, data }) => void writes(sql).setDisabled(at, data.userId),
  'admin.user_enabled': ({ sql }, { data }) => void writes(sql).setDisabled(null, data.userId),
};

/** Returns the number of administrators other than this user who can sign in. */
export function otherAdmins(sql: Sql, userId: string): number {
  return (
    sql
      .prepare<[string], { n: number }>(
        `SELECT count(*) AS n FROM users WHERE role = 'admin' AND disabled_at IS NULL AND id <> ?`,
      )
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

/** All users, by id, as rows of the channel `admin`. */
export function userRows(): RowSource {
  return wholeTable(usersTable);
}

const members = scanRows({ table: usersTable, keys: ['id'], where: 'disabled_at IS NULL' });

/** The profiles of those who can sign in, by id, as rows of a kind. */
export function memberRows(kind: string): RowSource {
  return {
    kind,
    // The scan decodes rows of the table of users.
    all: (...given) => members(...given).map(({ row, key }) => ({ kind, row: profileOf(row as User), key })),
  };
}
