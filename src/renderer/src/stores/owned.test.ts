import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { type Declaration, type Expression, type ModuleItem, parseSync } from '@swc/core';
import { describe, expect, it } from 'vitest';
import type { StoreApi } from 'zustand';
import { useTyping } from '../features/chat/typing.ts';
import { useConnection } from './connection.ts';
import './figures.ts';
import { useLeaving } from './leaving.ts';
import { useOutbox } from './outbox.ts';
import { endOwned, ownedNames, ownWords } from './owned.ts';
import { useToasts } from './toasts.ts';
import { useUi } from './ui.ts';

const SOURCES = resolve(import.meta.dirname, '..');

/** Variables of modules that belong to the window, not to a user, and why. */
const OF_THE_WINDOW: Readonly<Record<string, string>> = {
  'bridge/client.ts connected': 'the transport to main',
  'bridge/gateway-time.ts offset': 'the server’s clock',
  'components/page.tsx usePageSlot': 'the element of the top bar and the title of the page on screen',
  'features/canned/macro-runner.ts composers': 'composers on screen',
  'components/chart/use-turn.ts waiting': 'redraws of charts that are on screen',
  'components/chart/use-turn.ts planned': 'redraws of charts that are on screen',
  'hooks/use-format.ts formats': 'formats by language',
  'hooks/use-now.ts elapsed': 'the clock on screen',
  'hooks/use-now.ts listeners': 'the clock on screen',
  'hooks/use-now.ts now': 'the clock on screen',
  'hooks/use-now.ts timer': 'the clock on screen',
  'lib/emoji-data.ts loading': 'the emoji of Unicode',
  'lib/emoji-data.ts loadedFor': 'the language of their names',
  'lib/new-id.ts last': 'the last id made',
  'stores/first-board.ts useFirst': 'the board that each user opens first, a preference that stays, by user',
  'stores/folder-order.ts useOrders': 'the order of folders of each user, a preference that stays, by user',
  'stores/owned.ts ends': 'the registry itself',
  'stores/owned.ts saves': 'composers on screen',
  'stores/table-layouts.ts useTableLayouts': 'the columns of each user, a preference that stays, by user',
  'stores/scans.ts asking': 'dialogs on screen that take scans',
  'stores/shortcuts.ts declared': 'the shortcuts of all features',
  'stores/shortcuts.ts groups': 'the shortcuts of all features',
  'stores/shortcuts.ts made': 'the keymap of the settings on screen, made anew for each user',
  'hooks/use-hotkeys.ts shown': 'shortcuts on screen',
  'stores/session.ts useSession': 'who is signed in, from main',
  'stores/toasts.ts counter': 'numbers of toasts',
};

const MUTABLE_CLASSES: ReadonlySet<string> = new Set(['Map', 'Set', 'WeakMap', 'WeakSet', 'Array']);

function nameOf(node: Expression | undefined): string {
  return node?.type === 'Identifier' ? node.value : '';
}

/** Whether an initial value can be changed later: a store, a collection, or words of a user. */
function holdsState(init: Expression | undefined): boolean {
  if (init === undefined) return false;
  if (init.type === 'TsAsExpression' || init.type === 'TsSatisfiesExpression')
    return holdsState(init.expression);
  if (init.type === 'NewExpression') return MUTABLE_CLASSES.has(nameOf(init.callee));
  if (init.type === 'ArrayExpression') return init.elements.length === 0;
  if (init.type === 'ObjectExpression') return init.properties.length === 0;
  if (init.type !== 'CallExpression' || init.callee.type === 'Super' || init.callee.type === 'Import')
    return false;
  const { callee } = init;
  // `create<State>()(…)` is a call of a call.
  return callee.type === 'CallExpression' ? holdsState(callee) : nameOf(callee) === 'create';
}

/** Whether the type says that nothing writes to the variable. */
function isReadonly(source: string, name: string): boolean {
  return new RegExp(`\\bconst ${name}: (?:Readonly|readonly )`).test(source);
}

function declarationOf(item: ModuleItem): Declaration | null {
  if (item.type === 'VariableDeclaration') return item;
  return item.type === 'ExportDeclaration' ? item.declaration : null;
}

/** Returns the variables of a module that can change, by name. */
function stateIn(source: string, tsx: boolean): string[] {
  const { body } = parseSync(source, { syntax: 'typescript', tsx });
  return body.flatMap((item) => {
    const declared = declarationOf(item);
    if (declared?.type !== 'VariableDeclaration') return [];
    return declared.declarations.flatMap(({ id, init }) => {
      const name = id.type === 'Identifier' ? id.value : '';
      const changes =
        declared.kind !== 'const' || (holdsState(init ?? undefined) && !isReadonly(source, name));
      return changes ? [name] : [];
    });
  });
}

