import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TemporaryFolder, temporaryFolder } from '../../../tests/support/folders.ts';
import { type OpenSql, openSql } from '../db/open.ts';
import type { Memo } from '../kernel.ts';
import { Memos } from './memos.ts';

let folder: TemporaryFolder;
let sql: OpenSql;
let reads = 0;
const COUNT: Memo<number> = {
  read: (on) => {
    reads += 1;
    return on.prepare<[], { n: number }>('SELECT count(*) AS n FROM facts').get()?.n ?? 0;
  },
};

beforeEach(() => {
  folder = temporaryFolder('memos');
  sql = openSql(join(folder.path, 'facts.db'));
  sql.raw.exec('CREATE TABLE facts (n INTEGER)');
  reads = 0;
});
afterEach(() => {
  sql.close();
  folder.remove();
});

describe('memos', () => {
  it('reads once, and again after forget and after clear', () => {
    const memos = new Memos(sql);
    expect([memos.get(COUNT), memos.get(COUNT), reads]).toEqual([0, 0, 1]);
    sql.raw.exec('INSERT INTO facts VALUES (1)');
    memos.forget(COUNT);
    expect([memos.get(COUNT), reads]).toEqual([1, 2]);
    memos.clear();
    expect([memos.get(COUNT), reads]).toEqual([1, 3]);
  });

  it('reads again in the transaction after another connection has written, and not after this one has', () => {
    const memos = new Memos(sql);
    memos.get(COUNT);
    sql.raw.exec('BEGIN IMMEDIATE; CREATE TABLE other (n INTEGER); COMMIT');
    memos.begin();
    memos.get(COUNT);
    expect(reads).toBe(1);
    const other = openSql(join(folder.path, 'facts.db'));
    other.raw.exec('INSERT INTO facts VALUES (1)');
    other.close();
    memos.begin();
    expect([memos.get(COUNT), reads]).toEqual([1, 2]);
  });
});
