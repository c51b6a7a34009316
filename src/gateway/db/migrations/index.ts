import type { Migration } from 'kysely/migration';
import * as m0010 from './0010-log.ts';
import * as m0012 from './0012-commands.ts';
import * as m0020 from './0020-auth.ts';

/**
 * Every migration, by its file's name, in order. To add one: a file `NNNN-name.ts` exporting `up(db)` and `down(db)`, and
 * a line here. A migration that was released is never changed.
 */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0010-log': m0010,
  '0012-commands': m0012,
  '0020-auth': m0020,
};
