import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

/** A document of the project, by its path from the root. */
export interface Document {
  readonly file: string;
  readonly text: string;
  /** All code spans in prose and tables. */
  readonly spans: readonly string[];
}

/** Reads the project's documents: those at the root, and the READMEs of folders. */
export function readDocuments(): Document[] {
  const files = [
    'README.md',
    'ARCHITECTURE.md',
    'CONTRIBUTING.md',
    'docs/deploy.md',
    ...globSync('{src,tests,scripts}/**/README.md', { cwd: root }),
  ];
  return files.map((name) => {
    const file = name.replaceAll('\\', '/');
    const text = readFileSync(join(root, file), 'utf8');
    const prose = text.replace(/^```.*?^```$/gms, '');
    return { file, text, spans: [...prose.matchAll(/`([^`\n]+)`/g)].map(([, span]) => span ?? '') };
  });
}

const FILE = /\.(?:ts|tsx|js|mjs|cjs|json|md|css|csv|html|db)$/;
const PATH = /^[\w.@<>{},*#-]+(?:\/[\w.@<>{},*#-]+)*\/?$/;
/** Matches the folders that the build and the programs write. */
const WRITTEN = /^(?:out|dist|\.quayside|\.cache)\//;

/** Returns whether a code span is a path in this repository, judging by a slash or a file extension. */
function isPath(span: string): boolean {
  return PATH.test(span) && (span.includes('/') || FILE.test(span)) && !span.startsWith('/');
}

/** Returns the paths that a document names: code spans that look like paths, and the targets of links. */
export function pathsIn({ text, spans }: Document): string[] {
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target ?? '');
  const local = links.filter((target) => !/^(?:https?:|#)/.test(target));
  return [...new Set([...spans.filter(isPath), ...local])];
}

/** Returns whether a path exists, relative to the root, to the document's folder, or to a folder below that. */
export function pathExists(path: string, document: string): boolean {
  if (WRITTEN.test(path)) return true;
  if (path.startsWith('@')) return existsSync(join(root, 'node_modules', path));
  const pattern = path
    .replace(/^#shared\//, 'src/shared/')
    .replace(/NNNN-(?:<domain>|name)/, '[0-9][0-9][0-9][0-9]-*')
    .replace(/<[a-z-]+>/g, '*')
    .replace(/\/$/, '');
  const folder = dirname(document);
  return [
    pattern,
    `src/${pattern}`,
    `${folder}/${pattern}`,
    `${folder}/src/${pattern}`,
    `${folder}/**/${pattern}`,
  ].some(
    (candidate) => globSync(candidate, { cwd: root, exclude: (name) => name === 'node_modules' }).length > 0,
  );
}

/** Returns the npm scripts that a document names, in prose and in command lines. */
export function npmScriptsIn({ text }: Document): string[] {
  return [...text.matchAll(/\bnpm (?:run ([a-z0-9:]+)|(start|test)\b)/g)].map(
    ([, run, own]) => run ?? own ?? '',
  );
}

/** Returns the settings and constants that a document names. */
export function constantsIn({ spans }: Document): string[] {
  return spans.filter((span) => /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(span));
}

/** A row of a table that says which folders a folder may import. */
export interface ImportRow {
  readonly folder: string;
  /** The words of the last column. */
  readonly may: string;
}

/** Returns the rows of a document's tables whose last column is "may import". */
export function importTable({ text }: Document): ImportRow[] {
  const rows: ImportRow[] = [];
  let inside = false;
  for (const line of text.split('\n')) {
    if (!line.startsWith('|')) inside = false;
    else if (/\| may import \|$/.test(line)) inside = true;
    else if (inside && !line.startsWith('| ---')) {
      const cells = line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, ''));
      const folder = /`([^`]+?)\/?`/.exec(cells[0] ?? '')?.[1] ?? '';
      rows.push({ folder, may: cells.at(-1) ?? '' });
    }
  }
  return rows;
}
