import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { beforeEach, describe, expect, it } from 'vitest';
import { contentPathIn, filesFolder } from '../../src/gateway/attachments/files.ts';
import { messageContents } from '../../src/gateway/attachments/index.ts';
import { beginUpload, dropAttachments, finishUpload } from '../../src/gateway/attachments/tables.ts';
import { backUp } from '../../src/gateway/backup/copy.ts';
import { type RestoreOptions, restore } from '../../src/gateway/backup/restore.ts';
import { openForReading } from '../../src/gateway/db/open.ts';
import { SYSTEM_PRINCIPAL } from '../../src/gateway/execute/index.ts';
import { missingMigrations } from '../../src/gateway/migrations.ts';
import { openGatewayData } from '../support/gateway-data.ts';
import { folderPerTest } from '../support/per-test.ts';
import { runGateway } from '../support/processes.ts';
import { runNow } from '../support/run-now.ts';
import { until } from '../support/wait.ts';

const CLI = resolve(import.meta.dirname, '../../src/gateway/cli.ts');

const folder = folderPerTest('backup-files');
const data = (): string => join(folder.path, 'data');
const database = (): string => join(data(), 'gateway.db');
const live = (sha256: string): string => contentPathIn(filesFolder(database()), sha256);
const file = (name = 'b'): string => join(folder.path, 'backups', `${name}.db`);
const saved = (sha256: string, name = 'b'): string => contentPathIn(filesFolder(file(name)), sha256);
let hashes: string[] = [];

interface Stored {
  readonly id: string;
  readonly sha256: string;
}

/** Stores files, as if they had been uploaded. */
async function store(contents: readonly Buffer[]): Promise<Stored[]> {
  const open = await openGatewayData(data());
  const stored = contents.map((content, n): Stored => {
    const [id, sha256] = [uuidv7(), createHash('sha256').update(content).digest('hex')];
    mkdirSync(dirname(live(sha256)), { recursive: true });
    writeFileSync(live(sha256), content);
    runNow(open.executor, SYSTEM_PRINCIPAL, 1, (context) => {
      const name = `file-${n}.txt`;
      const bytes = content.length;
      context.write(beginUpload, { id, owner: 'user:a', name, bytes, sha256, createdAt: 1, expiresAt: 2 });
      const attachment = { id, name, mime: 'text/plain' as const, bytes, width: null, height: null };
      context.write(finishUpload, { attachment, expiresAt: null });
    });
    return { id, sha256 };
  });
  open.close();
  return stored;
}

async function drop(ids: readonly string[]): Promise<void> {
  const open = await openGatewayData(data());
  runNow(open.executor, SYSTEM_PRINCIPAL, 1, (context) => context.write(dropAttachments, { ids: [...ids] }));
  open.close();
}

const bytesOf = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');
/** The names of all files below a folder. */
const namesIn = (path: string): string[] =>
  existsSync(path)
    ? readdirSync(path, { recursive: true, withFileTypes: true }).flatMap((entry) =>
        entry.isFile() ? [entry.name] : [],
      )
    : [];
const back = (name = 'b') => backUp(database(), file(name), { contents: messageContents });
const bring = (options: Partial<RestoreOptions> = {}) =>
  restore({
    file: file(),
    databasePath: database(),
    now: Date.UTC(2026, 0, 5, 9),
    missing: missingMigrations,
    waitMs: 0,
    contents: messageContents,
    ...options,
  });
const namedBy = (path: string): string[] => {
  const sql = openForReading(path);
  try {
    return [...messageContents.named(sql)].map(({ sha256 }) => sha256);
  } finally {
    sql.close();
  }
};

beforeEach(async () => {
  hashes = (await store([1, 2, 3].map((n) => Buffer.alloc(300_000 * n, n)))).map(({ sha256 }) => sha256);
});

