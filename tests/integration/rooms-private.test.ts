import Database from 'better-sqlite3';
import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TeamUser } from '#shared/domain/admin.ts';
import { CHANNELS } from '#shared/protocol/channels.ts';
import type { HistoryMessage } from '#shared/protocol/messages.ts';
import { handshake, TestClient } from '../support/client.ts';
import { startTestGateway } from '../support/gateway.ts';
import { People } from '../support/people.ts';
import { RoomTeam, textsIn } from '../support/room-team.ts';

/** What nobody but the members may learn. */
const SECRET = { name: 'Zeppelin plans', topic: 'quokka topic', text: 'the xylophone is for Ada' };
const ROOM = uuidv7();
const OPEN = uuidv7();

let team: RoomTeam;
let ann: TeamUser;
let ben: TeamUser;
let cleo: TeamUser;
let root: TeamUser;
const clients: { readonly client: TestClient; readonly wire: string[] }[] = [];

/** Connects a socket that also records what arrives, before it is decoded. */
async function connect(user: TeamUser, cursors = {}): Promise<TestClient> {
  const client = new TestClient(team.gateway.url, handshake(await team.token(user), cursors));
  const wire: string[] = [];
  client.socket.io.engine.on('packet', ({ data }) => wire.push(String(data)));
  clients.push({ client, wire });
  const wanted = user.role === 'admin' ? CHANNELS.length : 3;
  await client.until((all) => all.filter(({ name }) => name === 'caught_up').length >= wanted);
  return client;
}

/** Everything that has arrived at the clients of a test, as bytes. */
const wireOf = (client: TestClient): string =>
  clients.find((known) => known.client === client)?.wire.join('\n') ?? '';

const history = async (client: TestClient, message: Partial<HistoryMessage>): Promise<void> => {
  const request = { channel: 'rooms', kind: 'room_message', before: null, of: null, urgent: true };
  await client.socket.timeout(5000).emitWithAck('history', { ...request, ...message });
};

/** Waits until a client has got everything up to now, by a message that everybody gets. */
async function settle(...of: TestClient[]): Promise<void> {
  const id = await team.post(ben, OPEN, 'all may read this');
  for (const client of of)
    await client.until((all) => all.some(({ body }) => JSON.stringify(body ?? null).includes(id)));
}

beforeEach(async () => {
  team = new RoomTeam(await startTestGateway({}, { watermarkMs: 100 }));
  [ann, ben, cleo] = ['ann', 'ben', 'cleo'].map((name) => team.add(name)) as [TeamUser, TeamUser, TeamUser];
  root = team.add('root', 'admin');
  const open = { roomId: OPEN, kind: 'general' as const, name: 'general', topic: '', memberIds: [] };
  expect(await team.as(ann, 'rooms.create', open)).toBeNull();
  const secret = { roomId: ROOM, kind: 'private', name: SECRET.name, topic: SECRET.topic } as const;
  expect(await team.as(ann, 'rooms.create', { ...secret, memberIds: [ben.id] })).toBeNull();
});
afterEach(async () => {
  for (const { client } of clients.splice(0)) client.close();
  await team.dispose();
});

function expectNothing(text: string): void {
  for (const secret of [...Object.values(SECRET), ROOM]) expect(text).not.toContain(secret);
}

