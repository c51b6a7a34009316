import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** The number of damaged copies of a file that are kept; older ones are deleted. */
const MAX_KEPT = 3;
const SIDE_FILES = ['-wal', '-shm'];

/** Moves a damaged file and its log to a name with the time. Returns the new path. */
export function moveAside(file: string, now: number): string {
  const stamp = new Date(now).toISOString().replace(/[:.]/g, '-');
  const base = `${file}.corrupt-${stamp}`;
  let target = base;
  for (let n = 2; existsSync(target); n++) target = `${base}-${n}`;
  renameSync(file, target);
  for (const suffix of SIDE_FILES) if (existsSync(file + suffix)) renameSync(file + suffix, target + suffix);
  deleteOldest(file);
  return target;
}

/** Deletes the oldest copies, so that a disk that damages files again and again does not fill up. */
function deleteOldest(file: string): void {
  const copies = readdirSync(dirname(file))
    .filter(
      (name) => name.startsWith(`${basename(file)}.corrupt-`) && !SIDE_FILES.some((s) => name.endsWith(s)),
    )
    .sort();
  for (const name of copies.slice(0, -MAX_KEPT))
    for (const suffix of ['', ...SIDE_FILES]) rmSync(join(dirname(file), name + suffix), { force: true });
}
