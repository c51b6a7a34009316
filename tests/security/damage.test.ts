import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { realPath } from '../../src/gateway/db/real-path.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/folders.ts';
import { startTestGateway } from '../support/gateway.ts';
import { runGateway } from '../support/processes.ts';

const PAGE = 4096;
let folder: TemporaryFolder;
let sound: string;

beforeAll(async () => {
  folder = temporaryFolder('damage');
  const on = await startTestGateway({}, {}, folder.path);
  on.append(3000);
  await on.stop();
  sound = join(folder.path, 'gateway.db');
  const db = new Database(sound);
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
});
afterAll(() => folder.remove());

/** Root page of a table or an index, counted from 1. */
function rootOf(name: string): number {
  const db = new Database(sound, { readonly: true });
  try {
    return Number(db.prepare('SELECT rootpage FROM sqlite_master WHERE name = ?').pluck().get(name));
  } finally {
    db.close();
  }
}

/** Overwrites bytes of a file from an offset on. */
function overwrite(file: string, offset: number, bytes: Buffer): void {
  const content = readFileSync(file);
  bytes.copy(content, offset);
  writeFileSync(file, content);
}

const DAMAGES: readonly (readonly [what: string, damage: (file: string) => void, says: RegExp])[] = [
  ['its header overwritten', (file) => overwrite(file, 0, Buffer.alloc(16, 0x41)), /not a SQLite database/],
  ['its first page zeroed', (file) => overwrite(file, 0, Buffer.alloc(PAGE)), /not a SQLite database/],
  [
    'text in its place',
    (file) => writeFileSync(file, 'this is no database\n'.repeat(500)),
    /not a SQLite database/,
  ],
  ['50 bytes left', (file) => truncateSync(file, 50), /not a SQLite database/],
  [
    'half of it left',
    (file) => truncateSync(file, Math.floor(readFileSync(file).length / 2 / PAGE) * PAGE),
    /is damaged/,
  ],
  ['its last page missing', (file) => truncateSync(file, readFileSync(file).length - PAGE), /is damaged/],
  [
    'an impossible page size',
    (file) => overwrite(file, 16, Buffer.from([0x12, 0x34])),
    /is damaged|not a SQLite/,
  ],
  ['its schema garbled', (file) => overwrite(file, 100, Buffer.alloc(200, 0xff)), /is damaged/],
  [
    'the root of the events zeroed',
    (file) => overwrite(file, (rootOf('events') - 1) * PAGE, Buffer.alloc(PAGE)),
    /is damaged/,
  ],
  [
    'the root of an index garbled',
    (file) => overwrite(file, (rootOf('events_by_channel') - 1) * PAGE, Buffer.alloc(64, 0xa5)),
    /is damaged/,
  ],
  ['a leaf in the middle garbled', garbleMiddle, /is damaged/],
];

/** Garbles the cell pointers of pages in the middle, which no header of the file mentions. */
function garbleMiddle(file: string): void {
  const pages = readFileSync(file).length / PAGE;
  for (let page = Math.floor(pages / 2); page < Math.floor(pages / 2) + 3; page += 1)
    overwrite(file, page * PAGE + 8, Buffer.alloc(64, 0xff));
}

describe('a damaged database', () => {
  it.each(DAMAGES)('with %s is refused in words and left as it is', async (_what, damage, says) => {
    const own = temporaryFolder('damaged');
    const file = join(own.path, 'gateway.db');
    try {
      copyFileSync(sound, file);
      damage(file);
      const before = readFileSync(file);
      await expect(startTestGateway({}, {}, own.path)).rejects.toThrow(says);
      await expect(startTestGateway({}, {}, own.path)).rejects.toThrow(/was not changed.*restore a backup/);
      expect(readFileSync(file).equals(before)).toBe(true);
    } finally {
      own.remove();
    }
  });

  it('that is empty beside a log that is not is refused, and a new one is created where there is none', async () => {
    const own = temporaryFolder('damaged');
    const file = join(own.path, 'gateway.db');
    writeFileSync(file, '');
    writeFileSync(`${file}-wal`, 'not nothing');
    await expect(startTestGateway({}, {}, own.path)).rejects.toThrow(
      'is empty, but its write-ahead log is not',
    );
    rmSync(file);
    rmSync(`${file}-wal`);
    const fresh = await startTestGateway({}, {}, own.path);
    await fresh.stop();
    own.remove();
  });

  it('is explained on the command line without a stack', async () => {
    const own = temporaryFolder('damaged');
    writeFileSync(join(own.path, 'gateway.db'), 'this is no database\n'.repeat(500));
    for (const args of [
      ['serve', '--port', '0'],
      ['user', 'add', 'ada', '--role', 'admin'],
    ]) {
      const { code, stderr } = await runGateway(args, {
        QUAYSIDE_DATA_DIR: own.path,
        QUAYSIDE_PASSWORD: 'correct horse battery',
      });
      expect(code).toBe(1);
      expect(stderr).toMatch(/^error: .*gateway\.db is not a SQLite database.*restore a backup\.$/m);
      expect(stderr).not.toContain('    at ');
    }
    own.remove();
  });
});

describe('the serving lock', () => {
  it('holds under every name of the database, of its folder and of one that is yet to come', async () => {
    const own = temporaryFolder('links');
    const data = join(own.path, 'data');
    mkdirSync(data);
    const [link, folderLink] = [join(own.path, 'link.db'), join(own.path, 'folder')];
    // A link that leads nowhere until the first gateway creates the database through it.
    symlinkSync(join('data', 'shop.db'), link);
    symlinkSync(data, folderLink);
    const on = await startTestGateway({ DATABASE_URL: `sqlite:${link}` }, {}, own.path);
    try {
      expect(existsSync(join(data, 'shop.db'))).toBe(true);
      for (const name of [join(data, 'shop.db'), link, join(folderLink, 'shop.db')])
        await expect(startTestGateway({ DATABASE_URL: `sqlite:${name}` }, {}, own.path)).rejects.toThrow(
          'another gateway is serving',
        );
    } finally {
      await on.stop();
      own.remove();
    }
  });

  it('follows links that lead in a circle no further than it must', () => {
    const own = temporaryFolder('links');
    symlinkSync(join(own.path, 'b'), join(own.path, 'a'));
    symlinkSync(join(own.path, 'a'), join(own.path, 'b'));
    expect(realPath(join(own.path, 'a')).startsWith(own.path)).toBe(true);
    expect(realPath(':memory:')).toBe(':memory:');
    own.remove();
  });
});