describe('a private room', () => {
  it('reaches its members, and on no way somebody else, administrators included', async () => {
    const live = await connect(root);
    const member = await connect(ben);
    await team.post(ann, ROOM, SECRET.text, [ben.id]);
    await team.as(ann, 'rooms.edit', {
      roomId: ROOM,
      name: SECRET.name,
      topic: `${SECRET.topic}!`,
      expected: 1,
    });
    await team.as(ben, 'rooms.mark_read', { roomId: ROOM, upToSeq: 1_000_000 });
    await settle(live, member);
    expect(wireOf(member)).toContain(SECRET.text);
    expect(wireOf(member)).toContain(`${SECRET.topic}!`);
    // From the beginning of the log, by a snapshot, and by every request for history.
    const all = Object.fromEntries(CHANNELS.map((name) => [name, { seq: 0, id: null }]));
    const later = await connect(root, all);
    const fresh = await connect(root);
    for (const client of [live, later, fresh]) {
      await history(client, {});
      await history(client, { of: { kind: 'room', id: ROOM } });
      await history(client, { kind: 'room', of: { kind: 'room', id: ROOM } });
      expect(await client.command('rooms.post', post())).toMatchObject({ error: { code: 'not_found' } });
      expect(wireOf(client)).toContain('all may read this');
      expectNothing(wireOf(client));
      expect(client.named('events').length + client.named('snapshot_page').length).toBeGreaterThan(0);
    }
    const answers = await rest(root);
    for (const answer of answers) expectNothing(answer);
    expect((await rest(ben)).join('')).toContain(SECRET.text);
  });

  it('leaves cursors exact for those who receive nothing of it', async () => {
    const console_ = await team.console(root);
    for (let n = 0; n < 20; n += 1) {
      await team.post(ann, ROOM, `${SECRET.text} ${n}`);
      if (n % 5 === 0) await team.post(ann, OPEN, `open ${n}`);
    }
    await console_.until('the open messages', async () => (await textsIn(console_, OPEN))?.length === 4);
    const head = team.gateway.gateway.log.head();
    await console_.until('the head', async () => {
      const cursor = cursorOf(console_.cacheFile(), 'rooms');
      return cursor === head;
    });
    expect(console_.states).not.toContain('offline');
    expect(console_.snapshots().filter(({ reason }) => reason !== 'initial')).toEqual([]);
    expect(JSON.stringify(console_.log.lines)).not.toMatch(/gap|missed/);
    expect(await textsIn(console_, ROOM)).toBeNull();
    expectNothing(JSON.stringify(dumpOf(console_.cacheFile())));
  });

  it('comes with its past to a new member, and goes from the cache of one who has left', async () => {
    await team.post(ann, ROOM, SECRET.text);
    const console_ = await team.console(cleo);
    expect(await textsIn(console_, ROOM)).toBeNull();
    expect(await team.as(ann, 'rooms.add_member', { roomId: ROOM, userId: cleo.id })).toBeNull();
    await console_.until(
      'the past',
      async () => (await textsIn(console_, ROOM))?.includes(SECRET.text) ?? false,
    );
    await team.post(ben, ROOM, `@cleo ${SECRET.text} too`, [cleo.id]);
    await console_.until('the present', async () => (await textsIn(console_, ROOM))?.length === 2);
    const found = () =>
      console_.engine.read('search.query', { text: 'xylophone', kinds: null, after: null, limit: 10 });
    expect(await found()).toMatchObject({ ok: true, value: { rows: [{}, {}] } });
    // Told once, about what was said while she was a member.
    await console_.until('told', () => JSON.stringify(dumpOf(console_.cacheFile())).includes('room_mention'));
    expect(await team.as(ann, 'rooms.remove_member', { roomId: ROOM, userId: cleo.id })).toBeNull();
    await console_.until('gone', async () => (await textsIn(console_, ROOM)) === null);
    await team.post(ann, ROOM, 'the xylophone again');
    await team.post(ann, OPEN, 'after all');
    await console_.until(
      'the next',
      async () => (await textsIn(console_, OPEN))?.includes('after all') ?? false,
    );
    expect(await found()).toMatchObject({ ok: true, value: { rows: [] } });
    const left = JSON.stringify(dumpOf(console_.cacheFile()));
    expect(left).not.toContain('xylophone');
    expect(left).not.toContain(SECRET.name);
    // Neither a new console nor one that catches up from the beginning gets what she once could read.
    const later = await connect(cleo, { rooms: { seq: 0, id: null } });
    const fresh = await connect(cleo);
    await settle(later, fresh);
    for (const client of [later, fresh]) {
      expect(wireOf(client)).not.toContain('xylophone');
      expect(wireOf(client)).not.toContain(SECRET.name);
    }
  });

  it('shows each console what its user may see, whoever joins and leaves', async () => {
    const people = [ann, ben, cleo];
    const consoles = await Promise.all(people.map((user) => team.console(user)));
    const step = fc.record({ who: fc.nat(2), whom: fc.nat(2), does: fc.nat(9) });
    const [steps] = fc.sample(fc.array(step, { minLength: 60, maxLength: 60 }), { numRuns: 1, seed: 7 });
    // Ben and Ann take turns at being its founder's heirs: somebody always stays.
    let members = new Set([ann.id, ben.id]);
    const said: string[] = [];
    let n = 0;
    for (const { who, whom, does } of steps ?? []) {
      const [one, other] = [people[who] ?? ann, people[whom] ?? ann];
      if (does < 6) {
        n += 1;
        const text = `note ${n}`;
        const data = { roomId: ROOM, messageId: uuidv7(), body: text, mentions: [], shared: null };
        const refused = await team.as(one, 'rooms.post', data);
        expect(refused).toBe(members.has(one.id) ? null : 'unknown_room');
        if (refused === null) said.push(text);
      } else if (does < 8) {
        const refused = await team.as(one, 'rooms.add_member', { roomId: ROOM, userId: other.id });
        if (refused === null) members = new Set([...members, other.id]);
      } else if (members.size > 2 || does === 9) {
        if (members.size === 2 || other.id === ann.id) continue;
        const refused = await team.as(ann, 'rooms.remove_member', { roomId: ROOM, userId: other.id });
        if (refused === null) members = new Set([...members].filter((id) => id !== other.id));
      }
      if (n % 7 === 0)
        for (const [index, console_] of consoles.entries()) {
          const expected = members.has(people[index]?.id ?? '') ? said : null;
          await console_.until(`step ${n} of ${people[index]?.name}`, async () =>
            sameTexts(await textsIn(console_, ROOM), expected),
          );
        }
    }
    expect(said.length).toBeGreaterThan(10);
    for (const [index, console_] of consoles.entries()) {
      const expected = members.has(people[index]?.id ?? '') ? said : null;
      await console_.until('the end', async () => sameTexts(await textsIn(console_, ROOM), expected));
    }
  }, 60_000);
});

