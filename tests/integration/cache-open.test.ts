import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpeningProgress } from '#shared/bridge/session.ts';
import { saveDraft } from '../../src/main/engine/domains/chat/drafts.ts';
import { saveForm } from '../../src/main/engine/outbox/forms.ts';
import { OUTBOX_MIGRATIONS } from '../../src/main/engine/outbox/index.ts';
import { isDamage, openingError } from '../../src/main/engine/store/failures.ts';
import { latestVersion } from '../../src/main/engine/store/migrate.ts';
import type { OpenedStore } from '../../src/main/engine/store/open.ts';
import { outboxPath } from '../../src/main/engine/store/outbox-file.ts';
import { CACHE_MIGRATIONS, openCache } from '../../src/main/engine/threads/cache.ts';
import { leafPages, overwritePages } from '../support/damage.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/folders.ts';
import { makeBatches } from '../support/make/event.ts';
import { SampleShop } from '../support/make/sample/shop.ts';

let folder: TemporaryFolder;
let file: string;

beforeEach(() => {
  folder = temporaryFolder('open');
  file = join(folder.path, 'cache.db');
});
afterEach(() => folder.remove());

function open(suspect = false): OpenedStore {
  const opened = openCache({ file, userId: 'u', now: () => Date.UTC(2026, 0, 2), suspect });
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

const COMMANDS = 60;

function fill(): void {
  const { writer, outbox } = open();
  for (const batch of makeBatches(new SampleShop(1).take(400), 100)) writer.apply(batch);
  saveDraft(outbox.db, 'c1', 'unsent words', 1);
  const form = { data: { orderId: 'o1' }, fields: { body: 'unsent note' } };
  saveForm(outbox.db, { type: 'orders.note', key: 'o1', form }, 1);
  const add = outbox.db.prepare(
    `INSERT INTO outbox (id, n, user_id, type, subject, data, state, created_at)
     VALUES (?, ?, 'u', 'chat.send_message', 'chat:c1', ?, 'queued', 1)`,
  );
  outbox.db.transaction(() => {
    for (let n = 1; n <= COMMANDS; n++) add.run(`cmd-${n}`, n, JSON.stringify({ body: 'x'.repeat(1_000) }));
  })();
  writer.close();
}

/** Overwrites the root page of a table or index. */
function damageRoot(path: string, name: string): void {
  const reading = new Database(path, { readonly: true });
  const root = Number(reading.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').pluck().get(name));
  reading.close();
  overwritePages(path, [root]);
}

function commands(opened: OpenedStore): unknown[] {
  return opened.outbox.db.prepare("SELECT id FROM outbox WHERE state = 'queued' ORDER BY n").pluck().all();
}

const ALL = Array.from({ length: COMMANDS }, (_, i) => `cmd-${i + 1}`);

function print(): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder.path).map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(folder.path, name)))
        .digest('hex'),
    ]),
  );
}

