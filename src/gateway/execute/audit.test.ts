import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MAX_AUDIT_CHANGES } from '#shared/domain/audit.ts';
import { applying } from '../../../tests/support/applying.ts';
import { type TemporaryFolder, temporaryFolder } from '../../../tests/support/folders.ts';
import { createGatewayFile } from '../../../tests/support/gateway-file.ts';
import { anyCharacter } from '../../../tests/support/texts.ts';
import { type OpenSql, openSql } from '../db/open.ts';
import { migrateTo } from '../migrations.ts';
import { type AuditEntry, audit, type PrunedAudit, pruneAudit } from './audit.ts';
import { checkAudit, readChain } from './audit-chain.ts';
import { boundedChanges, changedFields } from './audit-changes.ts';
import { listAudit } from './audit-queries.ts';
import { indexAudit } from './audit-subjects.ts';

let folder: TemporaryFolder;
let path: string;
let sql: OpenSql;

beforeEach(async () => {
  folder = temporaryFolder('audit');
  path = join(folder.path, 'gateway.db');
  await createGatewayFile(path);
  sql = openSql(path);
});
afterEach(() => {
  sql.close();
  folder.remove();
});

const on = () => applying(sql);
const entry = (at: number, more: Partial<AuditEntry> = {}): AuditEntry => ({
  at,
  actor: { kind: 'user', id: 'u', name: 'Uta' },
  type: 'inventory.adjust',
  commandId: null,
  reason: null,
  code: 'ok',
  seq: at,
  ...more,
});
const write = (...ats: number[]): void => {
  for (const at of ats) audit.apply(on(), entry(at));
};
const prune = (before: number): PrunedAudit | null => pruneAudit.apply(on(), { before });
/** Changes the file as somebody with a copy of SQLite can: the triggers are gone for that time. */
function tamper(statement: string): void {
  const triggers = sql.raw
    .prepare<[], { name: string; sql: string }>(
      `SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'audit%'`,
    )
    .all();
  expect(triggers.length).toBe(7);
  for (const { name } of triggers) sql.raw.exec(`DROP TRIGGER ${name}`);
  sql.raw.exec(statement);
  for (const trigger of triggers) sql.raw.exec(trigger.sql);
}

describe('the rows of a subject', () => {
  it('are found whether they are indexed, not indexed yet or partly deleted', async () => {
    const step = fc.oneof(
      fc.constantFrom('item:1', 'item:2', null).map((subject) => ({ subject })),
      fc.constant('index' as const),
      fc.constant('prune' as const),
    );
    const none = { actor: '', action: '', result: '', from: null, to: null, text: '' };
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60, size: 'max' }), async (steps) => {
        sql.raw.exec('SAVEPOINT run');
        let at = 0;
        let written: { n: number; at: number; subject: string | null }[] = [];
        for (const next of steps) {
          const { head, indexed } = readChain(sql);
          if (next === 'index') indexAudit.apply(on(), { through: Math.min(head.n, indexed + 7) });
          else if (next === 'prune') {
            prune(at - 10);
            written = written.filter((row) => row.at >= at - 10);
          } else {
            at += 1;
            audit.apply(on(), entry(at, next));
            written.push({ n: head.n + 1, at, ...next });
          }
        }
        for (const subject of ['item:1', 'item:2']) {
          const { rows } = await listAudit(sql, { ...none, subject }, Number.MAX_SAFE_INTEGER, 100);
          const expected = written.filter((row) => row.subject === subject).map(({ n }) => n);
          expect(rows.map(({ n }) => n)).toEqual(expected.reverse());
        }
        const indexed = sql.raw.prepare('SELECT n FROM audit_subjects ORDER BY n').pluck().all();
        const kept = written.filter(({ n, subject }) => subject !== null && n <= readChain(sql).indexed);
        expect(indexed).toEqual(kept.map(({ n }) => n));
        sql.raw.exec('ROLLBACK TO run; RELEASE run');
      }),
    );
  });
});

