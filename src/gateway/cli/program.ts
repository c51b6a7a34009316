import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { ROLES } from '#shared/domain/admin.ts';
import { DamagedDatabaseError } from '../db/damage.ts';
import { NewerDatabaseError } from '../db/migrate.ts';
import { DatabaseInUseError } from '../db/serving-lock.ts';
import { ImportError, importOrders } from '../import/index.ts';
import { migrateTo } from '../migrations.ts';
import { GATEWAY_VERSION } from '../version.ts';
import { backup } from './backup.ts';
import { configFrom, withDatabase } from './offline.ts';
import { complain, print, UsageError } from './output.ts';
import { type ServeOptions, serve } from './serve.ts';
import { readStats } from './stats.ts';
import { addUser } from './user.ts';

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
    .action(async (options: { to?: number }) => {
      const { databasePath } = configFrom();
      const ran = await migrateTo(databasePath, options.to ?? 'latest');
      print(ran.length === 0 ? 'nothing to do' : `ran ${ran.join(', ')}`);
    });
  program.command('backup <file>').description('back up the database while it is in use').action(backup);
  program
    .command('user')
    .description('manage users')
    .command('add <username>')
    .description('add a user; the password is read from QUAYSIDE_PASSWORD or standard input')
    .requiredOption('--role <role>', ROLES.join(', '), oneOf(ROLES))
    .option('--name <name>', 'display name')
    .action(addUser);
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
    .action(async (file: string, options: { format: string }) => {
      const result = await withDatabase(configFrom(), (gateway) =>
        importOrders(gateway, file, options.format, complain),
      );
      print(JSON.stringify(result));
    });
  program
    .command('stats')
    .description('print what the database holds')
    .option('--json', 'print one JSON object on the last line')
    .action(async (options: { json?: boolean }) => {
      const stats = await withDatabase(configFrom(), ({ sql }) => readStats(sql));
      if (options.json) print(JSON.stringify(stats));
      else
        for (const [name, value] of Object.entries(stats))
          print(`${name}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`);
    });
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
    complain(messageOf(error));
    return error instanceof UsageError || error instanceof ImportError ? USAGE : FAILED;
  }
}

function overrideExit(command: Command): void {
  command.exitOverride();
  command.showHelpAfterError('(run with --help for usage)');
  for (const child of command.commands) overrideExit(child);
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return `failed: ${String(error)}`;
  if (
    error instanceof UsageError ||
    error instanceof ImportError ||
    error instanceof DatabaseInUseError ||
    error instanceof DamagedDatabaseError ||
    error instanceof NewerDatabaseError
  )
    return `error: ${error.message}`;
  if ('code' in error && error.code === 'EADDRINUSE')
    return 'error: the port is in use; choose another with --port or WEBSOCKET_PORT';
  return `failed: ${error.stack ?? error.message}`;
}
