import { performance as nodePerformance } from 'node:perf_hooks';
import fc from 'fast-check';
import { pino } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import type { Reply } from '#shared/protocol/envelope.ts';
import { type TemporaryFolder, temporaryFolder } from '../../../tests/support/folders.ts';
import { createGatewayFile } from '../../../tests/support/gateway-file.ts';
import { loadConfig } from '../config.ts';
import { type OpenSql, openSql } from '../db/open.ts';
import {
  type CommandContext,
  CommandError,
  defineWrite,
  type GatewayModule,
  type Memo,
  type Principal,
} from '../kernel.ts';
import { EventLog } from '../log/index.ts';
import { KERNEL_STORAGE } from '../migrations.ts';
import type { ExecutorOptions } from './executor.ts';
import {
  type CommitRecord,
  createExecutor,
  type RunningExecutor,
  SYSTEM_CLOCK,
  SYSTEM_PRINCIPAL,
} from './index.ts';

/** How many keys the probe has set. */
const PROBED: Memo<number> = {
  read: (on) =>
    on.prepare<[], { n: number }>("SELECT count(*) AS n FROM meta WHERE key LIKE 'probe:%'").get()?.n ?? 0,
};

const setProbe = defineWrite(
  'probe.set',
  z.strictObject({ key: z.string(), value: z.string() }),
  ({ sql: on, forget }, { key, value }) => {
    on.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(`probe:${key}`, value);
    forget(PROBED);
  },
);

/** Hears of each run of the handler. */
const handled = vi.fn((_key: string) => {});

/** Keys that start with `no` are refused, `boom` fails, `busy` is refused for now; everything is emitted first. */
const probe: GatewayModule = {
  name: 'probe',
  writes: [setProbe],
  commands: {
    'admin.set_setting': (context, { setting }) => {
      handled(setting.key);
      context.emit('admin.setting_changed', { setting });
      context.write(setProbe, { key: setting.key, value: String(setting.value) });
      context.memo(PROBED);
      if (setting.key.startsWith('no'))
        throw new CommandError({ code: 'conflict', message: 'no', current: 7 });
      if (setting.key === 'busy') throw new CommandError({ code: 'unavailable', message: 'not now' });
      if (setting.key === 'boom') throw new Error('a bug with a secret in it');
      return {};
    },
  },
};

let folder: TemporaryFolder;
let sql: OpenSql;
let log: EventLog;
let executor: RunningExecutor;
let options: ExecutorOptions;
let records: CommitRecord[];
let listenerErrors: unknown[];

const set = (key: string, value: number, id: string = uuidv7()) => ({
  id,
  type: 'admin.set_setting',
  data: { setting: { key, value } },
  at: 1,
});
const stored = (key: string): unknown =>
  sql.prepare<[string], { value: string }>('SELECT value FROM meta WHERE key = ?').get(`probe:${key}`)?.value;
const count = (table: 'audit' | 'command_replies' | 'events'): number =>
  sql.prepare<[], { n: number }>(`SELECT count(*) AS n FROM ${table}`).get()?.n ?? -1;

beforeEach(async () => {
  folder = temporaryFolder('executor');
  const config = loadConfig({ QUAYSIDE_DATA_DIR: folder.path });
  if (!config.ok) throw new Error(config.error.message);
  await createGatewayFile(config.value.databasePath);
  sql = openSql(config.value.databasePath);
  log = new EventLog(sql, { onError: (error) => listenerErrors.push(error) });
  records = [];
  listenerErrors = [];
  options = {
    sql,
    log,
    modules: [probe],
    owners: [...KERNEL_STORAGE, probe],
    config: config.value,
    clock: SYSTEM_CLOCK,
    logger: pino({ level: 'silent' }),
    // However slow the machine is, what comes together is one group.
    groupMs: 60_000,
    onRecord: (record) => records.push(record),
  };
  executor = createExecutor(options);
});
afterEach(() => {
  executor.dispose();
  sql.close();
  folder.remove();
});

