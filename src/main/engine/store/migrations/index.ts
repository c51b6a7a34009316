import type { Migration } from '../migrate.ts';
import * as log from './0010-log.ts';
import * as images from './0090-row-images.ts';
import * as passed from './0140-passed-over.ts';
import * as windowed from './0170-windowed-sync.ts';
import * as texts from './0180-text-indexes.ts';
import * as wipes from './0512-wipes.ts';

/** The migrations of the tables that all domains share. Versions ascend over the whole cache; see `sortMigrations`. */
export const STORE_MIGRATIONS: readonly Migration[] = [
  { version: 10, ...log },
  { version: 90, ...images },
  { version: 140, ...passed },
  { version: 170, ...windowed },
  { version: 180, ...texts },
  { version: 512, ...wipes },
];
