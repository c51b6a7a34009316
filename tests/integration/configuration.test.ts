import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { loadConfig } from '../../src/gateway/config.ts';

const repository = resolve(import.meta.dirname, '../..');
/** Variables of the console, the scripts and the tests. */
const ofOthers = new Set([
  'QUAYSIDE_SERVER',
  'QUAYSIDE_PROFILE',
  'QUAYSIDE_CHROMIUM',
  'QUAYSIDE_FIGURES_SECONDS',
]);
/** What the command line reads besides its configuration: a secret, which is never in a file, and what `sudo` sets. */
const NOT_SETTINGS = new Set(['QUAYSIDE_PASSWORD', 'SUDO_USER']);

/** The text of all files a pattern matches, tests excluded. */
async function sources(...patterns: string[]): Promise<Map<string, string>> {
  const files = globSync(patterns, { cwd: repository, exclude: (name) => name.includes('.test.') });
  return new Map(
    await Promise.all(
      files.map(async (file) => [file, await readFile(resolve(repository, file), 'utf8')] as const),
    ),
  );
}

/** The settings of a configuration as `group.name`; a rate limit is one setting. */
function settings(config: object, group: string): [group: string, name: string][] {
  return Object.entries(config).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null && !('perSecond' in value)
      ? settings(value, name)
      : [[group, name] as [string, string]],
  );
}

/** Whether a source reads a setting: `config.chat.limit`, or `{ limit } = config.chat`. */
function reads(source: string, group: string, name: string): boolean {
  return (
    new RegExp(`\\b${group}\\.${name}\\b`).test(source) ||
    new RegExp(`\\{[^{}]*\\b${name}\\b[^{}]*\\} = [^;]*\\b${group}\\b`, 'i').test(source)
  );
}

/** The variables of .env.example with the values that stand there. */
async function example(): Promise<Record<string, string>> {
  const text = await readFile(resolve(repository, '.env.example'), 'utf8');
  return Object.fromEntries(
    [...text.matchAll(/^#([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
  );
}

it('.env.example names every variable of the gateway and no other', async () => {
  const source = await readFile(resolve(repository, 'src/gateway/config.ts'), 'utf8');
  const known = [...source.matchAll(/^ {2}([A-Z][A-Z_]+): /gm)].map(([, name]) => name ?? '');
  expect(known.length).toBeGreaterThan(10);
  const named = Object.keys(await example()).filter((name) => !ofOthers.has(name));
  expect(named.sort()).toEqual(known.sort());
});

it('.env.example holds the defaults', async () => {
  const { DATABASE_URL: _, ...variables } = await example();
  const gateway = Object.fromEntries(Object.entries(variables).filter(([name]) => !ofOthers.has(name)));
  const loaded = loadConfig(gateway);
  expect(loaded.ok).toBe(true);
  expect(loaded).toEqual(loadConfig({}));
});

it('every setting has a reader', async () => {
  const config = loadConfig({});
  if (!config.ok) throw new Error(config.error.message);
  const readers = await sources('src/gateway/**/*.ts');
  readers.delete('src/gateway/config.ts');
  const all = settings(config.value, 'config');
  expect(all.length).toBeGreaterThan(10);
  const unread = all.filter(
    ([group, name]) => ![...readers.values()].some((source) => reads(source, group, name)),
  );
  expect(unread).toEqual([]);
});

it('every variable of the gateway sets something', async () => {
  const source = await readFile(resolve(repository, 'src/gateway/config.ts'), 'utf8');
  const known = [...source.matchAll(/^ {2}([A-Z][A-Z_]+): /gm)].map(([, name]) => name ?? '');
  expect(known.filter((name) => !new RegExp(`\\be\\.${name}\\b`).test(source))).toEqual([]);
});

it('the variables of others are read somewhere, and the gateway reads no other variable', async () => {
  const elsewhere = await sources('scripts/**/*.mjs', 'src/main/**/*.ts', 'tests/**/*.ts', '*.ts');
  elsewhere.delete('tests/integration/configuration.test.ts');
  for (const name of ofOthers)
    expect(
      [...elsewhere.values()].some((source) => source.includes(name)),
      name,
    ).toBe(true);
  const read = [...(await sources('src/gateway/**/*.ts'))].flatMap(([file, source]) =>
    file === 'src/gateway/config.ts'
      ? []
      : [...source.matchAll(/process\.env(?:\.([A-Z_]+)|\['([A-Z_]+)'\])/g)].map(([, a, b]) => a ?? b ?? ''),
  );
  expect(read.filter((name) => !NOT_SETTINGS.has(name))).toEqual([]);
});

it('finds a setting that nobody reads', () => {
  expect(reads('limit(config.chat.maxFiles)', 'chat', 'maxFiles')).toBe(true);
  expect(reads('const { maxFiles, other } = deps.config.chat;', 'chat', 'maxFiles')).toBe(true);
  expect(reads('limit(config.chat.maxFilesEver, config.inventory.maxFiles)', 'chat', 'maxFiles')).toBe(false);
});
