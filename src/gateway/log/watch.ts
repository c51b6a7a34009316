import { existsSync, type FSWatcher, watch } from 'node:fs';
import { basename, dirname } from 'node:path';

/**
 * Delays of the looks after a notice, each after the previous look, ms. The first collects a burst of notices. The others
 * exist because a notice comes when a writer's frames are written, but its commit is visible only once they are on disk: on
 * a busy disk that is later, and without another notice.
 */
const LOOKS_MS = [20, 80, 200, 700, 2000] as const;

/**
 * Calls `changed` shortly after any process has written to the write-ahead log of a database, and a few times more within
 * three seconds. The operating system sends the notices; there is no polling. Returns a function that stops it.
 */
export function watchWal(databasePath: string, changed: () => void): () => void {
  const folder = dirname(databasePath);
  const wal = `${basename(databasePath)}-wal`;
  let timer: NodeJS.Timeout | null = null;
  let looked = 0;
  let watcher: FSWatcher | null = null;

  function plan(look: number): void {
    const wait = LOOKS_MS[look];
    if (timer) clearTimeout(timer);
    timer = null;
    looked = look;
    if (wait === undefined) return;
    timer = setTimeout(() => {
      changed();
      plan(look + 1);
    }, wait);
    timer.unref();
  }

  if (existsSync(folder)) {
    watcher = watch(folder, { persistent: false }, (_event, name) => {
      // A burst does not delay a look that is already planned.
      if (name === wal && !(timer && looked === 0)) plan(0);
    });
    // A deleted folder ends the watcher, not the gateway.
    watcher.on('error', () => watcher?.close());
  }
  return () => {
    watcher?.close();
    if (timer) clearTimeout(timer);
    timer = null;
  };
}
