import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keymapOf, refusedKeys } from '#shared/domain/shortcuts.ts';
import { CHANNELS } from '#shared/protocol/channels.ts';
import { shortcutDefinitions } from '../stores/shortcuts.ts';
import { ALL_FEATURES, CATALOG, SHORTCUT_GROUPS } from './catalog.ts';
import { HOME_PATH, NAV } from './nav.ts';

const repeated = (values: readonly string[]): string[] =>
  values.filter((value, index) => values.indexOf(value) !== index);
const routes = ALL_FEATURES.flatMap((feature) => feature.routes ?? []).map(({ path }) => path);

describe('features', () => {
  it('are listed, each under the name of its folder', () => {
    const root = resolve(import.meta.dirname, '../features');
    const names = readdirSync(root).filter((name) => existsSync(resolve(root, name, 'index.ts')));
    expect(ALL_FEATURES.map(({ name }) => name).sort()).toEqual(names.sort());
  });

  it('do not claim the same path, shortcut, record, search kind or action', () => {
    expect(repeated(routes)).toEqual([]);
    expect(repeated(NAV.map(({ keys }) => keys.join(' ')))).toEqual([]);
    expect(repeated(ALL_FEATURES.flatMap(({ subjects }) => Object.keys(subjects ?? {})))).toEqual([]);
    expect(repeated(ALL_FEATURES.flatMap(({ search }) => search ?? []).map(({ kind }) => kind))).toEqual([]);
    expect(repeated(ALL_FEATURES.flatMap(({ actions }) => actions ?? []).map(({ id }) => id))).toEqual([]);
  });

  it('show every channel in the activity list, once', () => {
    const shown = ALL_FEATURES.flatMap(({ channels }) => Object.keys(channels ?? {}));
    expect([...shown].sort()).toEqual([...CHANNELS].sort());
  });

  it('lead from every entry and record to a page that exists', () => {
    const pages = routes.map((path) => `/${path.split('/')[0]}`);
    const records = ALL_FEATURES.flatMap(({ subjects }) => Object.keys(subjects ?? {}));
    const paths = records.map((kind) => CATALOG.pathOf({ kind, id: 'a/b' }));
    for (const path of [...NAV.map((entry) => entry.path), ...paths]) {
      expect(pages).toContain(`/${path?.split(/[/?]/)[1]}`);
    }
  });
});

describe('shortcuts', () => {
  const definitions = shortcutDefinitions();

  it('have an action each, and standard keys that never meet', () => {
    expect(repeated(definitions.map(({ id }) => id))).toEqual([]);
    expect(keymapOf(definitions, []).problems).toEqual([]);
  });

  it('leave the fixed keys alone: nobody can take them', () => {
    const fixed = SHORTCUT_GROUPS.flatMap(({ shortcuts }) => shortcuts).filter((one) => one.fixed);
    expect(fixed.length).toBeGreaterThan(5);
    for (const { keys } of fixed) {
      const single = keys[0] === 'Mod' ? [keys.join('+')] : keys;
      for (const key of single) expect(refusedKeys(key), key).not.toBeNull();
    }
  });

  it('are the only ones that pages act on', () => {
    const root = resolve(import.meta.dirname, '..');
    const declared = new Set<string>(definitions.map(({ id }) => id));
    const used = readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx$/.test(file))
      .flatMap((file) => {
        const source = readFileSync(resolve(root, file), 'utf8');
        return [...source.matchAll(/'(shortcuts\.\w+)': (?:\(\) =>|\w+[,\n])/g)].map(
          (match) => match[1] ?? '',
        );
      });
    expect(used.length).toBeGreaterThan(20);
    expect(used.filter((id) => !declared.has(id))).toEqual([]);
  });
});

describe('links to records', () => {
  it('lead to the page of the record, with its id escaped', () => {
    expect(CATALOG.pathOf({ kind: 'item', id: 'a/b' })).toBe('/inventory/a%2Fb');
    expect(CATALOG.pathOf({ kind: 'conversation', id: 'c1' })).toBe('/chat/c1');
    expect(CATALOG.pathOf({ kind: 'alert_rule', id: 'r1' })).toBe('/alerts/rules');
    expect(CATALOG.pathOf({ kind: 'unheard-of', id: 'x' })).toBeNull();
    expect(HOME_PATH).toBe('/live');
  });
});