describe('the files of messages', () => {
  it('are in a backup, checked, each content once and nothing that no row names', async () => {
    const [twice] = await store([Buffer.alloc(300_000, 1)]);
    expect(twice?.sha256).toBe(hashes[0]);
    const orphan = live('f'.repeat(64));
    mkdirSync(dirname(orphan), { recursive: true });
    writeFileSync(orphan, 'nobody names me');
    expect(await back()).toMatchObject({ files: { count: 3, bytes: 1_800_000, lost: 0 } });
    expect(namesIn(filesFolder(file())).sort()).toEqual([...hashes].sort());
    for (const sha256 of hashes) {
      expect(bytesOf(saved(sha256))).toBe(sha256);
      // A copy of its own: what happens to the gateway's file does not happen to it.
      expect(statSync(saved(sha256)).ino).not.toBe(statSync(live(sha256)).ino);
    }
    // The next backup shares what has not changed.
    await store([Buffer.from('a new one')]);
    expect(await back('c')).toMatchObject({ files: { count: 4 } });
    for (const sha256 of hashes) expect(statSync(saved(sha256, 'c')).ino).toBe(statSync(saved(sha256)).ino);
  });

  it('that are damaged or missing are told, and do not hold up a backup or its restore', async () => {
    const [missing = '', damaged = '', short = ''] = hashes;
    rmSync(live(missing));
    writeFileSync(live(damaged), Buffer.alloc(600_000, 9));
    truncateSync(live(short), 10);
    const said: string[] = [];
    const report = await backUp(database(), file(), {
      contents: messageContents,
      say: (line) => said.push(line),
    });
    expect(report.files).toEqual({ count: 0, bytes: 0, lost: 3 });
    expect(said.join()).toContain('3 files of messages');
    expect(namesIn(filesFolder(file()))).toEqual(['lost.txt']);
    expect(await bring()).toMatchObject({ files: { count: 0, lost: 3 } });
  });

  it('come back with a restore, and replace what is damaged', async () => {
    await back();
    const [gone = '', damaged = '', whole = ''] = hashes;
    rmSync(live(gone));
    writeFileSync(live(damaged), Buffer.alloc(600_000, 9));
    const before = statSync(live(whole)).ino;
    expect(await bring()).toMatchObject({ files: { count: 3, lost: 0 } });
    for (const sha256 of hashes) expect(bytesOf(live(sha256))).toBe(sha256);
    expect(statSync(live(whole)).ino).toBe(before);
    // A machine that is new, too.
    const fresh = join(folder.path, 'fresh', 'gateway.db');
    await bring({ databasePath: fresh });
    for (const sha256 of hashes) expect(bytesOf(contentPathIn(filesFolder(fresh), sha256))).toBe(sha256);
  });

  it('that are missing everywhere refuse a restore, which then has replaced nothing', async () => {
    await back();
    const later = await store([Buffer.from('after the backup')]);
    const named = namedBy(database());
    for (const sha256 of hashes) rmSync(live(sha256));
    rmSync(saved(hashes[0] ?? ''));
    writeFileSync(saved(hashes[1] ?? ''), Buffer.alloc(600_000, 9));
    await expect(bring()).rejects.toThrow(/files of messages .*: 2\. Nothing was replaced/);
    expect(namedBy(database())).toEqual(named);
    expect(readdirSync(data()).filter((name) => /replaced|partial/.test(name))).toEqual([]);
    expect(await bring({ withoutFiles: true })).toMatchObject({ files: { count: 1, lost: 2 } });
    // What only the replaced database names stays with it.
    const kept = join(data(), 'gateway.db.replaced-20260105T090000Z');
    expect(bytesOf(contentPathIn(filesFolder(kept), later[0]?.sha256 ?? ''))).toBe(later[0]?.sha256);
    rmSync(live(later[0]?.sha256 ?? ''));
    const again = await bring({ file: kept, now: Date.UTC(2026, 0, 6), withoutFiles: true });
    expect(again.files).toMatchObject({ count: 2 });
    expect(bytesOf(live(later[0]?.sha256 ?? ''))).toBe(later[0]?.sha256);
  });

  it('that were deleted while the backup ran are not missed', async () => {
    const [short] = await store([Buffer.from('deleted soon')]);
    let dropped = false;
    const report = await backUp(database(), file(), {
      contents: {
        ...messageContents,
        *named(sql) {
          for (const content of messageContents.named(sql)) {
            if (!dropped) rmSync(live(short?.sha256 ?? ''));
            dropped = true;
            yield content;
          }
        },
        isNamed: (sql, sha256) => sha256 !== short?.sha256 && messageContents.isNamed(sql, sha256),
      },
    });
    expect(report.files).toMatchObject({ count: 3, lost: 0 });
    expect(await bring()).toMatchObject({ files: { count: 3, lost: 1 } });
  });

  it('leave a folder alone that a backup without them would not have', async () => {
    await drop((await store([Buffer.from('x')])).map(({ id }) => id));
    const plain = join(folder.path, 'plain.db');
    await backUp(database(), plain);
    expect(existsSync(filesFolder(plain))).toBe(false);
    // The files are still beside the database: nothing is missing.
    expect(await bring({ file: plain })).toMatchObject({ files: { count: 3, lost: 0 } });
  });
});

