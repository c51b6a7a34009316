import { z } from 'zod';
import { TeamUser } from '../domain/admin.ts';
import { Agent, AssignmentEntry, MAX_TEAMS, SupportTeam } from '../domain/assignment.ts';
import { Id, Timestamp } from '../domain/ids.ts';
import { page as listPage, method, Nothing, Provenance, read } from './contract.ts';

const count = z.int().min(0);

/** A team in a list. `pending`: a change of it is still to be sent or decided. */
export const ListedTeam = SupportTeam.extend({ pending: z.boolean() });
export type ListedTeam = z.infer<typeof ListedTeam>;

/** An agent with what they have: open conversations, those whose customer waits, and since when the first of them does. */
export const AgentRow = Agent.extend({
  name: TeamUser.shape.name,
  role: TeamUser.shape.role,
  teamIds: z.array(Id).max(4 * MAX_TEAMS),
  open: count,
  waiting: count,
  oldestWaiting: Timestamp.nullable(),
});
export type AgentRow = z.infer<typeof AgentRow>;

/** The queue of a team, or of the conversations without one: customers who wait and whom nobody has. */
export const QueueRow = z.object({
  teamId: Id.nullable(),
  waiting: count,
  oldestWaiting: Timestamp.nullable(),
});
export type QueueRow = z.infer<typeof QueueRow>;

/** Reads of teams, agents and the history of assignments. All work offline. */
export const assignmentMethods = {
  /** The user's own availability. */
  'assignment.mine': read('assignment:read', Nothing, z.object({ agent: Agent, asOf: Provenance })),
  /** All teams by name, archived ones last. */
  'assignment.teams': read(
    'assignment:read',
    Nothing,
    z.object({ teams: z.array(ListedTeam).max(8 * MAX_TEAMS), asOf: Provenance }),
  ),
  /** Who has how much: every colleague who chats, by name, and the queues that somebody waits in. */
  'assignment.load': read(
    'assignment:read',
    Nothing,
    z.object({
      agents: z.array(AgentRow).max(1000),
      queues: z.array(QueueRow).max(8 * MAX_TEAMS),
      asOf: Provenance,
    }),
  ),
  /** The history of a conversation's assignment, newest first, as far as it is in the cache: 200 lines at most. */
  'assignment.history': read(
    'assignment:read',
    z.strictObject({ conversationId: Id }),
    listPage(AssignmentEntry).omit({ next: true }),
  ),
  /** Tells that the user uses the window; at most every few seconds. Nothing for this long makes them away. */
  'assignment.active': method('assignment:read', Nothing, Nothing),
} as const;
