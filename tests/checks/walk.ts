import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One row of the table in CONTRIBUTING.md that says which files a new domain takes. */
export interface WalkStep {
  readonly kind: 'new' | 'edit';
  /** A path with `<domain>` for the domain's name and `NNNN` for the number of a migration. */
  readonly path: string;
}

/** Reads the walk for a new domain from CONTRIBUTING.md. */
export function readWalk(root: string): WalkStep[] {
  const text = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');
  return [...text.matchAll(/^\| (new|edit) +\| `([^`]+)`/gm)].map(([, kind, path = '']) => ({
    kind: kind === 'new' ? 'new' : 'edit',
    path,
  }));
}
