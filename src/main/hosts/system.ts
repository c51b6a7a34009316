import { join, resolve } from 'node:path';
import envPaths from 'env-paths';
import { pino } from 'pino';
import { closeFolder } from '../../system/private-files.mjs';
import type { Logger } from '../ports.ts';

export { systemClock } from '../system-clock.ts';

/** The user's locale as a BCP 47 tag. Node takes it from LC_ALL, LC_MESSAGES or LANG. */
export function systemLocale(): string {
  return new Intl.DateTimeFormat().resolvedOptions().locale;
}

/** Creates a logger that writes JSON lines to standard error; scripts read standard output. */
export function createLogger(level = 'info'): Logger {
  return pino({ level, base: null }, pino.destination({ fd: 2, sync: true }));
}

/** Creates the console's data folder and closes it to other users; logs what cannot be closed. */
export function closeConsoleFolder(folder: string, logger: Logger): void {
  for (const path of closeFolder(folder))
    logger.warn({ module: 'files', path }, 'other users may be able to read this');
}

/** The names a profile may have; they become part of a path. */
export const PROFILE_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/;

/** Returns the data folder of a profile: below `dataDir` if given, else below the system's folder for application data. */
export function consoleFolder(profile: string, dataDir: string | undefined): string {
  if (dataDir !== undefined && dataDir !== '') return join(resolve(dataDir), 'console');
  return join(envPaths('quayside', { suffix: '' }).data, profile, 'console');
}
