import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpeningProgress } from '#shared/bridge/session.ts';
import { type TemporaryFolder, temporaryFolder } from '../../../../tests/support/folders.ts';
import { makeBatches } from '../../../../tests/support/make/event.ts';
import { SampleShop } from '../../../../tests/support/make/sample/shop.ts';
import { saveDraft } from '../domains/chat/drafts.ts';
import { CACHE_MIGRATIONS, openCache } from '../threads/cache.ts';
import { latestVersion } from './migrate.ts';
import type { OpenedStore } from './open.ts';

let folder: TemporaryFolder;
let file: string;

beforeEach(() => {
  folder = temporaryFolder('open');
  file = join(folder.path, 'cache.db');
});
afterEach(() => folder.remove());

function open(): OpenedStore {
  const opened = openCache({ file, userId: 'u', now: () => Date.UTC(2026, 0, 2) });
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

function fill(): void {
  const { writer } = open();
  for (const batch of makeBatches(new SampleShop(1).take(400), 100)) writer.apply(batch);
  saveDraft(writer.db, 'c1', 'unsent words', 1);
  writer.db
    .prepare(
      `INSERT INTO outbox (id, n, user_id, type, subject, data, state, created_at) VALUES ('cmd', 1, 'u', 'chat.send_message', 'chat:c1', '{}', 'queued', 1)`,
    )
    .run();
  writer.close();
}

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
    for (let start = 0; start < 2; start += 1) {
      const opened = openCache({ file, userId: 'u', now: () => 0, onStep });
      if (opened.ok) opened.value.writer.close();
    }
    const count = CACHE_MIGRATIONS.length;
    expect(steps[0]).toBe('checking 0/1');
    expect(steps.slice(1, count + 1)).toEqual(CACHE_MIGRATIONS.map((_, n) => `upgrading ${n}/${count}`));
    expect(steps.slice(count + 1)).toEqual(['checking 0/1']);
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

  it('moves a damaged database aside and rescues drafts and unsent commands', () => {
    fill();
    const reading = new Database(file, { readonly: true });
    const root = Number(
      reading.prepare(`SELECT rootpage FROM sqlite_schema WHERE name = 'events'`).pluck().get(),
    );
    reading.close();
    const fd = openSync(file, 'r+');
    writeSync(fd, Buffer.alloc(4096, 0xff), 0, 4096, (root - 1) * 4096);
    closeSync(fd);
    const { writer, quarantined, rescued } = open();
    expect(quarantined).not.toBeNull();
    expect(existsSync(quarantined ?? '')).toBe(true);
    expect(rescued).toEqual({ drafts: 1, commands: 1 });
    expect(writer.db.prepare('SELECT body FROM drafts').pluck().get()).toBe('unsent words');
    expect(writer.db.prepare('SELECT state FROM outbox').pluck().get()).toBe('queued');
    expect(writer.cursors()).toEqual({});
    writer.close();
  });

  it('survives a file cut in half', () => {
    fill();
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.subarray(0, Math.floor(statSync(file).size / 2)));
    const { writer, quarantined } = open();
    expect(quarantined).not.toBeNull();
    writer.close();
  });

  it('keeps what it had', () => {
    fill();
    const { writer, quarantined } = open();
    expect(quarantined).toBeNull();
    expect(writer.diagnostics().appliedEvents).toBe(400);
    writer.close();
  });
});
