import { spawnSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type TemporaryFolder, temporaryFolder } from './folders.ts';

/** A small disk of its own, which a test can fill. */
export interface SmallDisk {
  readonly path: string;
  /** Takes all room that is left. */
  fill(): void;
  /** Gives it back. */
  free(): void;
  remove(): void;
}

function mount(folder: TemporaryFolder, megabytes: number): boolean {
  const args = ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder.path];
  return process.platform === 'linux' && spawnSync('mount', args).status === 0;
}

/** Mounts a small disk in memory; null where that is not permitted. */
export function smallDisk(megabytes: number): SmallDisk | null {
  const folder = temporaryFolder('disk');
  if (!mount(folder, megabytes)) {
    folder.remove();
    return null;
  }
  const ballast = join(folder.path, 'ballast');
  return {
    path: folder.path,
    fill() {
      const fd = openSync(ballast, 'a');
      try {
        for (const size of [65_536, 4_096]) writeAll(fd, size);
      } finally {
        closeSync(fd);
      }
    },
    free: () => rmSync(ballast, { force: true }),
    remove() {
      spawnSync('umount', ['-l', folder.path]);
      folder.remove();
    },
  };
}

/** Writes blocks until there is no room for another. */
function writeAll(fd: number, size: number): void {
  const block = Buffer.alloc(size);
  try {
    for (;;) if (writeSync(fd, block) < size) return;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  }
}
