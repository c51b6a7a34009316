import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TeamUser } from '#shared/domain/admin.ts';
import { findAgent, listEntries } from '../../src/gateway/assignment/queries.ts';
import { placeInQueue } from '../../src/gateway/chat/index.ts';
import { DeskTeam } from '../support/desk-team.ts';
import { startTestGateway } from '../support/gateway.ts';

let desk: DeskTeam;
let ann: TeamUser;
let ben: TeamUser;
let cleo: TeamUser;
let root: TeamUser;

const start = async (graceSeconds: number, dir?: string): Promise<void> => {
  const env = { AVAILABILITY_GRACE_SECONDS: String(graceSeconds) };
  desk = new DeskTeam(await startTestGateway(env, {}, dir));
};

beforeEach(async () => {
  await start(0);
  ann = desk.add('ann');
  ben = desk.add('ben');
  cleo = desk.add('cleo', 'manager');
  root = desk.add('root', 'admin');
});
afterEach(() => desk.dispose());

const has = (conversationId: string, user: TeamUser | null) =>
  expect.poll(() => desk.assignee(conversationId)).toBe(user?.id ?? null);
const stateOf = ({ id }: TeamUser) => findAgent(desk.gateway.gateway.sql, id).state;
const kinds = (conversationId: string) =>
  listEntries(desk.gateway.gateway.sql, conversationId, Number.MAX_SAFE_INTEGER, 50)
    .map(({ kind, subjectName, actor }) => `${kind} ${subjectName} ${actor.kind}`)
    .reverse();

describe('automatic assignment', () => {
  it('gives who has waited longest to the available member whose turn it is, up to their capacity', async () => {
    const team = await desk.team(cleo, 'Orders', [ann, ben]);
    for (const user of [ann, ben])
      expect(await desk.as(cleo, 'assignment.set_capacity', { userId: user.id, capacity: 2 })).toBeNull();
    const now = Date.now();
    const talks = [5, 4, 3, 2, 1].map((age) => desk.open(team, now - age * 60_000));
    expect(talks.map((id) => placeInQueue(desk.gateway.gateway.sql, id))).toEqual([1, 2, 3, 4, 5]);
    await desk.connect(ann);
    await has(talks[1] ?? '', ann);
    await desk.connect(ben);
    await has(talks[3] ?? '', ben);
    expect(talks.map((id) => desk.assignee(id))).toEqual([ann.id, ann.id, ben.id, ben.id, null]);
    expect(placeInQueue(desk.gateway.gateway.sql, talks[4] ?? '')).toBe(1);
    // What is done makes room.
    await desk.as(ben, 'chat.set_status', { conversationId: talks[2] ?? '', status: 'resolved' });
    await has(talks[4] ?? '', ben);
    expect(kinds(talks[4] ?? '')).toEqual(['team Orders customer', 'assigned ben system']);
  });

  it('leaves alone who is busy or away, other teams, and teams without it', async () => {
    const orders = await desk.team(cleo, 'Orders', [ann, ben]);
    const stock = await desk.team(cleo, 'Stock', [ben], false);
    await desk.connect(ann, 'busy');
    await desk.connect(ben, 'away');
    await desk.connect(cleo);
    const talks = [desk.open(orders), desk.open(stock), desk.open()];
    const last = await desk.connect(desk.add('dora'));
    await last.command('assignment.set_availability', { state: 'busy' });
    desk.sweep();
    expect(talks.map((id) => desk.assignee(id))).toEqual([null, null, null]);
  });

  it('gives new conversations to the team that takes them in', async () => {
    const team = await desk.team(cleo, 'Orders', [ann]);
    const intake = { teamId: team, name: 'Orders', memberIds: [ann.id], automatic: true, archived: false };
    expect(await desk.as(cleo, 'assignment.save_team', { ...intake, intake: true, seen: 1 })).toBeNull();
    await desk.connect(ann);
    await has(desk.open(), ann);
  });
});

