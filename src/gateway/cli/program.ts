import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { ROLES } from '#shared/domain/admin.ts';
import { GATEWAY_VERSION } from '../version.ts';
import { exportAudit, verifyAudit } from './audit.ts';
import { backup } from './backup.ts';
import { explain, isMisuse } from './explain.ts';
import { importFile } from './import.ts';
import { addKey, printKeys, revokeKey } from './key.ts';
import { migrate } from './migrate.ts';
import { complain } from './output.ts';
import { restore } from './restore.ts';
import { type ServeOptions, serve } from './serve.ts';
import { stats } from './stats.ts';
import {
  addUser,
  disableUser,
  enableUser,
  listUserSessions,
  printUsers,
  revokeSessions,
  setUserPassword,
  setUserRole,
} from './user.ts';

/** Exit codes: 0 success, 1 failure, 2 incorrect usage. */
const FAILED = 1;
const USAGE = 2;

const number =
  (min: number, max: number, whole: boolean) =>
  (text: string): number => {
    const value = Number(text);
    if (
      text.trim() === '' ||
      !Number.isFinite(value) ||
      value < min ||
      value > max ||
      (whole && !Number.isInteger(value))
    ) {
      throw new InvalidArgumentError(`must be a ${whole ? 'whole ' : ''}number from ${min} to ${max}.`);
    }
    return value;
  };

const oneOf =
  (choices: readonly string[]) =>
  (text: string): string => {
    if (!choices.includes(text)) throw new InvalidArgumentError(`must be one of ${choices.join(', ')}.`);
    return text;
  };

function addUserCommands(program: Command): void {
  const user = program.command('user').description('manage users; a running gateway follows at once');
  const role = oneOf(ROLES);
  user
    .command('add <username>')
    .description('add a user; the password is read from QUAYSIDE_PASSWORD or standard input')
    .requiredOption('--role <role>', ROLES.join(', '), role)
    .option('--name <name>', 'display name')
    .action(addUser);
  user.command('list').description('list users').action(printUsers);
  user
    .command('disable <username>')
    .description('end the sessions of a user and refuse new ones')
    .action(disableUser);
  user.command('enable <username>').description('enable a disabled user').action(enableUser);
  user
    .command('password <username>')
    .description('set a password, read as by "add", and end the sessions of the user')
    .action(setUserPassword);
  user
    .command('role')
    .description('give a user another role')
    .argument('<username>')
    .argument('<role>', ROLES.join(', '), role)
    .action(setUserRole);
  user
    .command('sessions <username>')
    .description('list the sessions of a user: id, last use, start, address, device')
    .action(listUserSessions);
  user
    .command('revoke <username> [session]')
    .description('end a session of a user, or all of them')
    .action(revokeSessions);
}

function addKeyCommands(program: Command): void {
  const key = program.command('key').description('manage API keys; a running gateway follows at once');
  key
    .command('add <name>')
    .description('create an API key and print it; it cannot be shown again')
    .requiredOption('--permissions <list>', 'permissions, separated by commas')
    .option('--days <n>', 'days until it expires; without, it never does', number(1, 3650, true))
    .action(addKey);
  key
    .command('list')
    .description('list API keys: id, state, expiry, last use, permissions, name')
    .action(printKeys);
  key.command('revoke <id>').description('revoke an API key').action(revokeKey);
}

function build(setCode: (code: number) => void): Command {
  const program = new Command('gateway')
    .description('The Quayside gateway. Configured by environment variables; see .env.example.')
    .version(GATEWAY_VERSION);
  program
    .command('serve')
    .description('serve until stopped')
    .option('--port <n>', 'port to listen on (0 picks a free one)', number(0, 65_535, true))
    .option('--host <host>', 'address to listen on')
    .option('--data-dir <dir>', 'data folder')
    .option('--demo', 'run the demo shop')
    .option('--speed <n>', 'speed of the demo shop, as a multiple of normal', number(0.1, 1000, false))
    .option(
      '--rate <n>',
      'steady load in events per second, instead of the living shop',
      number(1, 10_000, false),
    )
    .option('--seed <n>', 'seed of the demo shop', number(0, 2 ** 31 - 1, true))
    .action(async (options: ServeOptions) => setCode(await serve(options)));
  program
    .command('migrate')
    .description('migrate the database to the latest version or to another')
    .option('--to <n>', 'number of a migration (0 for none)', number(0, 9999, true))
    .option('--force', 'migrate down, which deletes what the tables hold; makes a backup first')
    .action(migrate);
  program
    .command('backup <file>')
    .description('back up the database and the files of messages while they are in use')
    .option('--json', 'print one JSON object on the last line')
    .action(backup);
  program
    .command('restore <file>')
    .description('check a backup and replace the database by it; keeps the replaced one beside it')
    .option('--force', 'also replace the database of another shop')
    .option('--no-files', 'also restore where files of messages are missing')
    .action(restore);
  addUserCommands(program);
  addKeyCommands(program);
  program
    .command('import')
    .description('import history')
    .command('orders <file>')
    .description('import orders from a CSV file; running it again adds only missing orders')
    .requiredOption(
      '--format <format>',
      'superstore or online-retail',
      oneOf(['superstore', 'online-retail']),
    )
    .action(importFile);
  const audit = program.command('audit').description('check and export the audit');
  audit
    .command('verify')
    .description('find rows of the audit that were changed or are missing')
    .option('--expect <head>', 'the head that an earlier check printed, NUMBER:HASH')
    .action(async (options: { expect?: string }) => setCode(await verifyAudit(options)));
  audit.command('export <file>').description('write the audit as CSV to a new file').action(exportAudit);
  program
    .command('stats')
    .description('print what the database holds')
    .option('--json', 'print one JSON object on the last line')
    .action(stats);
  return program;
}

/** Runs a command line. Resolves with the exit code; errors are explained on standard error. */
export async function runCli(args: readonly string[]): Promise<number> {
  let code = 0;
  const program = build((value) => {
    code = value;
  });
  overrideExit(program);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    // Commander has printed its own message. Help and version are not failures.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
    complain(explain(error));
    return isMisuse(error) ? USAGE : FAILED;
  }
}

function overrideExit(command: Command): void {
  command.exitOverride();
  command.showHelpAfterError('(run with --help for usage)');
  for (const child of command.commands) overrideExit(child);
}
