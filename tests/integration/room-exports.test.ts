import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { TeamUser } from '#shared/domain/admin.ts';
import { RoomExport } from '#shared/domain/room-exports.ts';
import { RoomMessage } from '#shared/domain/rooms.ts';
import { createGatewayRooms } from '../../src/main/services/gateway-rooms.ts';
import { startTestGateway } from '../support/gateway.ts';
import { People } from '../support/people.ts';
import { RoomTeam, textsIn } from '../support/room-team.ts';

const ROOM = uuidv7();
const SECRET = 'the xylophone is for Ada';
const REASON = 'Complaint 17';

let team: RoomTeam;
let people: People;
let ann: TeamUser;
let ben: TeamUser;
let mara: TeamUser;
let root: TeamUser;
let second: TeamUser;
let now: number;

beforeEach(async () => {
  now = Date.now();
  team = new RoomTeam(await startTestGateway({}, { watermarkMs: 100, clock: { now: () => now } }));
  people = new People(team.gateway);
  [ann, ben] = ['ann', 'ben'].map((name) => team.add(name)) as [TeamUser, TeamUser];
  mara = team.add('mara', 'manager');
  [root, second] = ['root', 'second'].map((name) => team.add(name, 'admin')) as [TeamUser, TeamUser];
  const room = {
    roomId: ROOM,
    kind: 'private' as const,
    name: 'Zeppelin',
    topic: 'quokka',
    memberIds: [ben.id],
  };
  expect(await team.as(ann, 'rooms.create', room)).toBeNull();
  await team.post(ann, ROOM, SECRET);
});
afterEach(() => team.dispose());

const get = async (user: TeamUser, path: string) =>
  people.ask('GET', path, { token: await team.token(user) });
const text = async (user: TeamUser, path: string) =>
  fetch(new URL(path, team.gateway.url), { headers: { authorization: `Bearer ${await team.token(user)}` } });
async function exportRoom(by = root, exportId = uuidv7()): Promise<string> {
  expect(await team.as(by, 'rooms.export', { roomId: ROOM, exportId, reason: REASON })).toBeNull();
  return exportId;
}

