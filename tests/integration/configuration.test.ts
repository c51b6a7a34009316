import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { loadConfig } from '../../src/gateway/config.ts';

const repository = resolve(import.meta.dirname, '../..');
const ofOthers = new Set(['QUAYSIDE_SERVER', 'QUAYSIDE_PROFILE', 'QUAYSIDE_CHROMIUM']);

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
