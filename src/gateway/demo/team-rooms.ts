import type { TeamUser } from '#shared/domain/admin.ts';
import { mentionedIds } from '#shared/domain/mentions.ts';
import { MINUTE_MS } from '#shared/domain/time.ts';
import type { CommandContext } from '../kernel.ts';
import { listRoomMessages, readRoom } from '../rooms/index.ts';
import type { StockedShop } from './incidents.ts';
import { asMember, COLLEAGUES, PERSONAS } from './personas.ts';
import { randomFor } from './random.ts';
import type { Due, Moment } from './simulation.ts';

const GENERAL = 'demo-room-general';
const STOCKROOM = 'demo-room-stockroom';
const SCHEDULE = 'demo-room-schedule';
type DemoRoom = typeof GENERAL | typeof STOCKROOM | typeof SCHEDULE;

/** After a start, ms: the rooms are there, the first word is said, and then one now and then: some 300 a day. */
const OPEN_AFTER_MS = 3_000;
const FIRST_AFTER_MS = 20_000;
const PAUSE_MS = [2 * MINUTE_MS, 7 * MINUTE_MS] as const;
/** The pause between the messages that a new room begins with, ms. */
const EARLIER_MS = 6 * MINUTE_MS;

interface Said {
  readonly room: DemoRoom;
  /** Username of the colleague who says it. */
  readonly by: string;
  readonly body: string;
}
const said = (room: DemoRoom, by: string, body: string): Said => ({ room, by, body });

/** What was said before somebody looks for the first time, oldest first. */
const EARLIER: readonly Said[] = [
  said(GENERAL, 'elif', 'Good morning! The courier comes at four today, an hour earlier than usual.'),
  said(GENERAL, 'noor', 'Thanks. I will finish the parcels for the Harbour store first.'),
  said(GENERAL, 'tomasz', 'Two customers asked about gift wrapping. Do we still have the blue paper?'),
  said(GENERAL, 'elif', 'Yes, the second shelf next to the packing table.'),
  said(
    STOCKROOM,
    'tomasz',
    'The delivery from this morning is on the shelves. One carton was dented, the goods are fine.',
  ),
  said(STOCKROOM, 'noor', 'Bin labels in aisle B are worn. I will print new ones this afternoon.'),
  said(STOCKROOM, 'elif', 'Please scan every carton, also the half-empty ones. Last week two were missed.'),
  said(SCHEDULE, 'elif', 'I would like to change the Saturday shifts before we tell everybody.'),
  said(SCHEDULE, 'noor', 'I can take the first two Saturdays of the month.'),
];

/** What is said from then on, again and again. */
const LINES: readonly Said[] = [
  said(STOCKROOM, 'tomasz', 'Binders are getting low at the Harbour store. I will move a box over at noon.'),
  said(
    GENERAL,
    'noor',
    '@ava a customer would like to talk to you about a late parcel. I left a note in the chat.',
  ),
  said(SCHEDULE, 'elif', '@marco could you look at the plan for next week before Friday?'),
  said(GENERAL, 'tomasz', 'The label printer works again. It was the cable.'),
  said(STOCKROOM, 'noor', '@jonas two chairs came back without their screws. I put them aside as damaged.'),
  said(GENERAL, 'elif', 'Quiet hour, well done everybody. The queue is short.'),
  said(
    STOCKROOM,
    'elif',
    '@ines the count of aisle C differs by three. I will count it again before you post it.',
  ),
  said(SCHEDULE, 'noor', '@ava would you swap the late shift on Thursday with me?'),
  said(GENERAL, 'noor', 'Reminder: the card terminal at the counter is updated at nine tonight.'),
  said(STOCKROOM, 'tomasz', 'All transfers of today are received. Aisle A is tidy again.'),
];

/** Everybody who can look is mentioned once, soon after each start. */
const FIRST = said(
  GENERAL,
  'elif',
  `${PERSONAS.map(({ username }) => `@${username}`).join(' ')} please have a look at the open alerts when you find a minute.`,
);

const EVERYBODY: readonly TeamUser[] = [...PERSONAS, ...COLLEAGUES];
const ids = (...usernames: string[]): string[] =>
  EVERYBODY.filter(({ username }) => usernames.includes(username)).map(({ id }) => id);

function member(username: string): TeamUser {
  const user = COLLEAGUES.find((one) => one.username === username);
  if (!user) throw new RangeError(`there is no colleague ${username}`);
  return user;
}

/** Colleagues talk in rooms: two open ones, and a private one that the administrator does not see. */
export function teamRoomsDue({ seed }: StockedShop, now: number): Due[] {
  return [
    { at: now + OPEN_AFTER_MS, key: 'rooms:open', happen: open },
    talk(seed, now + FIRST_AFTER_MS, null),
  ];
}

function open({ at, run }: Moment): Due[] {
  let isNew = false;
  run(asMember(member('elif')), at - EARLIER.length * EARLIER_MS, (context) => {
    isNew = readRoom(context.sql, GENERAL) === undefined;
    if (isNew) found(context);
  });
  if (isNew)
    for (const [n, line] of EARLIER.entries())
      run(asMember(member(line.by)), at - (EARLIER.length - n) * EARLIER_MS, (context) => say(context, line));
  return [];
}

function found(context: CommandContext): void {
  const general = { kind: 'general' as const, memberIds: [] };
  context.dispatch('rooms.create', {
    ...general,
    roomId: GENERAL,
    name: 'general',
    topic: 'What everybody in the shop should know',
  });
  context.dispatch('rooms.create', {
    ...general,
    roomId: STOCKROOM,
    name: 'stockroom',
    topic: 'Deliveries, counts and shelves',
  });
  context.dispatch('rooms.create', {
    roomId: SCHEDULE,
    kind: 'private',
    name: 'Shift plan',
    topic: 'Who works when, before it is announced',
    memberIds: ids('noor', 'marco', 'ava'),
  });
}

function talk(seed: number, due: number, n: number | null): Due {
  return {
    at: due,
    key: `rooms:talk:${n ?? 'first'}`,
    happen: ({ at, run }) => {
      const random = randomFor(seed, 'rooms', at);
      const next = n ?? random.between(0, LINES.length - 1);
      const line = n === null ? FIRST : LINES[next % LINES.length];
      if (line) run(asMember(member(line.by)), at, (context) => say(context, line));
      return [talk(seed, at + random.between(...PAUSE_MS), next + 1)];
    },
  };
}

/** Nobody says what is among so many newest messages of a room, as after a restart. */
const NEWEST = 3;

/** Says something, unless it was just said, or people of the shop have changed the room so that it cannot be said there. */
function say(context: CommandContext, { room, by, body }: Said): void {
  const found = readRoom(context.sql, room);
  if (!found || found.archivedAt !== null) return;
  if (found.kind === 'private' && !found.memberIds.includes(member(by).id)) return;
  const newest = listRoomMessages(context.sql, room, Number.MAX_SAFE_INTEGER, NEWEST);
  if (newest.some((message) => message.body === body)) return;
  context.dispatch('rooms.post', {
    roomId: room,
    messageId: context.newId(),
    body,
    mentions: mentionedIds(body, EVERYBODY),
    shared: null,
  });
}
