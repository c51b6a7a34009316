import { join, resolve } from 'node:path';
import envPaths from 'env-paths';
import { pino } from 'pino';
import type { Clock, Logger } from '../ports.ts';

/** The machine's clock and timers. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout(callback, ms) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};

/** Log lines as JSON on the standard error stream: standard output is for what scripts read. */
export function createLogger(level = 'info'): Logger {
  return pino({ level, base: null }, pino.destination({ fd: 2, sync: true }));
}

/** A profile's name: it becomes part of a path. */
export const PROFILE_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/;

/** Where the console of a profile keeps its data: below the folder given, else where this system keeps such things. */
export function consoleFolder(profile: string, dataDir: string | undefined): string {
  if (dataDir !== undefined && dataDir !== '') return join(resolve(dataDir), 'console');
  return join(envPaths('quayside', { suffix: '' }).data, profile, 'console');
}