describe('the audit chain', () => {
  it('is sound as it is written, whatever the texts are', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), fc.string(), (odd, text) => {
        sql.raw.transaction(() => {
          audit.apply(on(), entry(1, { reason: odd, subject: text, address: '::1' }));
          audit.apply(on(), entry(2, { actor: { kind: 'system', id: 'x', name: `\ud800${odd}` } }));
        })();
        expect(checkAudit(sql).problem).toBeNull();
      }),
      { numRuns: 50 },
    );
    const { rows, head } = checkAudit(sql);
    expect(rows).toBe(head.n);
  });

  it.each([
    ['a changed row', `UPDATE audit SET code = 'forbidden' WHERE n = 3`, 'row 3 is not what was written'],
    ['a changed time', 'UPDATE audit SET at = at + 1 WHERE n = 4', 'row 4'],
    [
      'an exchanged hash',
      `UPDATE audit SET hash = (SELECT hash FROM audit WHERE n = 1) WHERE n = 2`,
      'row 2',
    ],
    ['a missing row', 'DELETE FROM audit WHERE n = 3', 'row 3 is missing'],
    ['missing rows at the start', 'DELETE FROM audit WHERE n < 3', 'the rows 1 to 2 are missing'],
    ['a missing row at the end', 'DELETE FROM audit WHERE n = 5', 'row 5 is missing'],
    ['nothing left', 'DELETE FROM audit', 'the rows 1 to 5 are missing'],
    [
      'an added row',
      `INSERT INTO audit (n, at, actor_kind, actor_id, actor_name, command_type, code, hash) VALUES (6, 1, 'user', 'u', 'U', 'x', 'ok', 'h')`,
      'row 6',
    ],
  ])('shows %s', (_what, statement, problem) => {
    write(1, 2, 3, 4, 5);
    expect(checkAudit(sql)).toMatchObject({ problem: null, rows: 5 });
    tamper(statement);
    expect(checkAudit(sql).problem).toContain(problem);
  });

  it('shows by an earlier head that its end was cut off, or that it was written anew', () => {
    write(1, 2, 3, 4, 5);
    const { head } = checkAudit(sql);
    write(6);
    expect(checkAudit(sql, head).problem).toBeNull();
    tamper(
      'DELETE FROM audit WHERE n > 3; UPDATE audit_chain SET head_n = 3, head_hash = (SELECT hash FROM audit WHERE n = 3)',
    );
    expect(checkAudit(sql).problem).toBeNull();
    expect(checkAudit(sql, head).problem).toBe('the rows 4 to 5 are missing');
    write(7, 8);
    expect(checkAudit(sql).problem).toBeNull();
    expect(checkAudit(sql, head).problem).toContain('row 5 is not the one');
  });

  it('goes on from what retention has deleted', () => {
    write(1, 2, 3, 10, 4, 11);
    const third = sql.prepare<[], { hash: string }>('SELECT hash FROM audit WHERE n = 3').get()?.hash ?? '';
    expect(prune(5)).toEqual({ first: 1, last: 3, more: false });
    // The fifth is older than that, but not at the old end.
    expect(prune(5)).toBeNull();
    expect(readChain(sql).pruned).toEqual({ n: 3, hash: third });
    expect(checkAudit(sql)).toMatchObject({ problem: null, rows: 3 });
    expect(checkAudit(sql, { n: 3, hash: third }).problem).toBeNull();
    expect(checkAudit(sql, { n: 3, hash: 'another' }).problem).toContain('row 3');
    expect(prune(100)).toEqual({ first: 4, last: 6, more: false });
    expect(checkAudit(sql)).toMatchObject({ problem: null, rows: 0 });
    write(12);
    expect(checkAudit(sql)).toMatchObject({ problem: null, rows: 1, head: { n: 7 } });
  });

  it.each([
    ['an update', `UPDATE audit SET code = 'x' WHERE n = 2`],
    ['a deletion', 'DELETE FROM audit WHERE n = 1'],
    ['the deletion of all', 'DELETE FROM audit'],
    [
      'a replacement',
      `INSERT OR REPLACE INTO audit (n, at, actor_kind, actor_id, actor_name, command_type, code, hash) VALUES (2, 1, 'user', 'u', 'U', 'x', 'ok', 'h')`,
    ],
    ['an anchor without its row', `UPDATE audit_chain SET pruned_n = 2, pruned_hash = 'x'`],
    ['an anchor that goes back', `UPDATE audit_chain SET pruned_n = 0, pruned_hash = ''`],
    ['a head that goes back', `UPDATE audit_chain SET head_n = 1, head_hash = 'x'`],
    ['the deletion of its ends', 'DELETE FROM audit_chain'],
    ['other ends', `INSERT OR REPLACE INTO audit_chain VALUES (1, 0, '', 0, '', 0)`],
  ])('refuses %s', (_what, statement) => {
    write(1, 2, 3);
    expect(() => sql.raw.exec(statement)).toThrow('the audit is append-only');
    expect(checkAudit(sql)).toMatchObject({ problem: null, rows: 3 });
  });
});

