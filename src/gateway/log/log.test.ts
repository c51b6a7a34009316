import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Channel } from '#shared/protocol/channels.ts';
import { applying } from '../../../tests/support/applying.ts';
import { type TemporaryFolder, temporaryFolder } from '../../../tests/support/folders.ts';
import { createGatewayFile } from '../../../tests/support/gateway-file.ts';
import { makeEvent } from '../../../tests/support/make/event.ts';
import { type OpenSql, openSql } from '../db/open.ts';
import { EventLog, nameLog, trimLog } from './index.ts';

let folder: TemporaryFolder;
let path: string;
let sql: OpenSql;

function draft(channel: 'system' | 'admin'): Parameters<EventLog['append']>[0] {
  return channel === 'system'
    ? makeEvent('system.announced', { message: 'm', userId: null }, { at: 1 })
    : makeEvent('admin.setting_changed', { setting: { key: 'k', value: 1 } }, { at: 1 });
}

function write(log: EventLog, on: OpenSql, channels: readonly ('system' | 'admin')[], commit = true): void {
  on.raw.exec('BEGIN IMMEDIATE');
  log.begin();
  for (const channel of channels) log.append(draft(channel));
  on.raw.exec(commit ? 'COMMIT' : 'ROLLBACK');
  if (commit) log.committed();
  else log.rolledBack();
}

function readAll(log: EventLog, channels: ReadonlySet<Channel>, maxEvents: number): number[] {
  const seqs: number[] = [];
  let cursor = log.floor();
  while (cursor < log.head()) {
    const page = log.readAfter(cursor, channels, { maxEvents });
    seqs.push(...page.events.map((e) => e.seq));
    expect(page.upTo).toBeGreaterThan(cursor);
    cursor = page.upTo;
  }
  return seqs;
}

beforeEach(async () => {
  folder = temporaryFolder('log');
  path = join(folder.path, 'gateway.db');
  await createGatewayFile(path);
  sql = openSql(path);
});
afterEach(() => {
  sql.close();
  folder.remove();
});

describe('EventLog', () => {
  it('forgets an identity whose commit was rolled back', () => {
    const log = new EventLog(sql);
    sql.raw.exec('BEGIN IMMEDIATE');
    log.begin();
    nameLog.apply(applying(sql), { id: 'undone' });
    expect(log.id).toBe('undone');
    sql.raw.exec('ROLLBACK');
    log.rolledBack();
    expect(log.id).toBe('');
  });

  it('numbers without gaps over commits, rollbacks and savepoints, and reads the same from memory and from the table', () => {
    const step = fc.record({
      channels: fc.array(fc.constantFrom('system' as const, 'admin' as const), { maxLength: 8 }),
      commit: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), fc.integer({ min: 1, max: 7 }), (steps, page) => {
        sql.raw.exec('DELETE FROM events');
        const log = new EventLog(sql, { ringEvents: 16 });
        const expected: ('system' | 'admin')[] = [];
        for (const { channels, commit } of steps) {
          write(log, sql, channels, commit);
          if (commit) expected.push(...channels);
        }
        expect(log.head()).toBe(expected.length);
        const fresh = new EventLog(sql, { ringEvents: 16 });
        for (const reader of [log, fresh]) {
          expect(readAll(reader, new Set(['system', 'admin']), page)).toEqual(expected.map((_, i) => i + 1));
          expect(readAll(reader, new Set(['system', 'admin', 'chat']), page)).toEqual(
            expected.map((_, i) => i + 1),
          );
          expect(readAll(reader, new Set(['admin']), page)).toEqual(
            expected.flatMap((c, i) => (c === 'admin' ? [i + 1] : [])),
          );
        }
      }),
      { numRuns: 40 },
    );
  });

  it('takes back the events of a savepoint', () => {
    const log = new EventLog(sql);
    sql.raw.exec('BEGIN IMMEDIATE');
    log.begin();
    log.append(draft('admin'));
    const mark = log.mark();
    sql.raw.exec('SAVEPOINT s');
    log.append(draft('admin'));
    sql.raw.exec('ROLLBACK TO s');
    log.rewind(mark);
    expect(log.append(draft('system')).seq).toBe(2);
    sql.raw.exec('COMMIT');
    log.committed();
    expect(readAll(log, new Set(['admin', 'system']), 10)).toEqual([1, 2]);
  });

  it('trims in slices, keeps the event at the floor, and never the newest below what is asked', () => {
    const log = new EventLog(sql, { ringEvents: 16 });
    write(
      log,
      sql,
      Array.from({ length: 5000 }, () => 'admin' as const),
    );
    expect(log.floor()).toBe(0);
    let slices = 0;
    for (let step = log.nextTrim(100); step; step = log.nextTrim(100)) {
      trimLog.apply(applying(sql), { below: step.below });
      slices += 1;
    }
    log.floorMoved();
    expect(slices).toBe(3);
    expect(log.floor()).toBe(4900);
    expect(log.idAt(4900)).not.toBeNull();
    expect(log.idAt(4899)).toBeNull();
    expect(readAll(log, new Set(['admin']), 500)).toEqual(Array.from({ length: 100 }, (_, i) => 4901 + i));
    expect(new EventLog(sql).floor()).toBe(4900);
  });

  it('bounds a page by bytes, and always gives one event', () => {
    const log = new EventLog(sql);
    write(log, sql, ['admin', 'admin', 'admin']);
    const size = log.readEncoded(0, new Set(['admin']), { maxEvents: 1 }).events[0]?.bytes ?? 0;
    expect(log.readAfter(0, new Set(['admin']), { maxEvents: 10, maxBytes: 1 }).events).toHaveLength(1);
    expect(
      log.readAfter(0, new Set(['admin']), { maxEvents: 10, maxBytes: 2 * size + 2 }).events,
    ).toHaveLength(2);
  });

  it('announces commits and nothing else, also those of another process', () => {
    const log = new EventLog(sql);
    const heads: number[] = [];
    log.onCommit((head) => heads.push(head));
    write(log, sql, ['admin'], false);
    write(log, sql, []);
    write(log, sql, ['admin', 'system']);
    const other = openSql(path);
    write(new EventLog(other), other, ['admin']);
    other.close();
    log.refresh();
    log.refresh();
    expect(heads).toEqual([2, 3]);
    expect(readAll(log, new Set(['admin', 'system']), 10)).toEqual([1, 2, 3]);
    write(log, sql, ['admin']);
    expect(log.head()).toBe(4);
  });
});