describe('the export of a private room', () => {
  it('needs an administrator, a reason and a private room, and happens once', async () => {
    const exportId = uuidv7();
    const ask = { roomId: ROOM, exportId, reason: REASON };
    expect(await team.as(mara, 'rooms.export', ask)).toBe('missing_permission');
    expect(await team.as(ann, 'rooms.find_private', { userId: ben.id, reason: REASON })).toBe(
      'missing_permission',
    );
    expect(await team.as(root, 'rooms.export', { ...ask, reason: '  ' })).not.toBeNull();
    expect(await team.as(root, 'rooms.export', { ...ask, roomId: uuidv7() })).toBe('unknown_room');
    const open = { roomId: uuidv7(), kind: 'general' as const, name: 'open', topic: '', memberIds: [] };
    expect(await team.as(ann, 'rooms.create', open)).toBeNull();
    expect(await team.as(root, 'rooms.export', { ...ask, roomId: open.roomId })).toBe('room_open_to_all');
    await exportRoom(root, exportId);
    expect(await team.as(root, 'rooms.export', ask)).toBe('duplicate_id');
    expect(await team.as(root, 'rooms.find_private', { userId: 'nobody', reason: REASON })).toBe(
      'unknown_member',
    );
  });

  it('is found by a person, tells whose the rooms are and nothing of what they are about', async () => {
    const client = createGatewayRooms();
    const token = await team.token(root);
    const find = (userId: string) =>
      client.find(team.gateway.url, token, { id: uuidv7(), userId, reason: REASON });
    const found = await find(ben.id);
    expect(found).toMatchObject({
      ok: true,
      value: { rooms: [{ id: ROOM, members: ['ann', 'ben'], founder: 'ann' }] },
    });
    expect(JSON.stringify(found)).not.toMatch(/Zeppelin|quokka|xylophone/);
    expect(await find(mara.id)).toMatchObject({ ok: true, value: { rooms: [] } });
    // Its founder has left it, and it is still found.
    expect(await team.as(ann, 'rooms.leave', { roomId: ROOM })).toBeNull();
    expect(await find(ann.id)).toMatchObject({ ok: true, value: { rooms: [{ members: ['ben'] }] } });
    expect(
      await client.find(team.gateway.url, await team.token(mara), {
        id: uuidv7(),
        userId: ben.id,
        reason: REASON,
      }),
    ).toMatchObject({
      ok: false,
      error: { code: 'forbidden' },
    });
    client.dispose();
  });

  it('gives its administrator the room as it was, as pages and as files', async () => {
    for (let n = 0; n < 450; n += 1) await team.post(ben, ROOM, `<b>note ${n}</b>`);
    const id = await exportRoom();
    await team.post(ben, ROOM, 'said after the export');
    const base = `/api/v1/rooms/exports/${id}`;
    const made = RoomExport.parse((await get(root, base)).body);
    expect(made).toMatchObject({ messages: 452, by: 'root', reason: REASON, room: { name: 'Zeppelin' } });
    const client = createGatewayRooms();
    const rows: RoomMessage[] = [];
    for (let after: string | null = null; ; ) {
      const page = await client.messages(team.gateway.url, await team.token(root), {
        exportId: id,
        after,
        limit: 200,
      });
      if (!page.ok) throw new Error(page.error.message);
      rows.push(...page.value.rows);
      after = page.value.next;
      if (after === null) break;
    }
    client.dispose();
    expect(rows.map(({ body }) => body)).toEqual([
      SECRET,
      ...Array.from({ length: 450 }, (_, n) => `<b>note ${n}</b>`),
      `Exported this room. Reason: ${REASON}`,
    ]);
    const json = z
      .object({ export: RoomExport, messages: z.array(RoomMessage) })
      .parse(await (await text(root, `${base}/file?format=json`)).json());
    expect(json).toEqual({ export: made, messages: rows });
    const html = await text(root, `${base}/file?format=html`);
    expect(html.headers.get('content-disposition')).toContain('attachment');
    expect(html.headers.get('content-security-policy')).toContain('sandbox');
    const page = await html.text();
    expect(page).toContain('&lt;b&gt;note 449&lt;/b&gt;');
    expect(page).not.toContain('<b>note');
    const plain = await (await text(root, `${base}/file`)).text();
    expect(plain.match(/<b>note \d+<\/b>/g)).toHaveLength(450);
    expect(plain).not.toContain('said after');
  });

  it('is for the one who exported, and for an hour', async () => {
    const id = await exportRoom();
    const paths = ['', '/messages', '/file'].map((rest) => `/api/v1/rooms/exports/${id}${rest}`);
    for (const path of paths) {
      expect((await get(second, path)).status).toBe(404);
      expect((await get(mara, path)).status).toBe(403);
      expect((await get(ann, path)).status).toBe(403);
    }
    const message = await team.post(ann, ROOM, 'no export');
    expect((await get(root, `/api/v1/rooms/exports/${message}`)).status).toBe(404);
    now += 3_600_000;
    for (const path of paths) expect((await get(root, path)).status).toBe(404);
  });

  it('is told in the room to all its members, those who muted it too, and to nobody else', async () => {
    expect(await team.as(ben, 'rooms.mute', { roomId: ROOM, muted: true })).toBeNull();
    const [member, admin] = [await team.console(ben), await team.console(root)];
    await exportRoom();
    await member.until('told', async () => {
      const read = await member.engine.read('rooms.messages', { roomId: ROOM, after: null, limit: 10 });
      return (
        read.ok &&
        read.value.rows.some(({ exported, authorName }) => exported === REASON && authorName === 'root')
      );
    });
    const list = await member.engine.read('rooms.list', {});
    expect(list).toMatchObject({
      ok: true,
      value: { rooms: [{ unread: 1, mentions: 1, lastMessage: { author: 'root', exported: true } }] },
    });
    const open = { roomId: uuidv7(), kind: 'general' as const, name: 'open', topic: '', memberIds: [] };
    expect(await team.as(ann, 'rooms.create', open)).toBeNull();
    await team.post(ann, open.roomId, 'all may read this');
    await admin.until('the open room', async () => (await textsIn(admin, open.roomId))?.length === 1);
    expect(await textsIn(admin, ROOM)).toBeNull();
    expect((await get(root, `/api/v1/rooms/${ROOM}/messages`)).status).toBe(404);
  });

  it('is in the audit with its room, its reason and nothing of what was said', async () => {
    await team.as(root, 'rooms.find_private', { userId: ben.id, reason: REASON });
    const id = await exportRoom();
    const { body } = await get(root, '/api/v1/audit?limit=100&action=rooms.');
    const { rows } = z.object({ rows: z.array(z.looseObject({ action: z.string() })) }).parse(body);
    expect(rows.find(({ action }) => action === 'rooms.export')).toMatchObject({
      actor: { name: 'root' },
      subject: `room:${ROOM}`,
      reason: REASON,
      result: 'ok',
      changes: [{ record: `room:${ROOM}`, field: 'export', to: id }],
    });
    expect(rows.find(({ action }) => action === 'rooms.find_private')).toMatchObject({
      subject: `user:${ben.id}`,
      reason: REASON,
    });
    expect(JSON.stringify(body)).not.toMatch(/Zeppelin|quokka|xylophone/);
  });
});
