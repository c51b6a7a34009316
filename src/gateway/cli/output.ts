import { type Logger, pino } from 'pino';

/** One line on standard output: what a person or a script asked for. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** One line on standard error. */
export function complain(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** The log: JSON lines on standard error. */
export function createLogger(level: string): Logger {
  return pino({ level, base: null }, pino.destination({ fd: 2, sync: true }));
}

/** Something the person has to put right: the command line, a variable, a file. Shown without a stack; exit code 2. */
export class UsageError extends Error {}
