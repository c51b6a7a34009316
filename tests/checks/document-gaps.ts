import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { missing } from './contract-gaps.ts';
import { LISTS } from './unlisted.ts';
import { readWalk } from './walk.ts';

/** Returns the differences between the table of CONTRIBUTING.md and the code. */
export function documentGaps(root: string): string[] {
  const walk = readWalk(root);
  const edited = walk.filter(({ kind }) => kind === 'edit').map(({ path }) => path);
  const created = walk.filter(({ kind }) => kind === 'new').map(({ path }) => path);
  return [
    ...missing(LISTS, edited).map((list) => `CONTRIBUTING.md does not say to edit ${list}.`),
    ...edited
      .filter((path) => !existsSync(join(root, path)))
      .map((path) => `CONTRIBUTING.md names ${path}, which does not exist.`),
    ...created
      .filter((path) => !existsLike(root, path))
      .map((path) => `CONTRIBUTING.md names ${path}, but no domain has such a file.`),
  ];
}

/** Returns whether any domain has the file that a path of the table describes. */
function existsLike(root: string, path: string): boolean {
  const pattern = path.replaceAll('NNNN-<domain>', '[0-9][0-9][0-9][0-9]-*').replaceAll('<domain>', '*');
  return globSync(pattern, { cwd: root }).length > 0;
}