describe('rows of an earlier version', () => {
  it('join the chain, and lose nothing on the way down', async () => {
    sql.close();
    await migrateTo(path, 'latest');
    await migrateTo(path, 110);
    const raw = new Database(path);
    const insert = raw.prepare(
      `INSERT INTO audit (n, at, actor_kind, actor_id, actor_name, command_type, command_id, reason, code, seq)
       VALUES (?, ?, 'user', 'ü', 'Ünal "U"', 'x.y', ?, ?, 'ok', ?)`,
    );
    raw.transaction(() => {
      for (let n = 1; n <= 4500; n += 1)
        insert.run(n + 7, n, n % 2 ? `c${n}` : null, n % 3 ? 'why' : 'nul\0l', n);
    })();
    raw.close();
    await migrateTo(path, 'latest');
    sql = openSql(path);
    expect(checkAudit(sql)).toMatchObject({ problem: null, rows: 4500, pruned: { n: 0, hash: '' } });
    write(1);
    expect(checkAudit(sql)).toMatchObject({ problem: null, rows: 4501 });
    const first = sql.prepare('SELECT * FROM audit WHERE n = 3').get();
    expect(first).toMatchObject({
      at: 3,
      actor_name: 'Ünal "U"',
      reason: 'nul\0l',
      command_id: 'c3',
      seq: 3,
    });
    sql.close();
    await migrateTo(path, 110);
    sql = openSql(path);
    expect(sql.prepare('SELECT count(*), max(seq) FROM audit').raw().all()).toEqual([[4501, 4500]]);
  });
});

describe('changed fields', () => {
  it('are those that differ, also inside objects, and never secrets', () => {
    const before = { name: 'A', price: 5, customer: { id: 'c', city: 'Köln' }, tags: ['a'], same: null };
    const after = {
      name: 'A',
      price: 6,
      customer: { id: 'c', city: 'Bonn' },
      tags: ['a', 'b'],
      passwordHash: 'x',
    };
    expect(changedFields({ record: 'item:1', before, after })).toEqual([
      { record: 'item:1', field: 'price', from: 5, to: 6 },
      { record: 'item:1', field: 'customer.city', from: 'Köln', to: 'Bonn' },
      { record: 'item:1', field: 'tags', from: '["a"]', to: '["a","b"]' },
    ]);
    expect(changedFields({ record: 'item:1', before: null, after: { a: 1 } })).toEqual([
      { record: 'item:1', field: 'a', from: null, to: 1 },
    ]);
  });

  it('are bounded in number and length', () => {
    const many = Array.from({ length: 120 }, (_, n) => [`f${n}`, 'x'.repeat(500)]);
    const changes = boundedChanges(
      changedFields({ record: 'r', before: null, after: Object.fromEntries(many) }),
    );
    expect(changes).toHaveLength(MAX_AUDIT_CHANGES);
    expect(changes[0]?.to).toBe(`${'x'.repeat(200)}…`);
    expect(changes.at(-1)).toEqual({ record: '', field: '…', from: null, to: 120 });
  });
});
