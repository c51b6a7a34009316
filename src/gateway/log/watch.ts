import { existsSync, type FSWatcher, watch } from 'node:fs';
import { basename, dirname } from 'node:path';

/**
 * When to look after a notice, each so long after the look before, ms. The first gathers a burst of notices. The others are
 * there because a writer's frames are noticed when they are written, but its commit shows only once they are on the disk: on
 * a busy disk that is later, and no notice tells of it.
 */
const LOOKS_MS = [20, 80, 200, 700, 2000] as const;

/**
 * Calls `changed` soon after the write-ahead log of a database was written to, by this process or another, and a few times
 * more within three seconds. The operating system tells; where nothing is written nothing is looked at. Returns the way to
 * stop.
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
      // A burst does not put off the look that is coming.
      if (name === wal && !(timer && looked === 0)) plan(0);
    });
    // A folder that goes away ends the watching, not the gateway.
    watcher.on('error', () => watcher?.close());
  }
  return () => {
    watcher?.close();
    if (timer) clearTimeout(timer);
    timer = null;
  };
}
