import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it, onTestFinished } from 'vitest';
import { settle } from '../../../../tests/support/fake-clock.ts';
import { temporaryFolder } from '../../../../tests/support/folders.ts';
import { makeUser } from '../../../../tests/support/make/user.ts';
import { bench, no, ok } from '../../../../tests/support/outbox-bench.ts';
import { LinkError } from '../connection/link.ts';
import { migrate } from '../store/migrate.ts';
import { OUTBOX_MIGRATIONS } from './file/migrations/index.ts';

const PASSWORD = 'correct horse battery';
const createUser = () => ({
  id: uuidv7(),
  type: 'admin.create_user',
  data: { user: makeUser({ id: 'u-9' }), password: PASSWORD },
});

describe('a command with a secret', () => {
  it('is sent at once, and what is returned and stored holds no secret', async () => {
    const { outbox, sent, db } = bench();
    outbox.connected();
    const command = createUser();
    const answer = outbox.sendDirect(command);
    expect(sent.map(({ envelope }) => envelope)).toMatchObject([
      { id: command.id, data: { password: PASSWORD } },
    ]);
    sent[0]?.resolve(ok(command.id, 5));
    expect(await answer).toMatchObject({
      ok: true,
      value: { id: command.id, state: 'settled', data: { user: { id: 'u-9' } } },
    });
    expect(JSON.stringify(await answer)).not.toContain(PASSWORD);
    expect(db.prepare('SELECT count(*) AS n FROM outbox').get()).toEqual({ n: 0 });
  });

  it('is refused while offline, and never queued', async () => {
    const { outbox, sent } = bench();
    for (const change of [() => {}, () => outbox.connected(), () => outbox.disconnected()]) change();
    expect(await outbox.sendDirect(createUser())).toMatchObject({
      ok: false,
      error: { code: 'unavailable', message: expect.stringContaining('Connect to the server first') },
    });
    expect(outbox.submit(createUser())).toMatchObject({
      ok: false,
      error: { code: 'invalid', field: 'type' },
    });
    outbox.connected();
    await settle();
    expect([sent.length, outbox.changes([]).pending]).toEqual([0, 0]);
  });

  it('reports a refusal, a lost answer and a missing permission', async () => {
    const { outbox, sent } = bench();
    outbox.connected();
    const [first, second, third] = [createUser(), createUser(), createUser()];
    const answers = [first, second, third].map((command) => outbox.sendDirect(command));
    sent[0]?.resolve(no(first.id, { code: 'conflict' }));
    sent[1]?.reject(new LinkError('closed'));
    sent[2]?.resolve({ nonsense: PASSWORD });
    expect((await Promise.all(answers)).map((answer) => !answer.ok && answer.error.code)).toEqual([
      'conflict',
      'unavailable',
      'unavailable',
    ]);
    const viewer = bench({ permissions: [] });
    viewer.outbox.connected();
    expect(await viewer.outbox.sendDirect(createUser())).toMatchObject({ error: { code: 'forbidden' } });
  });

  it('waits with at most seven others', async () => {
    const { outbox, sent } = bench();
    outbox.connected();
    const answers = Array.from({ length: 9 }, () => outbox.sendDirect(createUser()));
    expect(sent).toHaveLength(8);
    expect(await answers[8]).toMatchObject({ error: { code: 'unavailable' } });
    for (const { envelope, resolve } of sent) resolve(ok(envelope.id));
    await Promise.all(answers);
    void outbox.sendDirect(createUser());
    expect(sent).toHaveLength(9);
  });
});

describe('a secret that an earlier version stored', () => {
  it('is removed from the file; what was not sent is refused', () => {
    const folder = temporaryFolder('outbox');
    onTestFinished(() => folder.remove());
    const file = join(folder.path, 'outbox.db');
    const db = new Database(file);
    db.pragma('journal_mode = WAL');
    migrate(db, OUTBOX_MIGRATIONS);
    const add = db.prepare(
      "INSERT INTO outbox (id, n, user_id, type, subject, data, state, created_at, channel) VALUES (?, ?, 'u1', ?, 's', ?, ?, 1, 'admin')",
    );
    const states = ['queued', 'sending', 'sent', 'settled'];
    states.forEach((state, n) => {
      const { id, type, data } = createUser();
      add.run(id, n, type, JSON.stringify(data), state);
    });
    const { outbox } = bench({ db });
    expect(outbox.changes([])).toMatchObject({ pending: 1, refused: 2 });
    const rows = db.prepare('SELECT state, error FROM outbox ORDER BY n').all();
    expect(rows).toMatchObject(['refused', 'refused', 'sent', 'settled'].map((state) => ({ state })));
    db.close();
    expect(readFileSync(file).includes(PASSWORD)).toBe(false);
  });
});