describe('exactly once', () => {
  it('answers the same id and data with the stored reply, and runs nothing again', async () => {
    const command = set('a', 1);
    const first = await executor.submit(SYSTEM_PRINCIPAL, command);
    await executor.submit(SYSTEM_PRINCIPAL, set('a', 2));
    expect(await executor.submit(SYSTEM_PRINCIPAL, command)).toEqual(first);
    expect(stored('a')).toBe('2');
    expect(log.head()).toBe(2);
  });

  it('refuses the same id with other data, or from somebody else', async () => {
    const command = set('a', 1);
    await executor.submit(SYSTEM_PRINCIPAL, command);
    const other: Principal = { ...SYSTEM_PRINCIPAL, actor: { kind: 'user', id: 'eve', name: 'Eve' } };
    for (const reply of [
      await executor.submit(SYSTEM_PRINCIPAL, set('a', 2, command.id)),
      await executor.submit(other, command),
    ]) {
      expect(reply).toMatchObject({ ok: false, error: { code: 'idempotency_conflict' } });
    }
    expect(stored('a')).toBe('1');
  });

  it('keeps a refusal, but not a passing one', async () => {
    const refused = set('no', 1);
    const busy = set('busy', 1);
    const first = await executor.submit(SYSTEM_PRINCIPAL, refused);
    expect(await executor.submit(SYSTEM_PRINCIPAL, refused)).toEqual(first);
    await executor.submit(SYSTEM_PRINCIPAL, busy);
    expect(count('command_replies')).toBe(1);
    expect(count('audit')).toBe(2);
  });

  it('holds for any mix of commands, repeats and failures', async () => {
    const key = fc.constantFrom('a', 'b', 'no1', 'boom', 'busy');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(key, fc.nat(3)), { minLength: 1, maxLength: 30 }), async (plan) => {
        const before = log.head();
        const commands = plan.map(([k, v]) => set(k, v));
        const sent = [...commands, ...commands];
        const replies = await Promise.all(sent.map((c) => executor.submit(SYSTEM_PRINCIPAL, c)));
        const good = commands.filter((_, i) => replies[i]?.ok).length;
        expect(log.head()).toBe(before + good);
        expect(good).toBe(plan.filter(([k]) => k === 'a' || k === 'b').length);
        const seqs = log.readAfter(before, new Set(['admin']), { maxEvents: 100 }).events.map((e) => e.seq);
        expect(seqs).toEqual(seqs.map((_, i) => before + 1 + i));
        commands.forEach((_, i) => {
          if (replies[i]?.ok) expect(replies[i + commands.length]).toEqual(replies[i]);
        });
      }),
      { numRuns: 30 },
    );
  });
});

