import type { Applying } from '../kernel.ts';

/**
 * Runs work whose deleted rows are overwritten in the file, whatever that takes. Other work overwrites only what is deleted in
 * pages that are written anyway (`secure_delete = FAST`). The write-ahead log keeps older versions of pages until it is emptied.
 */
export function overwriting<T>({ raw }: Applying['sql'], work: () => T): T {
  raw.pragma('secure_delete = ON');
  try {
    return work();
  } finally {
    raw.pragma('secure_delete = FAST');
  }
}
