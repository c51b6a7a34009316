import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type TemporaryFolder, temporaryFolder } from '../../../tests/support/folders.ts';
import { createGatewayFile } from '../../../tests/support/gateway-file.ts';
import { type OpenSql, openSql } from '../db/open.ts';
import { EventLog } from '../log/index.ts';
import { watchAdmin } from './roles.ts';

let folder: TemporaryFolder;
let open: OpenSql[];

beforeEach(async () => {
  folder = temporaryFolder('roles');
  await createGatewayFile(`${folder.path}/gateway.db`);
  open = [openSql(`${folder.path}/gateway.db`), openSql(`${folder.path}/gateway.db`)];
});
afterEach(() => {
  for (const sql of open) sql.close();
  folder.remove();
});

/** Commits events as another process would: the first log sees them only when it looks. */
function commit(sql: OpenSql, log: EventLog, events: readonly Parameters<EventLog['append']>[0][]): void {
  sql.raw.exec('BEGIN IMMEDIATE');
  log.begin();
  for (const event of events) log.append(event);
  sql.raw.exec('COMMIT');
  log.committed();
}

const base = () => ({ id: uuidv7(), at: 1, actor: null, commandId: null }) as const;
const setting = (key = 'k') =>
  ({
    ...base(),
    channel: 'admin',
    type: 'admin.setting_changed',
    data: { setting: { key, value: 1 } },
  }) as const;
const promoted = (userId: string) =>
  ({
    ...base(),
    channel: 'admin',
    type: 'admin.role_changed',
    data: { userId, role: 'admin', was: 'viewer' },
  }) as const;

it('names the users whose role another process changed, and nobody for its other commits', () => {
  const [ours, theirs] = open;
  if (!ours || !theirs) throw new Error('no connections');
  const log = new EventLog(ours);
  const foreign = new EventLog(theirs);
  const told: (readonly string[] | null)[] = [];
  let workspaces = 0;
  const stop = watchAdmin(log, {
    people: (users) => told.push(users && [...users].sort()),
    workspace: () => {
      workspaces += 1;
    },
  });
  for (let n = 0; n < 3; n += 1) {
    commit(
      theirs,
      foreign,
      Array.from({ length: 50 }, () => setting()),
    );
    log.refresh();
  }
  expect(log.head()).toBe(150);
  expect(told).toEqual([]);
  commit(theirs, foreign, [setting(), promoted('ada'), setting(), promoted('bob')]);
  log.refresh();
  expect(told).toEqual([['ada', 'bob']]);
  commit(ours, log, [promoted('cy')]);
  expect(told.at(-1)).toEqual(['cy']);
  // Too much to read for one commit: everyone is checked.
  commit(
    theirs,
    foreign,
    Array.from({ length: 1100 }, () => setting()),
  );
  log.refresh();
  expect(told.at(-1)).toBeNull();
  expect(workspaces).toBe(1);
  commit(theirs, foreign, [setting('time_zone')]);
  log.refresh();
  expect(workspaces).toBe(2);
  stop();
});
