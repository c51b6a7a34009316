import { z } from 'zod';
import {
  Availability,
  AWAY_CAUSES,
  MAX_CAPACITY,
  MAX_PARTICIPANTS,
  SupportTeam,
  TeamContent,
} from '../../domain/assignment.ts';
import { MAX_MESSAGE_LENGTH } from '../../domain/chat.ts';
import { Id } from '../../domain/ids.ts';
import { command } from './define.ts';

const byConversation = (data: { conversationId: string }): string => `chat:${data.conversationId}`;
const { version } = SupportTeam.shape;

/** Commands on teams, availability, and who takes part in a conversation. */
export const assignmentCommands = {
  /** `seen` is the version that the change was made on, null for a new team. Refused as `conflict` if another came first. */
  'assignment.save_team': command({
    input: TeamContent.extend({ seen: version.nullable() }),
    output: z.object({ teamId: Id, version }),
    permission: 'assignment:manage',
    subject: ({ teamId }) => `support_team:${teamId}`,
  }),
  /** Sets who is in a team; its leaders can, too. `seen` is the version that the change was made on. */
  'assignment.set_members': command({
    input: z.strictObject({ teamId: Id, memberIds: SupportTeam.shape.memberIds, seen: version }),
    output: z.object({ teamId: Id, version }),
    permission: 'assignment:write',
    subject: ({ teamId }) => `support_team:${teamId}`,
  }),
  'assignment.set_capacity': command({
    input: z.strictObject({ userId: Id, capacity: z.int().min(1).max(MAX_CAPACITY) }),
    output: z.object({}),
    permission: 'assignment:manage',
    subject: ({ userId }) => `agent:${userId}`,
  }),
  /** Sets one's own availability. Never queued: somebody who said hours ago that they are there may have left since. */
  'assignment.set_availability': command({
    input: z.strictObject({ state: Availability }),
    output: z.object({ state: Availability }),
    permission: 'assignment:write',
    subject: () => 'availability',
    direct: true,
  }),
  /** Reports that the agent's machine is not in use. Makes an agent away who is online or busy, and nobody available. */
  'assignment.report_away': command({
    input: z.strictObject({ cause: z.enum(AWAY_CAUSES) }),
    output: z.object({ state: Availability }),
    permission: 'assignment:write',
    subject: () => 'availability',
    direct: true,
  }),
  'assignment.set_team': command({
    input: z.strictObject({ conversationId: Id, teamId: Id.nullable() }),
    output: z.object({ teamName: z.string().nullable() }),
    permission: 'assignment:write',
    subject: byConversation,
  }),
  /**
   * Hands a conversation to a person or a team, with a note for them, all or nothing. Refused as `conflict` if somebody else has the
   * conversation than was seen.
   */
  'assignment.transfer': command({
    input: z.strictObject({
      conversationId: Id,
      to: z.strictObject({ kind: z.enum(['person', 'team']), id: Id }),
      messageId: Id,
      note: z.string().trim().min(1, 'Enter a note.').max(MAX_MESSAGE_LENGTH),
      seenAssigneeId: Id.nullable(),
    }),
    output: z.object({}),
    permission: 'assignment:write',
    subject: byConversation,
  }),
  /** Adds and removes participants, so that two people who change them at once both get what they asked for. */
  'assignment.set_participants': command({
    input: z.strictObject({
      conversationId: Id,
      add: z.array(Id).max(MAX_PARTICIPANTS),
      remove: z.array(Id).max(MAX_PARTICIPANTS),
    }),
    output: z.object({ participantIds: z.array(Id) }),
    permission: 'assignment:write',
    subject: byConversation,
  }),
} as const;