describe('a claim', () => {
  it('is won by one of many who take the same conversation at once, over their own sockets', async () => {
    const people = Array.from({ length: 6 }, (_, n) => desk.add(`agent${n}`));
    const clients = await Promise.all(people.map((user) => desk.connect(user, null)));
    for (let round = 0; round < 10; round += 1) {
      const conversationId = desk.open();
      const replies = await Promise.all(
        clients.map((client, n) =>
          client.command('chat.assign', {
            conversationId,
            assigneeId: people[n]?.id ?? null,
            seenAssigneeId: null,
          }),
        ),
      );
      const winner = replies.findIndex(({ ok }) => ok);
      expect(replies.filter(({ ok }) => ok)).toHaveLength(1);
      expect(desk.assignee(conversationId)).toBe(people[winner]?.id);
      for (const reply of replies)
        if (!reply.ok)
          expect(reply.error).toMatchObject({
            code: 'conflict',
            why: { id: 'assigned_meanwhile' },
            current: { assigneeId: people[winner]?.id },
          });
    }
  });

  it('by the assigner is never overtaken by one by hand, nor the other way round', async () => {
    const team = await desk.team(cleo, 'Orders', [ann, ben]);
    await desk.connect(ann);
    await desk.connect(ben);
    const hand = await desk.connect(cleo, null);
    for (let n = 0; n < 8; n += 1) {
      const conversationId = desk.open(team);
      await hand.command('chat.assign', { conversationId, assigneeId: cleo.id, seenAssigneeId: null });
      await expect.poll(() => desk.assignee(conversationId)).not.toBeNull();
      expect(kinds(conversationId).filter((line) => line.startsWith('assigned'))).toHaveLength(1);
    }
  });
});

describe('availability', () => {
  it('needs a connection, ends with the last one after the grace period, and does not come back by itself', async () => {
    expect(await desk.as(ann, 'assignment.set_availability', { state: 'online' })).toBe(
      'availability_unconnected',
    );
    const first = await desk.connect(ann);
    const second = await desk.connect(ann, null);
    first.close();
    const other = await desk.connect(ben);
    expect(stateOf(ann)).toBe('online');
    second.close();
    await expect.poll(() => stateOf(ann)).toBe('offline');
    await desk.connect(ann, null);
    await other.command('assignment.set_availability', { state: 'busy' });
    expect([stateOf(ann), stateOf(ben)]).toEqual(['offline', 'busy']);
  });

  it('goes down by what a machine reports, and never up', async () => {
    const client = await desk.connect(ann);
    const report = (cause: 'idle' | 'locked') => client.command('assignment.report_away', { cause });
    expect(await report('idle')).toMatchObject({ ok: true, result: { state: 'away' } });
    await client.command('assignment.set_availability', { state: 'offline' });
    expect(await report('locked')).toMatchObject({ ok: true, result: { state: 'offline' } });
  });

  it('that ends sends waiting customers back to an automatic team, in their place', async () => {
    const team = await desk.team(cleo, 'Orders', [ann, ben]);
    const manual = await desk.team(cleo, 'Stock', [ann], false);
    const client = await desk.connect(ann);
    const waiting = desk.open(team);
    await has(waiting, ann);
    const answered = desk.open(team);
    await has(answered, ann);
    const note = { conversationId: answered, messageId: uuidv7(), kind: 'text', body: 'Tomorrow.' } as const;
    expect(await desk.as(ann, 'chat.send_message', note)).toBeNull();
    const own = desk.open(manual);
    await desk.as(ann, 'chat.assign', { conversationId: own, assigneeId: ann.id });
    await client.command('assignment.set_availability', { state: 'away' });
    expect(desk.assignee(waiting)).toBe(ann.id);
    await desk.connect(ben);
    await client.command('assignment.set_availability', { state: 'offline' });
    await has(waiting, ben);
    expect([desk.assignee(answered), desk.assignee(own)]).toEqual([ann.id, ann.id]);
    expect(kinds(waiting).slice(-2)).toEqual(['unassigned null system', 'assigned ben system']);
  });
});

