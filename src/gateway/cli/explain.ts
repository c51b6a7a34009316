import { FileExistsError, MissingContentsError, OtherLogError } from '../backup/index.ts';
import { DatabaseBusyError } from '../db/busy.ts';
import { DamagedDatabaseError } from '../db/damage.ts';
import { codeOf, isDamage, MissingDatabaseError } from '../db/errors.ts';
import { ForeignDatabaseError, NewerDatabaseError, OlderDatabaseError } from '../db/migrate.ts';
import { DatabaseInUseError } from '../db/serving-lock.ts';
import { ImportError } from '../import/index.ts';
import { CommandError } from '../kernel.ts';
import { UsageError } from './output.ts';

/** Errors whose message is a sentence for the user. */
const IN_WORDS = [
  UsageError,
  ImportError,
  DatabaseInUseError,
  NewerDatabaseError,
  OlderDatabaseError,
  ForeignDatabaseError,
  DatabaseBusyError,
  DamagedDatabaseError,
  MissingDatabaseError,
  FileExistsError,
  OtherLogError,
  MissingContentsError,
  CommandError,
] as const;

/** Those that another command line would not have met. */
const MISUSE = [UsageError, ImportError, MissingDatabaseError, FileExistsError] as const;

const RESTORE = 'Restore a backup with `gateway restore FILE`.';

/** What happened and what to do, by the code of SQLite or the system. */
const BY_CODE: readonly (readonly [RegExp, (message: string) => string])[] = [
  [/^EADDRINUSE$/, () => 'the port is in use; choose another with --port or WEBSOCKET_PORT'],
  [
    /^SQLITE_(?:BUSY|LOCKED)/,
    () => 'another program is writing to the database. Try again when it has finished.',
  ],
  [/^(?:SQLITE_FULL|ENOSPC|EDQUOT)$/, () => 'the disk is full. Make room and try again.'],
  [/^SQLITE_READONLY_DBMOVED$/, () => 'the database was replaced meanwhile. Try again.'],
  [
    /^(?:SQLITE_(?:CANTOPEN|READONLY|PERM|AUTH)|EACCES|EPERM|EROFS|ENOTDIR|EISDIR|ENOENT)/,
    (message) => `a file cannot be opened or written (${message}). Check the path and its permissions.`,
  ],
  [/^(?:SQLITE_IOERR|EIO)/, (message) => `the disk reported an error (${message}).`],
];

const isOne = (error: unknown, kinds: readonly (new (...given: never[]) => Error)[]): boolean =>
  kinds.some((kind) => error instanceof kind);

/** Whether an error is a mistake of the user: exit code 2 instead of 1. */
export function isMisuse(error: unknown): boolean {
  return isOne(error, MISUSE);
}

/** Returns the line that explains an error to the user; with its stack where nobody expected it. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return `failed: ${String(error)}`;
  if (isOne(error, IN_WORDS)) return `error: ${error.message}`;
  if (isDamage(error)) return `error: the database is damaged: ${error.message}. ${RESTORE}`;
  const code = codeOf(error);
  const known = BY_CODE.find(([pattern]) => pattern.test(code));
  return known ? `error: ${known[1](error.message)}` : `failed: ${error.stack ?? error.message}`;
}
