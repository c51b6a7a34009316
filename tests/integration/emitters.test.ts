import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NOTIFICATION_CATEGORIES } from '#shared/domain/notifications.ts';
import { EVENTS, LATER_EVENTS } from '#shared/protocol/events/index.ts';
import { en } from '#shared/text/en.ts';
import { MODULES } from '../../src/gateway/modules.ts';
import { DOMAINS } from '../../src/main/engine/domains/index.ts';

const repository = resolve(import.meta.dirname, '../..');

/** The sources of a folder without its tests, as one text. */
async function source(folder: string): Promise<string> {
  const files = globSync(`${folder}/**/*.ts`, { cwd: repository }).filter((file) => !file.includes('.test.'));
  return (await Promise.all(files.map((file) => readFile(resolve(repository, file), 'utf8')))).join('\n');
}

/** The arguments of every `emit(` call up to its data, the type among them: a literal, or a choice between literals. */
function emittedTypes(text: string): { readonly types: Set<string>; readonly unclear: string[] } {
  const types = new Set<string>();
  const unclear: string[] = [];
  for (const [, argument = ''] of text.matchAll(/\bcontext\.emit\(\s*([^,{]*)/g)) {
    const named = [...argument.matchAll(/'([a-z]+\.[a-z_]+)'/g)].map(([, type]) => type ?? '');
    if (named.length === 0) unclear.push(argument.trim());
    for (const type of named) types.add(type);
  }
  return { types, unclear };
}

describe('event types', () => {
  it('are emitted by the gateway, or declared for a later milestone', async () => {
    const { types, unclear } = emittedTypes(await source('src/gateway'));
    // A type that is not written at its call cannot be found here.
    expect(unclear).toEqual([]);
    const silent = Object.keys(EVENTS).filter((type) => !types.has(type));
    expect(silent.sort()).toEqual(Object.keys(LATER_EVENTS).sort());
  });

  it('of a later milestone have no reactions, handlers, descriptions or news', () => {
    const handled = [
      ...MODULES.flatMap(({ projection, reactions }) => Object.keys({ ...projection, ...reactions })),
      ...DOMAINS.flatMap(({ activity, news }) => Object.keys({ ...activity, ...news })),
    ];
    expect(handled.filter((type) => Object.hasOwn(LATER_EVENTS, type))).toEqual([]);
  });

  it('of a later milestone are named nowhere but in the protocol', async () => {
    const text = (await Promise.all(['src/gateway', 'src/main', 'src/renderer/src'].map(source))).join('\n');
    expect(Object.keys(LATER_EVENTS).filter((type) => text.includes(`'${type}'`))).toEqual([]);
  });
});

it('finds types at calls of emit', () => {
  expect(emittedTypes("context.emit('a.b', x); context.emit(\n  yes ? 'a.c' : 'a.d', {});")).toEqual({
    types: new Set(['a.b', 'a.c', 'a.d']),
    unclear: [],
  });
  expect(emittedTypes('context.emit(type, data)').unclear).toEqual(['type']);
});

describe('toast categories', () => {
  it('have words if a toast has them', async () => {
    const text = await source('src/main/engine');
    const named = [...text.matchAll(/\bcategory: ([^,\n]*)/g)].map(([, value = '']) => value).join();
    const made = NOTIFICATION_CATEGORIES.filter((category) => named.includes(`'${category}'`));
    expect(Object.keys(en.categories).sort()).toEqual(made.sort());
  });
});