describe('an agent who cannot work any more', () => {
  it('gives everything back when disabled, or with a role that does not chat', async () => {
    const talks = [desk.open(), desk.open()];
    await desk.as(ann, 'chat.assign', { conversationId: talks[0] ?? '', assigneeId: ann.id });
    await desk.as(ben, 'chat.assign', { conversationId: talks[1] ?? '', assigneeId: ben.id });
    expect(await desk.as(root, 'admin.disable_user', { userId: ann.id })).toBeNull();
    expect(await desk.as(root, 'admin.set_role', { userId: ben.id, role: 'viewer' })).toBeNull();
    await has(talks[0] ?? '', null);
    await has(talks[1] ?? '', null);
    expect([stateOf(ann), stateOf(ben)]).toEqual(['offline', 'offline']);
  });

  it('keeps conversations on leaving a team, and gets no new ones of it', async () => {
    const team = await desk.team(cleo, 'Orders', [ann]);
    await desk.connect(ann);
    const kept = desk.open(team);
    await has(kept, ann);
    const without = { teamId: team, name: 'Orders', memberIds: [], automatic: true, intake: false };
    await desk.as(cleo, 'assignment.save_team', { ...without, archived: false, seen: 1 });
    const next = desk.open(team);
    desk.sweep();
    expect([desk.assignee(kept), desk.assignee(next)]).toEqual([ann.id, null]);
  });
});

describe('a transfer', () => {
  it('is a new assignee or team and a private note, or nothing at all', async () => {
    const team = await desk.team(cleo, 'Stock', [ben], false);
    const conversationId = desk.open();
    await desk.as(ann, 'chat.assign', { conversationId, assigneeId: ann.id });
    const transfer = (
      to: { kind: 'person' | 'team'; id: string },
      seen: string | null,
      note = 'Please look.',
    ) =>
      desk.as(ann, 'assignment.transfer', {
        conversationId,
        to,
        messageId: uuidv7(),
        note,
        seenAssigneeId: seen,
      });
    expect(await transfer({ kind: 'person', id: ben.id }, ben.id)).toBe('assigned_meanwhile');
    expect(await transfer({ kind: 'person', id: ann.id }, ann.id)).toBe('transfer_same');
    expect(await transfer({ kind: 'team', id: uuidv7() }, ann.id)).toBe('unknown_team');
    expect(await transfer({ kind: 'person', id: ben.id }, ann.id, 'x'.repeat(2000))).toBe('message_long');
    expect(desk.talk(conversationId)).toMatchObject({ assigneeId: ann.id, teamId: null });
    expect(await transfer({ kind: 'person', id: ben.id }, ann.id)).toBeNull();
    expect(await transfer({ kind: 'team', id: team }, ben.id)).toBeNull();
    expect(desk.talk(conversationId)).toMatchObject({ assigneeId: null, teamId: team });
    const notes = desk.gateway.gateway.sql
      .prepare<[string], { kind: string }>('SELECT kind FROM messages WHERE conversation_id = ? ORDER BY seq')
      .all(conversationId);
    expect(notes.map(({ kind }) => kind)).toEqual(['text', 'note', 'note']);
    expect(kinds(conversationId)).toEqual([
      'assigned ann user',
      'assigned ben user',
      'unassigned null user',
      'team Stock user',
    ]);
  });
});

describe('participants', () => {
  it('are added and removed, ten at most, and only people who chat', async () => {
    const conversationId = desk.open();
    const set = (add: string[], remove: string[] = []) =>
      desk.as(ann, 'assignment.set_participants', { conversationId, add, remove });
    expect(await set([ben.id, cleo.id])).toBeNull();
    expect(await set([root.id], [ben.id])).toBeNull();
    expect(desk.talk(conversationId)?.participantIds).toEqual([cleo.id, root.id]);
    expect(await set([desk.add('vic', 'viewer').id])).toBe('unknown_member');
    const many = Array.from({ length: 9 }, (_, n) => desk.add(`more${n}`).id);
    expect(await set(many)).toBe('participants_many');
    expect(kinds(conversationId)).toEqual([
      'participant_added ben user',
      'participant_added cleo user',
      'participant_added root user',
      'participant_removed ben user',
    ]);
  });
});

describe('teams', () => {
  it('are kept by managers, by version and name', async () => {
    const team = await desk.team(cleo, 'Orders', [ann]);
    const content = { teamId: team, name: 'Orders', memberIds: [], automatic: false, intake: false };
    const save = (by: TeamUser, name: string, seen: number | null, teamId = team) =>
      desk.as(by, 'assignment.save_team', { ...content, teamId, name, archived: false, seen });
    expect(await save(ann, 'Orders', 1)).toBe('missing_permission');
    expect(await save(cleo, 'Shop', 1)).toBeNull();
    expect(await save(root, 'Desk', 1)).toBe('team_changed');
    expect(await save(root, 'shop', null, uuidv7())).toBe('team_name_taken');
  });
});
