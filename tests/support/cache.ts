import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { METHODS, type MethodInput, type MethodOutput, type ReadName } from '#shared/bridge/index.ts';
import type { OpenedStore, OpenOptions } from '../../src/main/engine/store/open.ts';
import { outboxPath } from '../../src/main/engine/store/outbox-file.ts';
import type { StoreWriter } from '../../src/main/engine/store/types.ts';
import { openCache } from '../../src/main/engine/threads/cache.ts';
import { answer } from '../../src/main/engine/threads/serve.ts';

/** The files of a cache that was just created. */
let empty: { readonly cache: Buffer; readonly outbox: Buffer } | null = null;

function isNew(file: string): boolean {
  return !existsSync(file) && !existsSync(outboxPath(file));
}

/**
 * Opens a cache, by default as Ada with the id `agent-1`. Only the first new one of a test file runs the migrations; the others
 * begin as its copy, which takes a fifth of the time. Tests of opening itself call `openCache`. Throws if it cannot be opened.
 */
export function openTestCache(file: string, options: Partial<OpenOptions> = {}): OpenedStore {
  const created = isNew(file);
  if (created && empty !== null) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, empty.cache);
    writeFileSync(outboxPath(file), empty.outbox);
  }
  const opened = openCache({ userId: 'agent-1', userName: 'Ada', now: () => 1, ...options, file });
  if (!opened.ok) throw new Error(opened.error.message);
  const { writer, outbox } = opened.value;
  if (created) empty ??= { cache: writer.db.serialize(), outbox: outbox.db.serialize() };
  return opened.value;
}

/** The question for all stock, on pages of 200. */
export const ALL_STOCK = {
  after: null,
  limit: 200,
  search: '',
  locationId: null,
  category: null,
  status: 'any',
  archived: false,
  sort: 'name',
  direction: 'asc',
} as const satisfies MethodInput<'inventory.list'>;

/** Answers a query as a reader thread does, and checks the answer against the contract. Throws if it is refused. */
export function askCache<N extends ReadName>(
  { db }: StoreWriter,
  name: N,
  input: MethodInput<N>,
  now: number,
): MethodOutput<N> {
  const result = answer(db, name, input, now);
  if (!result.ok) throw new Error(`${name}: ${result.error.message}`);
  METHODS[name].output.parse(result.value);
  return result.value as MethodOutput<N>;
}

/** Returns all rows of a list that is read in pages. Throws if the pages do not end. */
export function allPages<R>(page: (after: string | null) => { rows: R[]; next: string | null }): R[] {
  const rows: R[] = [];
  for (let after: string | null = null, n = 0; n < 2_000; n += 1) {
    const { rows: more, next }: { rows: R[]; next: string | null } = page(after);
    rows.push(...more);
    if (next === null) return rows;
    after = next;
  }
  throw new Error('the pages do not end');
}
