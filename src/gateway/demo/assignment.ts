import type { TeamUser } from '#shared/domain/admin.ts';
import type { Availability } from '#shared/domain/assignment.ts';
import { MINUTE_MS } from '#shared/domain/time.ts';
import type { CommandData, CommandType } from '#shared/protocol/commands/index.ts';
import { findTeam, isConnected, setAvailability, setConnected } from '../assignment/index.ts';
import { openOf, queueOf, readConversation } from '../chat/index.ts';
import { type CommandContext, CommandError } from '../kernel.ts';
import type { StockedShop } from './incidents.ts';
import { asMember, COLLEAGUES, PERSONAS } from './personas.ts';
import { randomFor } from './random.ts';
import type { Due } from './simulation.ts';
import { TALK_PREFIX } from './talks.ts';

const ORDERS = 'demo-team-orders';
const STOCK = 'demo-team-stock';
/** After a start, ms. */
const OPEN_AFTER_MS = 5_000;
const GIVE_AFTER_MS = 45_000;
const TRANSFER_AFTER_MS = 100_000;
const PAUSE_MS = [3 * MINUTE_MS, 6 * MINUTE_MS] as const;
/** Customers in the queue without a team that are left to the people of the shop. */
const LEFT = 4;

const EVERYBODY: readonly TeamUser[] = [...PERSONAS, ...COLLEAGUES];
const person = (username: string): TeamUser => {
  const user = EVERYBODY.find((one) => one.username === username);
  if (!user) throw new RangeError(`there is nobody called ${username}`);
  return user;
};

/** The teams: name, members, of whom the first leads it, whether it assigns automatically. */
const TEAMS = [
  [ORDERS, 'Orders', ['ava', 'noor', 'tomasz'], true],
  [STOCK, 'Stock', ['elif', 'tomasz', 'jonas'], false],
] as const;
const STATES: Readonly<Record<string, Availability>> = {
  ava: 'online',
  jonas: 'online',
  marco: 'busy',
  ines: 'away',
  noor: 'online',
  tomasz: 'online',
  elif: 'busy',
};
const NOTES = [
  'Could you take over? The customer asks about a delivery that you have looked at before.',
  'My shift ends in ten minutes. The customer waits for an answer about the replacement.',
  'This is about stock at the Harbour store, which you know better than I do.',
] as const;

/** Two teams, one with automatic assignment; conversations that are given to it, and transfers with a note. */
export function assignmentDue({ seed }: StockedShop, now: number): Due[] {
  return [
    {
      at: now + OPEN_AFTER_MS,
      key: 'assignment:open',
      happen: ({ at, run }) => {
        run(asMember(person('elif')), at, openTeams);
        for (const username of Object.keys(STATES))
          run(asMember(person(username)), at, (context) => begin(context, username));
        return [];
      },
    },
    repeated(seed, 'give', now + GIVE_AFTER_MS, 0, giveToTeam),
    repeated(seed, 'transfer', now + TRANSFER_AFTER_MS, 0, transfer),
  ];
}

function openTeams(context: CommandContext): void {
  for (const [teamId, name, members, automatic] of TEAMS) {
    if (findTeam(context.sql, teamId)) continue;
    const memberIds = members.map((username) => person(username).id);
    const leaderIds = memberIds.slice(0, 1);
    const content = {
      teamId,
      name,
      memberIds,
      leaderIds,
      automatic,
      intake: false,
      archived: false,
      seen: null,
    };
    // Somebody may have given a team of their own this name.
    attempt(context, 'assignment.save_team', content);
  }
}

/** Does what people of the shop may have made impossible; then it is left out. */
function attempt<T extends CommandType>(context: CommandContext, type: T, data: CommandData<T>): void {
  try {
    context.dispatch(type, data);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
  }
}

/** Begins somebody's working day, unless they sit at a console themselves. */
function begin(context: CommandContext, username: string): void {
  const { id } = person(username);
  if (isConnected(context.sql, id)) return;
  context.write(setConnected, { userId: id, connected: true });
  setAvailability(context, id, { state: STATES[username] ?? 'online', cause: 'chosen' });
}

function repeated(
  seed: number,
  name: string,
  due: number,
  n: number,
  act: (context: CommandContext, n: number) => void,
): Due {
  return {
    at: due,
    key: `assignment:${name}:${n}`,
    happen: ({ at, run }) => {
      const actor = n % 2 === 0 ? 'noor' : 'tomasz';
      run(asMember(person(actor)), at, (context) => act(context, n));
      const random = randomFor(seed, 'assignment', name, n);
      return [repeated(seed, name, at + random.between(...PAUSE_MS), n + 1, act)];
    },
  };
}

/** Gives who has waited longest to the automatic team, where enough others are left. */
function giveToTeam(context: CommandContext): void {
  const waiting = queueOf(context.sql, '', LEFT + 1);
  const first = waiting.find(({ conversationId }) => conversationId.startsWith(TALK_PREFIX));
  if (waiting.length <= LEFT || first === undefined) return;
  attempt(context, 'assignment.set_team', { conversationId: first.conversationId, teamId: ORDERS });
}

/** Hands one of the actor's own conversations to a colleague who can look. */
function transfer(context: CommandContext, n: number): void {
  const { id } = context.principal.actor;
  const conversationId = openOf(context.sql, id, 20).find((one) => one.startsWith(TALK_PREFIX));
  if (conversationId === undefined) return;
  const to = person(n % 2 === 0 ? 'ava' : 'jonas');
  const assigneeId = readConversation(context.sql, conversationId)?.conversation.assigneeId ?? null;
  attempt(context, 'assignment.transfer', {
    conversationId,
    to: { kind: 'person', id: to.id },
    messageId: context.newId(),
    note: NOTES[n % NOTES.length] ?? NOTES[0],
    seenAssigneeId: assigneeId,
  });
}
