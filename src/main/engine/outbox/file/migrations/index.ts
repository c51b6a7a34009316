import type { Migration } from '../../../store/migrate.ts';
import * as created from './0010-outbox.ts';
import * as forms from './0020-forms.ts';

/** The migrations of the outbox file, a line of their own beside the cache's. */
export const OUTBOX_MIGRATIONS: readonly Migration[] = [
  { version: 10, ...created },
  { version: 20, ...forms },
];
