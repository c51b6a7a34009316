import { z } from 'zod';
import { Actor, Id, Seq, Timestamp } from './ids.ts';

/** Whether an agent takes conversations. Only those who are online get some automatically. */
export const AVAILABILITIES = ['online', 'busy', 'away', 'offline'] as const;
export const Availability = z.enum(AVAILABILITIES);
export type Availability = z.infer<typeof Availability>;

/** Why an availability is as it is: chosen by the agent, or by a rule about their machine, connection or account. */
export const AVAILABILITY_CAUSES = ['chosen', 'idle', 'locked', 'suspended', 'gone', 'left'] as const;
export const AvailabilityCause = z.enum(AVAILABILITY_CAUSES);
export type AvailabilityCause = z.infer<typeof AvailabilityCause>;

/** The causes that a console may name for being away. */
export const AWAY_CAUSES = ['idle', 'locked', 'suspended'] as const;
export type AwayCause = (typeof AWAY_CAUSES)[number];

/** Open conversations that are assigned automatically to one agent at most, unless set otherwise. */
export const DEFAULT_CAPACITY = 5;
export const MAX_CAPACITY = 100;
/** Teams of a workspace, members and leaders of a team, and participants of a conversation, at most. */
export const MAX_TEAMS = 50;
export const MAX_TEAM_MEMBERS = 100;
export const MAX_TEAM_LEADERS = 10;
export const MAX_PARTICIPANTS = 10;
/** How long the history of assignments is kept, days. */
export const ASSIGNMENT_HISTORY_DAYS = 365;
/** The last place in a queue that is counted; further back it means this place or a later one. */
export const MAX_PLACE = 100;

/** A team that conversations are given to. A change names the version that it was made on. */
export const SupportTeam = z.object({
  id: Id,
  name: z.string().min(1).max(60),
  memberIds: z.array(Id).max(MAX_TEAM_MEMBERS),
  /** The members who lead it: they change its members and goals without managing anything else. */
  leaderIds: z.array(Id).max(MAX_TEAM_LEADERS).default([]),
  /** Whether its waiting conversations are assigned to its members automatically. */
  automatic: z.boolean(),
  /** Whether new conversations of customers go to it; of one team at most. */
  intake: z.boolean(),
  /** An archived team keeps its conversations, and gets none. */
  archived: z.boolean(),
  version: z.int().min(1),
  changedBy: z.string().max(200),
});
export type SupportTeam = z.infer<typeof SupportTeam>;

/** What a person enters of a team. */
export const TeamContent = z.strictObject({
  teamId: Id,
  name: z.string().trim().min(1, 'Enter a name.').max(60),
  memberIds: z.array(Id).max(MAX_TEAM_MEMBERS),
  /** Missing from consoles that do not know leaders: then they stay. */
  leaderIds: z.array(Id).max(MAX_TEAM_LEADERS).optional(),
  automatic: z.boolean(),
  intake: z.boolean(),
  archived: z.boolean(),
});
export type TeamContent = z.infer<typeof TeamContent>;

/** An agent's availability and capacity. */
export const Agent = z.object({
  userId: Id,
  state: Availability,
  cause: AvailabilityCause,
  /** When the state began, ms; null for an agent who has never chosen one. */
  since: Timestamp.nullable(),
  capacity: z.int().min(1).max(MAX_CAPACITY),
  /** The event that assigned a conversation to them last; 0 for none. */
  lastAssignedSeq: Seq,
});
export type Agent = z.infer<typeof Agent>;

/** An agent who has never chosen an availability. */
export function newAgent(userId: string): Agent {
  return {
    userId,
    state: 'offline',
    cause: 'chosen',
    since: null,
    capacity: DEFAULT_CAPACITY,
    lastAssignedSeq: 0,
  };
}

/** What the history of a conversation's assignment tells. */
export const ASSIGNMENT_KINDS = [
  'assigned',
  'unassigned',
  'team',
  'no_team',
  'participant_added',
  'participant_removed',
] as const;

/** One line of the history of a conversation's assignment. Its actor is the system where a rule made the change. */
export const AssignmentEntry = z.object({
  seq: Seq,
  conversationId: Id,
  kind: z.enum(ASSIGNMENT_KINDS),
  /** The person or the team; null for nobody. */
  subjectId: Id.nullable(),
  subjectName: z.string().max(200).nullable(),
  actor: Actor,
  at: Timestamp,
});
export type AssignmentEntry = z.infer<typeof AssignmentEntry>;