describe('failure', () => {
  it('forgets what was read of what is undone', async () => {
    const probed = (): Promise<number> =>
      executor.run(SYSTEM_PRINCIPAL, 1, (context) => context.memo(PROBED));
    await executor.submit(SYSTEM_PRINCIPAL, set('a', 1));
    expect(await probed()).toBe(1);
    await Promise.all([
      executor.submit(SYSTEM_PRINCIPAL, set('no', 1)),
      executor.submit(SYSTEM_PRINCIPAL, set('boom', 1)),
    ]);
    expect(await probed()).toBe(1);
    await expect(
      executor.run(SYSTEM_PRINCIPAL, 1, (context) => {
        context.dispatch('admin.set_setting', { setting: { key: 'b', value: 1 } });
        throw new Error('undone');
      }),
    ).rejects.toThrow('undone');
    expect(await probed()).toBe(1);
  });

  it('leaves nothing of a refused command, and everything of its neighbours in the group', async () => {
    const replies = await Promise.all(
      [set('a', 1), set('no', 1), set('boom', 1), set('b', 1)].map((c) =>
        executor.submit(SYSTEM_PRINCIPAL, c),
      ),
    );
    expect(replies.map((r: Reply) => (r.ok ? 'ok' : r.error.code))).toEqual([
      'ok',
      'conflict',
      'internal',
      'ok',
    ]);
    expect(executor.stats.groups).toBe(1);
    expect([stored('a'), stored('no'), stored('boom'), stored('b')]).toEqual([
      '1',
      undefined,
      undefined,
      '1',
    ]);
    expect(count('events')).toBe(2);
    expect(JSON.stringify(replies)).not.toContain('secret');
  });

  it('runs a group again with savepoints where a command fails after it had written, and work only once', async () => {
    const work = vi.fn((context: CommandContext) => context.memo(PROBED));
    const repeated = set('c', 1);
    await executor.submit(SYSTEM_PRINCIPAL, repeated);
    const group = async (): Promise<string[]> => {
      const replies = [set('a', 1), repeated, set('boom', 1), set('b', 1)].map((c) =>
        executor.submit(SYSTEM_PRINCIPAL, c),
      );
      const worked = executor.run(SYSTEM_PRINCIPAL, 1, work);
      const last = executor.submit(SYSTEM_PRINCIPAL, set('no', 1));
      expect(await worked).toBe(3);
      return (await Promise.all([...replies, last])).map((r) => (r.ok ? 'ok' : r.error.code));
    };
    handled.mockClear();
    expect(await group()).toEqual(['ok', 'ok', 'internal', 'ok', 'conflict']);
    expect(handled.mock.calls.flat()).toEqual(['a', 'boom', 'a', 'boom', 'b', 'no']);
    expect(executor.stats).toMatchObject({ replayed: 1, groups: 2, refused: 2, commands: 6 });
    expect(work).toHaveBeenCalledTimes(1);
    // Such commands may come again and again: for a while, nothing is run twice.
    handled.mockClear();
    expect(await group()).toEqual(['ok', 'ok', 'internal', 'ok', 'conflict']);
    expect(handled.mock.calls.flat()).toEqual(['a', 'boom', 'b', 'no']);
    expect(work).toHaveBeenCalledTimes(2);
    expect(count('audit')).toBe(9);
    expect(count('events')).toBe(5);
  });

  it('never runs work again that came before a command that fails late', async () => {
    const work = vi.fn((context: CommandContext) =>
      context.dispatch('admin.set_setting', { setting: { key: 'a', value: 7 } }),
    );
    const [, , reply] = await Promise.all([
      executor.submit(SYSTEM_PRINCIPAL, set('b', 1)),
      executor.run(SYSTEM_PRINCIPAL, 1, work),
      executor.submit(SYSTEM_PRINCIPAL, set('boom', 1)),
    ]);
    expect(reply).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(work).toHaveBeenCalledTimes(1);
    expect([stored('a'), stored('b'), stored('boom')]).toEqual(['7', '1', undefined]);
    expect(executor.stats.groups).toBe(1);
  });

  it('names the permission that is missing and writes it down', async () => {
    const viewer: Principal = { actor: { kind: 'user', id: 'v', name: 'V' }, permissions: new Set() };
    expect(await executor.submit(viewer, set('a', 1))).toMatchObject({
      ok: false,
      error: { code: 'forbidden', permission: 'admin:settings' },
    });
    expect(count('audit')).toBe(1);
    expect(count('events')).toBe(0);
  });

  it('answers what is malformed with a field, and what comes too late with unavailable', async () => {
    expect(await executor.submit(SYSTEM_PRINCIPAL, { id: 'x' })).toMatchObject({
      ok: false,
      id: 'x',
      error: { code: 'invalid', field: 'id' },
    });
    expect(await executor.submit(SYSTEM_PRINCIPAL, { ...set('a', 1), type: 'a.b' })).toMatchObject({
      ok: false,
      error: { code: 'invalid', field: 'type' },
    });
    executor.dispose();
    expect(await executor.submit(SYSTEM_PRINCIPAL, set('a', 1))).toMatchObject({
      ok: false,
      error: { code: 'unavailable' },
    });
  });

  it('refuses beyond its queue instead of growing', async () => {
    const replies = await Promise.all(
      Array.from({ length: 5200 }, (_, i) => executor.submit(SYSTEM_PRINCIPAL, set('a', i))),
    );
    expect(replies.filter((r) => !r.ok && r.error.code === 'unavailable')).toHaveLength(200);
    expect(log.head()).toBe(5000);
  });

  it('rolls back and rejects with what run() throws', async () => {
    await expect(
      executor.run(SYSTEM_PRINCIPAL, 5, (context) => {
        context.emit('admin.setting_changed', { setting: { key: 'a', value: 1 } });
        throw new Error('stop');
      }),
    ).rejects.toThrow('stop');
    expect(log.head()).toBe(0);
    expect(count('events')).toBe(0);
  });
});