describe('a kill', () => {
  const MANY = 60;
  beforeEach(async () => {
    await store(Array.from({ length: MANY }, () => randomBytes(2_000_000)));
  }, 60_000);

  /** Starts the command line and kills it once so many contents are in a folder. */
  async function killed(args: readonly string[], inFolder: string, count: number): Promise<void> {
    const child = spawn(process.execPath, [CLI, ...args], {
      env: { ...process.env, QUAYSIDE_DATA_DIR: data() },
      stdio: 'ignore',
    });
    const ended = once(child, 'exit');
    await until('files', () => namesIn(inFolder).length >= count || child.exitCode !== null, 60_000, 1);
    child.kill('SIGKILL');
    await ended;
  }

  it('in a backup leaves none, and the next one goes on where it was', async () => {
    const files = filesFolder(file());
    await killed(['backup', file()], files, 5);
    expect(existsSync(file())).toBe(false);
    const arrived = namesIn(files).filter((name) => /^[0-9a-f]{64}$/.test(name));
    expect(arrived.length).toBeGreaterThan(0);
    expect(arrived.length).toBeLessThan(MANY);
    const inodes = arrived.map((sha256) => statSync(saved(sha256)).ino);
    const outcome = await runGateway(['backup', file()], { QUAYSIDE_DATA_DIR: data() });
    expect(outcome.code, outcome.stderr).toBe(0);
    expect(outcome.stdout).toContain(`files of messages: ${MANY + 3}`);
    expect(arrived.map((sha256) => statSync(saved(sha256)).ino)).toEqual(inodes);
    const names = namesIn(files);
    expect(names.sort()).toEqual(namedBy(file()));
    for (const sha256 of names) expect(bytesOf(saved(sha256))).toBe(sha256);
  }, 120_000);

  it('in a restore leaves the database as it was, and the next one brings all back', async () => {
    await back();
    rmSync(filesFolder(database()), { recursive: true });
    const before = bytesOf(database());
    await killed(['restore', file()], filesFolder(database()), 5);
    expect(bytesOf(database())).toBe(before);
    expect(readdirSync(data()).filter((name) => name.includes('replaced'))).toEqual([]);
    const lost = saved(namedBy(file())[0] ?? '');
    const content = readFileSync(lost);
    writeFileSync(lost, 'damaged');
    rmSync(filesFolder(database()), { recursive: true });
    const refused = await runGateway(['restore', file()], { QUAYSIDE_DATA_DIR: data() });
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toMatch(/files of messages .*: 1\. Nothing was replaced/);
    expect(bytesOf(database())).toBe(before);
    writeFileSync(lost, content);
    const outcome = await runGateway(['restore', file()], { QUAYSIDE_DATA_DIR: data() });
    expect(outcome.code, outcome.stderr).toBe(0);
    const named = namedBy(database());
    expect(named).toHaveLength(MANY + 3);
    for (const sha256 of named) expect(bytesOf(live(sha256))).toBe(sha256);
  }, 120_000);
});