const sameTexts = (a: readonly string[] | null, b: readonly string[] | null): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

const post = () => ({ roomId: ROOM, messageId: uuidv7(), body: 'hello', mentions: [], shared: null });

/** What somebody gets over REST about rooms, and what administrators get about what was done. */
async function rest(user: TeamUser): Promise<string[]> {
  const people = new People(team.gateway);
  const token = await team.token(user);
  const paths = ['/api/v1/rooms', `/api/v1/rooms/${OPEN}/messages`, `/api/v1/rooms/${ROOM}/messages`];
  const audit = user.role === 'admin' ? ['/api/v1/audit?limit=100'] : [];
  return Promise.all(
    [...paths, ...audit].map(async (path) => JSON.stringify((await people.ask('GET', path, { token })).body)),
  );
}

/** How far a cache has come in a channel. */
function cursorOf(path: string, channel: string): number | undefined {
  const db = new Database(path, { readonly: true });
  try {
    return db.prepare<[string], { seq: number }>('SELECT seq FROM cursors WHERE channel = ?').get(channel)
      ?.seq;
  } finally {
    db.close();
  }
}

/** All rows of all ordinary tables of a cache. */
function dumpOf(path: string): unknown[] {
  const db = new Database(path, { readonly: true });
  try {
    // In one transaction: tables change their names when a snapshot replaces them.
    return db.transaction(() =>
      db
        .prepare<[], { name: string }>(
          "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' AND name NOT LIKE '%\\_fts\\_%' ESCAPE '\\'",
        )
        .all()
        .flatMap(({ name }) => db.prepare(`SELECT * FROM "${name}"`).all()),
    )();
  } finally {
    db.close();
  }
}