describe('openStore', () => {
  it('says which step it takes while it opens', () => {
    const steps: string[] = [];
    const onStep = ({ step, done, total }: OpeningProgress): unknown =>
      steps.push(`${step} ${done}/${total}`);
    for (const suspect of [false, false, true]) {
      const opened = openCache({ file, userId: 'u', now: () => 0, onStep, suspect });
      if (opened.ok) opened.value.writer.close();
    }
    const count = CACHE_MIGRATIONS.length;
    const upgrading = CACHE_MIGRATIONS.map((_, n) => `upgrading ${n}/${count}`);
    // Whole caches are checked after they were opened. A suspect one is replaced once the outbox file has proved sound.
    expect(steps).toEqual([...upgrading, 'checking 0/1', ...upgrading]);
  });

  it('creates a new cache with the required durability', () => {
    const { writer, quarantined } = open();
    expect(quarantined).toBeNull();
    expect(writer.db.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(writer.db.pragma('synchronous', { simple: true })).toBe(2);
    expect(writer.db.pragma('user_version', { simple: true })).toBe(latestVersion(CACHE_MIGRATIONS));
    writer.close();
  });

  it('refuses a newer cache without changing a byte', () => {
    fill();
    const db = new Database(file);
    db.pragma(`user_version = ${latestVersion(CACHE_MIGRATIONS) + 10}`);
    db.close();
    const before = print();
    const opened = openCache({ file, userId: 'u', now: () => 0 });
    expect(opened).toMatchObject({ ok: false, error: { code: 'invalid', field: 'cache.version' } });
    expect(print()).toEqual(before);
  });

  it('finds a newer version that is still only in the write-ahead log', () => {
    fill();
    const db = new Database(file);
    db.pragma(`user_version = ${latestVersion(CACHE_MIGRATIONS) + 10}`);
    const copy = Object.fromEntries(['', '-wal'].map((suffix) => [suffix, readFileSync(file + suffix)]));
    db.close();
    for (const [suffix, bytes] of Object.entries(copy)) writeFileSync(file + suffix, bytes);
    const before = print();
    expect(openCache({ file, userId: 'u', now: () => 0 }).ok).toBe(false);
    expect(print()).toEqual(before);
  });

  it('moves a file that is not a database aside and starts a new cache', () => {
    writeFileSync(file, 'this is a shopping list\n'.repeat(100));
    const { writer, quarantined } = open();
    expect(quarantined).toContain('cache.db.corrupt-2026-01-02T00-00-00');
    expect(readFileSync(quarantined ?? '', 'utf8')).toContain('shopping list');
    expect(writer.cursors()).toEqual({});
    writer.close();
  });

  it.each([
    ['cut in half', () => writeFileSync(file, readFileSync(file).subarray(0, statSync(file).size / 2))],
    ['with a damaged first page', () => overwritePages(file, [1])],
    ['that is gone', () => rmSync(file)],
  ])('loses no command and no draft with a cache %s', (_what, spoil) => {
    fill();
    spoil();
    const opened = open();
    expect(commands(opened)).toEqual(ALL);
    expect(opened.outbox.db.prepare('SELECT body FROM drafts').pluck().get()).toBe('unsent words');
    expect(opened.writer.cursors()).toEqual({});
    opened.writer.close();
  });

  it('finds a damaged page when it is used, and replaces the cache when it is then opened as suspect', () => {
    fill();
    damageRoot(file, 'events');
    const first = open();
    expect(first).toMatchObject({ quarantined: null, check: true });
    const next = makeBatches(new SampleShop(1).take(500), 100).slice(4);
    let error: unknown;
    try {
      for (const batch of next) first.writer.apply(batch);
    } catch (thrown) {
      error = thrown;
    }
    expect(isDamage(error)).toBe(true);
    first.writer.close();
    const second = open(true);
    expect(existsSync(second.quarantined ?? '')).toBe(true);
    expect(second.quarantinedOutbox).toBeNull();
    expect(commands(second)).toEqual(ALL);
    expect(second.writer.cursors()).toEqual({});
    second.writer.close();
  });

  it('rescues what can be read of a damaged outbox file, row by row, and leaves the cache alone', () => {
    fill();
    const path = outboxPath(file);
    const pages = leafPages(path, 'outbox');
    expect(pages.length).toBeGreaterThan(8);
    // Two bad leaves: what lies between them is reached through the indexes only.
    overwritePages(path, [pages[2] ?? 0, pages[6] ?? 0]);
    const opened = open(true);
    const left = commands(opened);
    const perLeaf = Math.ceil(COMMANDS / pages.length) + 1;
    expect(left.length).toBeGreaterThanOrEqual(COMMANDS - 2 * perLeaf);
    expect(left.length).toBeLessThan(COMMANDS);
    expect(left).toEqual(ALL.filter((id) => left.includes(id)));
    expect(left).toContain('cmd-1');
    expect(left).toContain('cmd-14');
    expect(left).toContain(`cmd-${COMMANDS}`);
    expect(opened).toMatchObject({ quarantined: null, rescued: { commands: left.length, drafts: 2 } });
    expect(opened.outbox.db.prepare('SELECT fields FROM forms').pluck().all()).toEqual([
      '{"body":"unsent note"}',
    ]);
    expect(opened.quarantinedOutbox).toContain('outbox.db.corrupt-');
    expect(opened.writer.diagnostics().appliedEvents).toBe(400);
    opened.writer.close();
  });

  it.each([
    ['is no database', () => writeFileSync(outboxPath(file), 'a letter to somebody\n'.repeat(100))],
    ['lost its first page', () => overwritePages(outboxPath(file), [1])],
    ['is empty', () => writeFileSync(outboxPath(file), '')],
  ])('starts a new outbox file when the old one %s', (_what, spoil) => {
    fill();
    spoil();
    const opened = open();
    expect(commands(opened)).toEqual([]);
    expect(opened.quarantined).toBeNull();
    expect(opened.writer.diagnostics().appliedEvents).toBe(400);
    opened.writer.close();
  });

  it('refuses a newer outbox file without changing a byte', () => {
    fill();
    const db = new Database(outboxPath(file));
    db.pragma(`user_version = ${latestVersion(OUTBOX_MIGRATIONS) + 10}`);
    db.close();
    const before = print();
    expect(openCache({ file, userId: 'u', now: () => 0 })).toMatchObject({
      ok: false,
      error: { code: 'invalid', field: 'outbox.version' },
    });
    expect(print()).toEqual(before);
  });

  it('keeps three damaged copies at most', () => {
    for (let day = 1; day <= 5; day++) {
      writeFileSync(file, 'this is a shopping list\n'.repeat(100));
      const opened = openCache({ file, userId: 'u', now: () => Date.UTC(2026, 0, day) });
      if (!opened.ok) throw new Error(opened.error.message);
      opened.value.writer.close();
    }
    const copies = readdirSync(folder.path).filter((name) => name.includes('corrupt'));
    expect(copies.map((name) => name.slice(0, 27)).sort()).toEqual(
      [3, 4, 5].map((day) => `cache.db.corrupt-2026-01-0${day}`),
    );
  });

  it('says that there is no room, as something that may pass', () => {
    const full = Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
    expect(openingError(full)).toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('room'),
    });
    expect(openingError(new Error('a bug'))).toMatchObject({ code: 'internal' });
  });

  it('keeps what it had', () => {
    fill();
    const { writer, quarantined } = open();
    expect(quarantined).toBeNull();
    expect(writer.diagnostics().appliedEvents).toBe(400);
    writer.close();
  });
});
