import { createInterface } from 'node:readline';
import { TeamUser } from '#shared/domain/admin.ts';
import { findLogin, hashPassword, newUser, addUser as writeUser } from '../auth/index.ts';
import { audit, SYSTEM_CLOCK, SYSTEM_PRINCIPAL } from '../execute/index.ts';
import { newId } from '../ids.ts';
import { configFrom, withDatabase } from './offline.ts';
import { print, UsageError } from './output.ts';

const MIN_PASSWORD = 10;

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

/** Adds a user. The password is read from QUAYSIDE_PASSWORD or the first line of standard input. */
export async function addUser(
  username: string,
  options: { readonly role: string; readonly name?: string | undefined },
): Promise<void> {
  const user = TeamUser.safeParse({
    id: newId(),
    username,
    name: options.name ?? username,
    role: options.role,
  });
  if (!user.success)
    throw new UsageError(
      `${user.error.issues[0]?.path.join('.') ?? 'user'}: ${user.error.issues[0]?.message ?? 'is not valid'}`,
    );
  const password = await readPassword();
  if (password.length < MIN_PASSWORD)
    throw new UsageError(`the password must have at least ${MIN_PASSWORD} characters`);
  const hash = await hashPassword(password);
  await withDatabase(configFrom(), async ({ executor }) => {
    const now = SYSTEM_CLOCK.now();
    await executor.run(SYSTEM_PRINCIPAL, now, (context) => {
      if (findLogin(context.sql, username)) throw new UsageError(`the username ${username} is taken`);
      context.write(writeUser, newUser(user.data, hash, now));
      const event = context.emit('admin.user_created', { user: user.data });
      context.write(audit, {
        at: now,
        actor: SYSTEM_PRINCIPAL.actor,
        type: 'admin.create_user',
        commandId: null,
        reason: 'command line',
        code: 'ok',
        seq: event.seq,
      });
    });
  });
  print(`added ${username} as ${options.role}`);
}
