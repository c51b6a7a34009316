import { z } from 'zod';
import { type Role, TeamUser } from '#shared/domain/admin.ts';
import { ROLE_PERMISSIONS } from '#shared/protocol/permissions.ts';
import type { Principal, Sql } from '../kernel.ts';

const UserRow = TeamUser.extend({ password_hash: z.string().nullable(), persona: z.number() });
type UserRow = z.infer<typeof UserRow>;

const COLUMNS = 'id, username, name, role, password_hash, persona';

const publicUser = ({ id, username, name, role }: UserRow): TeamUser => ({ id, username, name, role });

function one(row: unknown): UserRow | null {
  return row === undefined ? null : UserRow.parse(row);
}

/** Returns a user by id; null if there is none. */
export function findUser(sql: Sql, id: string): TeamUser | null {
  const row = one(sql.prepare<[string]>(`SELECT ${COLUMNS} FROM users WHERE id = ?`).get(id));
  return row && publicUser(row);
}

/** Returns a user by username, in any case, with the fields that sign-in needs. */
export function findLogin(
  sql: Sql,
  username: string,
): { user: TeamUser; passwordHash: string | null; persona: boolean } | null {
  const row = one(sql.prepare<[string]>(`SELECT ${COLUMNS} FROM users WHERE username = ?`).get(username));
  return row && { user: publicUser(row), passwordHash: row.password_hash, persona: row.persona === 1 };
}

/** The accounts that a demo signs in with one click. */
export function listPersonas(sql: Sql): TeamUser[] {
  return sql
    .prepare<[]>(`SELECT ${COLUMNS} FROM users WHERE persona = 1 ORDER BY created_at, id LIMIT 10`)
    .all()
    .map((row) => publicUser(UserRow.parse(row)));
}

/** All users by id, streamed. */
export function* eachUser(sql: Sql): Generator<TeamUser> {
  for (const row of sql.raw.prepare(`SELECT ${COLUMNS} FROM users ORDER BY id`).iterate())
    yield publicUser(UserRow.parse(row));
}

/**
 * Adds a user, inside a transaction. With a null `passwordHash` no password opens the account. Throws on a duplicate id
 * or username.
 */
export function insertUser(
  sql: Sql,
  user: TeamUser,
  passwordHash: string | null,
  now: number,
  persona = false,
): void {
  sql
    .prepare(
      'INSERT INTO users (id, username, name, role, password_hash, persona, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
    )
    .run(user.id, user.username, user.name, user.role, passwordHash, persona ? 1 : 0, now);
}

/** Changes a user's role, inside a transaction. Returns whether there is such a user. */
export function setUserRole(sql: Sql, id: string, role: Role): boolean {
  return sql.prepare<[string, string]>('UPDATE users SET role = ? WHERE id = ?').run(role, id).changes === 1;
}

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