/** Returns a team after it was saved: its next version. Only members lead it. */
export function savedTeam(
  before: Pick<SupportTeam, 'version' | 'leaderIds'> | undefined,
  { teamId: id, memberIds, leaderIds, archived, ...content }: TeamContent,
  changedBy: string,
): SupportTeam {
  const leaders = new Set(leaderIds ?? before?.leaderIds);
  const members = [...new Set(memberIds)];
  return {
    ...content,
    id,
    memberIds: members,
    leaderIds: members.filter((member) => leaders.has(member)),
    archived,
    automatic: content.automatic && !archived,
    intake: content.intake && !archived,
    version: (before?.version ?? 0) + 1,
    changedBy,
  };
}

/** Returns a team after its members were set: its next version. Who is no member any more does not lead it. */
export function withMembers(team: SupportTeam, memberIds: readonly string[], changedBy: string): SupportTeam {
  const members = [...new Set(memberIds)];
  const leaderIds = team.leaderIds.filter((leader) => members.includes(leader));
  return { ...team, memberIds: members, leaderIds, version: team.version + 1, changedBy };
}

/**
 * Returns an agent's state after their console asked for another; null where nothing changes. A person may choose any state. What
 * a machine reports (idle, locked, asleep) only ever makes an agent away who was online or busy, so that it makes nobody
 * available and ends no choice to be offline.
 */
export function afterAvailability(
  before: Pick<Agent, 'state' | 'cause'>,
  to: { readonly state: Availability; readonly cause: AvailabilityCause },
): { readonly state: Availability; readonly cause: AvailabilityCause } | null {
  if (to.cause === 'idle' || to.cause === 'locked' || to.cause === 'suspended') {
    const works = before.state === 'online' || before.state === 'busy';
    return works ? { state: 'away', cause: to.cause } : null;
  }
  return before.state === to.state && before.cause === to.cause ? null : to;
}

/** An agent as the assigner sees them: `open` counts the open conversations that they have. */
export interface AgentLoad {
  readonly userId: string;
  readonly open: number;
  readonly capacity: number;
  /** The event that assigned a conversation to them last; 0 for none. */
  readonly lastAssignedSeq: number;
}

/** A conversation whose customer waits and that nobody has. */
export interface Waiting {
  readonly conversationId: string;
  readonly teamId: string;
  readonly waitingSince: number;
}

/** A conversation and the agent who gets it. */
export interface Claim {
  readonly conversationId: string;
  readonly userId: string;
}

/** The order of a queue: who has waited longest, then by id. */
export function byWait(a: Waiting, b: Waiting): number {
  if (a.waitingSince !== b.waitingSince) return a.waitingSince - b.waitingSince;
  return a.conversationId < b.conversationId ? -1 : 1;
}

/** Returns who gets the next conversation: of those under their capacity, who was assigned one least recently. */
export function nextAgent<A extends AgentLoad>(agents: Iterable<A>): A | null {
  let next: A | null = null;
  for (const agent of agents) {
    if (agent.open >= agent.capacity) continue;
    if (next === null || isEarlier(agent, next)) next = agent;
  }
  return next;
}

function isEarlier(a: AgentLoad, b: AgentLoad): boolean {
  if (a.lastAssignedSeq !== b.lastAssignedSeq) return a.lastAssignedSeq < b.lastAssignedSeq;
  return a.userId < b.userId;
}

/**
 * Decides who gets which waiting conversation: who has waited longest first, over all teams; of the available agents of its team
 * who are under their capacity, the one who was assigned a conversation least recently. A conversation whose team has nobody
 * waits, and holds up no other team.
 */
export function planClaims(
  waiting: readonly Waiting[],
  agents: readonly AgentLoad[],
  members: ReadonlyMap<string, readonly string[]>,
): Claim[] {
  const loads = new Map(agents.map((agent) => [agent.userId, agent]));
  let turn = agents.reduce((last, { lastAssignedSeq }) => Math.max(last, lastAssignedSeq), 0);
  const claims: Claim[] = [];
  for (const { conversationId, teamId } of [...waiting].sort(byWait)) {
    const team = [...new Set(members.get(teamId))].flatMap((userId) => loads.get(userId) ?? []);
    const agent = nextAgent(team);
    if (agent === null) continue;
    turn += 1;
    loads.set(agent.userId, { ...agent, open: agent.open + 1, lastAssignedSeq: turn });
    claims.push({ conversationId, userId: agent.userId });
  }
  return claims;
}
