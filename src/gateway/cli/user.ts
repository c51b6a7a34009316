import { createInterface } from 'node:readline';
import { Role, type User } from '#shared/domain/admin.ts';
import { findLogin, listSessions, listUsers } from '../auth/index.ts';
import { SYSTEM_CLOCK } from '../execute/index.ts';
import { newId } from '../ids.ts';
import { runAsOperator } from './actor.ts';
import { configFrom, type OfflineGateway, withDatabase } from './offline.ts';
import { print, UsageError } from './output.ts';

async function readPassword(): Promise<string> {
  const given = process.env['QUAYSIDE_PASSWORD'];
  if (given) return given;
  if (process.stdin.isTTY) process.stderr.write('Password (visible while you type): ');
  const lines = createInterface({ input: process.stdin });
  try {
    for await (const line of lines) return line;
  } finally {
    lines.close();
  }
  return '';
}

function named({ sql }: OfflineGateway, username: string): User {
  const found = findLogin(sql, username);
  if (!found) throw new UsageError(`there is no user ${username}`);
  return found.user;
}

const timeOf = (at: number): string => new Date(at).toISOString();

/** Adds a user. The password is read from QUAYSIDE_PASSWORD or the first line of standard input. */
export async function addUser(
  username: string,
  options: { readonly role: string; readonly name?: string | undefined },
): Promise<void> {
  const password = await readPassword();
  const user = { id: newId(), username, name: options.name ?? username, role: Role.parse(options.role) };
  await withDatabase(configFrom(), (gateway) =>
    runAsOperator(gateway, 'admin.create_user', { user, password }),
  );
  print(`added ${username} as ${options.role}`);
}

/** Disables a user: ends the user's sessions, also in a running gateway, and refuses new ones. */
export async function disableUser(username: string): Promise<void> {
  await withDatabase(configFrom(), (gateway) =>
    runAsOperator(gateway, 'admin.disable_user', { userId: named(gateway, username).id }),
  );
  print(`disabled ${username}`);
}

/** Enables a disabled user. */
export async function enableUser(username: string): Promise<void> {
  await withDatabase(configFrom(), (gateway) =>
    runAsOperator(gateway, 'admin.enable_user', { userId: named(gateway, username).id }),
  );
  print(`enabled ${username}`);
}

/** Sets a user's password and ends the user's sessions. The password is read as by `addUser`. */
export async function setUserPassword(username: string): Promise<void> {
  const password = await readPassword();
  await withDatabase(configFrom(), (gateway) =>
    runAsOperator(gateway, 'admin.reset_password', { userId: named(gateway, username).id, password }),
  );
  print(`changed the password of ${username} and ended all sessions`);
}

/** Gives a user another role. */
export async function setUserRole(username: string, role: string): Promise<void> {
  await withDatabase(configFrom(), (gateway) =>
    runAsOperator(gateway, 'admin.set_role', {
      userId: named(gateway, username).id,
      role: Role.parse(role),
    }),
  );
  print(`${username} is now ${role}`);
}

/** Prints a user's sessions, the last used first. */
export async function listUserSessions(username: string): Promise<void> {
  await withDatabase(configFrom(), (gateway) => {
    const sessions = listSessions(gateway.sql, named(gateway, username).id, SYSTEM_CLOCK.now());
    if (sessions.length === 0) print(`${username} has no sessions`);
    for (const { id, device, address, startedAt, lastUsedAt } of sessions)
      print([id, timeOf(lastUsedAt), `since ${timeOf(startedAt)}`, address || '-', device || '-'].join('  '));
  });
}

/** Ends one of a user's sessions, or all of them. */
export async function revokeSessions(username: string, sessionId: string | undefined): Promise<void> {
  await withDatabase(configFrom(), (gateway) =>
    runAsOperator(gateway, 'admin.end_sessions', {
      userId: named(gateway, username).id,
      sessionId: sessionId ?? null,
    }),
  );
  print(`ended ${sessionId === undefined ? 'all sessions' : 'the session'} of ${username}`);
}

/** Prints all users. */
export async function printUsers(): Promise<void> {
  await withDatabase(configFrom(), ({ sql }) => {
    for (const { username, role, name, disabledAt } of listUsers(sql))
      print(
        [username, role, name, ...(disabledAt === null ? [] : [`disabled ${timeOf(disabledAt)}`])].join('  '),
      );
  });
}
