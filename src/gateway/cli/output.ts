import { type Logger, pino } from 'pino';

/** Prints a line of output. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Prints a line on standard error. */
export function complain(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Creates the logger, which writes JSON lines to standard error. */
export function createLogger(level: string): Logger {
  return pino({ level, base: null }, pino.destination({ fd: 2, sync: true }));
}

/** A mistake of the user in the command line, a variable or a file. Printed without a stack; exit code 2. */
export class UsageError extends Error {}
