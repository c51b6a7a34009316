import { lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/** Links followed for a file that does not exist yet. */
const MAX_LINKS = 40;

/**
 * Returns the path of a file without symbolic links, also where the file or its folders do not exist yet. Two names of one
 * database must mean one lock and one write-ahead log. `:memory:` is returned as it is.
 */
export function realPath(path: string): string {
  return path === ':memory:' ? path : follow(resolve(path), MAX_LINKS);
}

function follow(path: string, left: number): string {
  try {
    return realpathSync(path);
  } catch {
    const folder = dirname(path);
    if (folder === path || left === 0) return path;
    const link = linkAt(path);
    if (link !== null) return follow(resolve(folder, link), left - 1);
    return join(follow(folder, left), basename(path));
  }
}

/** The target of a link that leads nowhere yet; null where there is no link. */
function linkAt(path: string): string | null {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ? readlinkSync(path) : null;
}
