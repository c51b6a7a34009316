import { existsSync, type FSWatcher, watch } from 'node:fs';
import { basename, dirname } from 'node:path';

/** Coalesces bursts of file notices, ms. */
const SETTLE_MS = 20;

/**
 * Calls `changed` soon after the write-ahead log of a database was written to, by this process or another. The operating
 * system tells; nothing is polled. Returns the way to stop.
 */
export function watchWal(databasePath: string, changed: () => void): () => void {
  const folder = dirname(databasePath);
  const wal = `${basename(databasePath)}-wal`;
  let timer: NodeJS.Timeout | null = null;
  let watcher: FSWatcher | null = null;
  if (existsSync(folder)) {
    watcher = watch(folder, { persistent: false }, (_event, name) => {
      if (name !== wal || timer) return;
      timer = setTimeout(() => {
        timer = null;
        changed();
      }, SETTLE_MS);
      timer.unref();
    });
    // A folder that goes away ends the watching, not the gateway.
    watcher.on('error', () => watcher?.close());
  }
  return () => {
    watcher?.close();
    if (timer) clearTimeout(timer);
  };
}
