import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { MODULES } from '../../src/gateway/modules.ts';
import {
  constantsIn,
  type Document,
  importTable,
  npmScriptsIn,
  pathExists,
  pathsIn,
  readDocuments,
} from '../support/documents.ts';
import { forbiddingRule } from '../support/import-rules.ts';

const root = resolve(import.meta.dirname, '../..');
const documents = readDocuments();
const named = documents.map((document) => [document.file, document] as const);
const documentOf = (file: string): Document => {
  const found = documents.find((document) => document.file === file);
  if (!found) throw new Error(`there is no ${file}`);
  return found;
};
const read = (file: string): string => readFileSync(resolve(root, file), 'utf8');

/** Files of the bundle in `out/`, which ARCHITECTURE.md describes. */
const BUNDLE = new Set(['index.js', 'browser.js', 'gateway.js', 'preload/index.cjs']);

describe('what documents name exists', () => {
  it.for(named)('paths in %s', ([file, document]) => {
    const lost = pathsIn(document).filter((path) => !BUNDLE.has(path) && !pathExists(path, file));
    expect(lost).toEqual([]);
  });

  it('npm scripts', () => {
    const { scripts } = z
      .object({ scripts: z.record(z.string(), z.string()) })
      .parse(JSON.parse(read('package.json')));
    const lost = documents.flatMap((document) =>
      npmScriptsIn(document)
        .filter((name) => !Object.hasOwn(scripts, name))
        .map((name) => `${document.file}: ${name}`),
    );
    expect(lost).toEqual([]);
    expect(npmScriptsIn(documentOf('README.md')).length).toBeGreaterThan(8);
  });

  it('settings and constants', () => {
    const files = globSync(['src/**/*.{ts,tsx}', 'scripts/**/*.mjs'], { cwd: root });
    const known = new Set(
      [read('.env.example'), ...files.map(read)].flatMap((text) => text.match(/\b[A-Z][A-Z0-9_]+\b/g) ?? []),
    );
    const lost = documents.flatMap((document) =>
      constantsIn(document)
        .filter((name) => !known.has(name))
        .map((name) => `${document.file}: ${name}`),
    );
    expect(lost).toEqual([]);
  });
});

/** Compares what a table says with the rules, for every pair of its folders. Returns the disagreements. */
function disagreements(
  folders: readonly string[],
  samples: (folder: string) => { readonly from: string; readonly to: string },
  says: (from: string, to: string) => boolean,
): string[] {
  return folders.flatMap((from) =>
    folders.flatMap((to) => {
      if (from === to) return [];
      const rule = forbiddingRule(samples(from).from, samples(to).to);
      if (says(from, to) === (rule === null)) return [];
      return [`${from} → ${to}: the table says ${says(from, to)}, the rules say ${rule ?? 'true'}`];
    }),
  );
}

/** Whether the words of a "may import" column name a folder. */
function names(may: string, folder: string): boolean {
  const [all, except = ''] = may.split(' but ');
  if (all?.startsWith('everything')) return !except.includes(`\`${folder}\``);
  const listed = new RegExp(`(?:^|[\`, ])${folder}(?:/[\\w.-]+)?(?:[\`, ]|$)`);
  return listed.test(may) || (folder === '<domain>' && /\bdomains\b/.test(may));
}

describe('tables of what may be imported say what the rules enforce', () => {
  const TOP: Readonly<Record<string, string>> = {
    shared: 'src/shared/domain/money.ts',
    gateway: 'src/gateway/server.ts',
    main: 'src/main/app.ts',
    preload: 'src/preload/index.ts',
    renderer: 'src/renderer/src/main.tsx',
    system: 'src/system/private-files.mjs',
    electron: 'node_modules/electron/index.js',
    'a package': 'node_modules/ws/index.js',
  };

  it('in ARCHITECTURE.md', () => {
    const rows = importTable(documentOf('ARCHITECTURE.md'));
    expect(rows.length).toBeGreaterThan(8);
    const wrong = rows.flatMap(({ folder, may }) =>
      Object.entries(TOP).flatMap(([target, sample]) => {
        // Packages other than those named are allowed where none is: what runs in Node, and the bundled window.
        const own = folder.startsWith(`src/${target}`);
        const anyPackage = target === 'a package' && !/zod|electron$|^Node(?:$|,)/.test(may);
        const says = own || anyPackage || may === 'everything' || names(may, target);
        const allowed = forbiddingRule(`${folder}/x.ts`, sample) === null;
        const isHost = folder === 'src/main/hosts/electron' && target === 'a package';
        return says === allowed || isHost ? [] : [`${folder} → ${target}: the table says ${says}`];
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('in the README of the gateway', () => {
    const rows = importTable(documentOf('src/gateway/README.md'));
    const folderOf = (folder: string): string => (folder === '<domain>' ? 'chat' : folder);
    const says = (from: string, to: string): boolean =>
      names(rows.find(({ folder }) => folder === from)?.may ?? '', to);
    const found = disagreements(
      rows.map(({ folder }) => folder).filter((folder) => folder !== 'demo'),
      (folder) => ({
        from: `src/gateway/${folderOf(folder)}/x.ts`,
        to: `src/gateway/${folderOf(folder)}/index.ts`,
      }),
      says,
    );
    expect(found).toEqual([]);
    expect(rows.length).toBeGreaterThan(8);
    // One domain may import another.
    expect(forbiddingRule('src/gateway/chat/x.ts', 'src/gateway/orders/index.ts')).toBeNull();
  });

  it('in the README of the engine', () => {
    const rows = importTable(documentOf('src/main/engine/README.md'));
    const sample = (folder: string): string => `src/main/engine/${folder}/index.ts`;
    const found = disagreements(
      rows.map(({ folder }) => folder),
      (folder) => ({ from: sample(folder), to: sample(folder) }),
      (from, to) => names(rows.find(({ folder }) => folder === from)?.may ?? '', to),
    );
    expect(found).toEqual([]);
  });

  it('in the README of the renderer, by floor', () => {
    const { text } = documentOf('src/renderer/README.md');
    const floors = new Map(
      [...text.matchAll(/^\| (\d) +\| `(src\/[a-z0-9]+)/gm)].map(([, floor, folder = '']) => [
        folder,
        Number(floor),
      ]),
    );
    expect(floors.size).toBeGreaterThan(10);
    const sample = (folder: string): string => `src/renderer/${folder}/index.ts`;
    const found = disagreements(
      [...floors.keys()],
      (folder) => ({ from: sample(folder), to: sample(folder) }),
      (from, to) => (floors.get(from) ?? 0) >= (floors.get(to) ?? 0),
    );
    expect(found).toEqual([]);
  });
});

it('the rules know every domain of the gateway', () => {
  for (const { name } of MODULES)
    expect(forbiddingRule('src/gateway/server.ts', `src/gateway/${name}/commands.ts`)).toBe(
      'gateway-domains-through-their-index',
    );
});

it('finds what does not exist', () => {
  const document = {
    file: 'README.md',
    text: '',
    spans: ['src/gone.ts', 'a/b', '/api/health', 'NO_SUCH_SETTING'],
  };
  expect(pathsIn(document)).toEqual(['src/gone.ts', 'a/b']);
  expect(pathExists('src/gone.ts', 'README.md')).toBe(false);
  expect(constantsIn(document)).toEqual(['NO_SUCH_SETTING']);
});