describe('beside another writer', () => {
  let other: OpenSql;
  beforeEach(() => {
    other = openSql(sql.raw.name);
    other.raw.exec('BEGIN IMMEDIATE');
  });
  afterEach(() => other.close());

  it('waits for it without blocking, and runs everything afterwards in order', async () => {
    const replies = [set('a', 1), set('a', 2)].map((c) => executor.submit(SYSTEM_PRINCIPAL, c));
    const worked = executor.run(SYSTEM_PRINCIPAL, 1, (context) => context.memo(PROBED));
    const before = nodePerformance.eventLoopUtilization();
    let turns = 0;
    while (executor.stats.blockedSince === null || turns < 20) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      turns += 1;
    }
    expect(nodePerformance.eventLoopUtilization(before).utilization).toBeLessThan(0.9);
    expect(executor.stats.queued).toBe(3);
    other.raw.exec('COMMIT');
    expect((await Promise.all(replies)).map((reply) => reply.ok)).toEqual([true, true]);
    expect(await worked).toBe(1);
    expect(stored('a')).toBe('2');
    expect(executor.stats.blockedSince).toBeNull();
  });

  it('refuses as unavailable what has waited too long, and changes nothing', async () => {
    const impatient = createExecutor({ ...options, patienceMs: 60 });
    const reply = impatient.submit(SYSTEM_PRINCIPAL, set('a', 1));
    const work = impatient.run(SYSTEM_PRINCIPAL, 1, () => 1);
    expect(await reply).toMatchObject({ ok: false, error: { code: 'unavailable' } });
    await expect(work).rejects.toMatchObject({ error: { code: 'unavailable' } });
    expect(count('events')).toBe(0);
    other.raw.exec('COMMIT');
    expect((await impatient.submit(SYSTEM_PRINCIPAL, set('a', 1))).ok).toBe(true);
    impatient.dispose();
  });

  it('refuses what waits when it is disposed', async () => {
    const reply = executor.submit(SYSTEM_PRINCIPAL, set('a', 1));
    executor.dispose();
    expect(await reply).toMatchObject({ ok: false, error: { code: 'unavailable' } });
  });
});

describe('after a commit', () => {
  it('answers as usual although a listener fails', async () => {
    const heard: number[] = [];
    log.onCommit(() => {
      throw new Error('a bug in a listener');
    });
    log.onCommit((head) => heard.push(head));
    expect(await executor.submit(SYSTEM_PRINCIPAL, set('a', 1))).toMatchObject({ ok: true });
    expect(heard).toEqual([1]);
    expect(listenerErrors).toHaveLength(1);
  });
});

describe('dispatch', () => {
  it('undoes all of a refused command, which its caller may catch', async () => {
    await executor.run(SYSTEM_PRINCIPAL, 1, (context) => {
      expect(() => context.dispatch('admin.set_setting', { setting: { key: 'no', value: 1 } })).toThrow('no');
      context.dispatch('admin.set_setting', { setting: { key: 'a', value: 1 } });
    });
    expect([stored('no'), stored('a')]).toEqual([undefined, '1']);
    expect(count('events')).toBe(1);
    expect(records).toHaveLength(1);
    expect(records[0]?.entries.map((entry) => ('event' in entry ? entry.event.type : entry.write))).toEqual([
      'log.named',
      'admin.setting_changed',
      'probe.set',
    ]);
  });
});