/** Returns the variables that a module registers. */
function registeredIn(source: string): string[] {
  const calls = /\b(?:ownedByUser|ownWords|formKind)(?:<[^(]*>)?\(\s*'([\w.]+)'/g;
  return [...source.matchAll(calls)].map(([, name = '']) => name);
}

const modules = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.test.ts'))
  .map((name) => join(SOURCES, name));

describe('what the window holds', () => {
  it('finds the state of modules', () => {
    expect(
      stateIn(
        'const a = new Map<string, string>(); let b = 0; export const c = create<X>(() => ({}));',
        false,
      ),
    ).toEqual(['a', 'b', 'c']);
    expect(stateIn('export const c = create<X>()(() => ({})); const d: string[] = [];', false)).toEqual([
      'c',
      'd',
    ]);
    expect(
      stateIn('const A: ReadonlyMap<string, 1> = new Map(); const b = 5; const f = () => new Map();', false),
    ).toEqual([]);
  });

  it('ends with the sign-in, or is listed as the window’s own', () => {
    const unregistered: string[] = [];
    const found = new Set<string>();
    for (const file of modules) {
      const source = readFileSync(file, 'utf8');
      const path = relative(SOURCES, file).replaceAll('\\', '/');
      const registered = registeredIn(source);
      for (const name of stateIn(source, file.endsWith('x'))) {
        found.add(`${path} ${name}`);
        if (!registered.includes(name) && OF_THE_WINDOW[`${path} ${name}`] === undefined)
          unregistered.push(`${path} ${name}`);
      }
    }
    expect(unregistered, 'register with ownedByUser, or say in OF_THE_WINDOW whose it is').toEqual([]);
    expect(
      Object.keys(OF_THE_WINDOW).filter((name) => !found.has(name)),
      'no longer there',
    ).toEqual([]);
  });

  it('has a name of its own each, so that none takes the place of another', () => {
    const names = modules.flatMap((file) => registeredIn(readFileSync(file, 'utf8')));
    expect(names.filter((name, n) => names.indexOf(name) !== n)).toEqual([]);
  });

  it('keeps nothing in the browser but preferences', () => {
    const users = modules.filter((file) =>
      /\b(?:localStorage|sessionStorage|indexedDB|caches)\b/.test(readFileSync(file, 'utf8')),
    );
    expect(users.map((file) => relative(SOURCES, file))).toEqual([
      join('stores', 'first-board.ts'),
      join('stores', 'folder-order.ts'),
      join('stores', 'table-layouts.ts'),
      join('stores', 'ui.ts'),
    ]);
  });

  /** Checks that what a store `held` is as it was before anybody signed in. */
  function ends<T extends object>(store: StoreApi<T>, held: Partial<T>): void {
    const before = Object.fromEntries(Object.entries(store.getInitialState()).filter(([key]) => key in held));
    store.setState(held);
    expect(store.getState()).not.toMatchObject(before);
    endOwned();
    expect(store.getState()).toMatchObject(before);
  }

  it('is empty afterwards, in every store', () => {
    ends(useOutbox, { pending: 3, refused: 1 });
    ends(useToasts, { toasts: [{ id: 'a', tone: 'ok', title: () => 'to Ava', count: 1 }] });
    ends(useLeaving, { leave: () => undefined });
    ends(useTyping, { by: new Map([['c', { name: 'Ada', until: 1 }]]) });
    ends(useConnection, { asOf: 5 });
    ends(useUi, { paletteOpen: true, noticesOpen: true, reviewOpen: true });
  });

  it('is registered by its variable’s name', () => {
    expect(ownedNames()).toEqual(expect.arrayContaining(['useFigures', 'useOutbox', 'useToasts', 'useUi']));
  });
});

describe('own words', () => {
  const words = ownWords<string>('words', 3);

  it('belong to one user and end with the sign-in', () => {
    words.set('ava', 'c1', 'Dear customer');
    expect(words.get('marco', 'c1')).toBeUndefined();
    expect(words.get('ava', 'c1')).toBe('Dear customer');
    endOwned();
    expect(words.get('ava', 'c1')).toBeUndefined();
  });

  it('are not kept without a user, and no more than the limit', () => {
    words.set(null, 'c1', 'nobody’s');
    expect(words.get(null, 'c1')).toBeUndefined();
    for (const key of ['a', 'b', 'c', 'd']) words.set('ava', key, key);
    expect(['a', 'b', 'c', 'd'].map((key) => words.get('ava', key))).toEqual([undefined, 'b', 'c', 'd']);
  });
});
