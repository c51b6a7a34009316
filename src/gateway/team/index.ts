import type { SnapshotRow } from '#shared/protocol/snapshot.ts';
import { memberRow } from '#shared/rows/team.ts';
import { dumpUsers, findUser } from '../auth/index.ts';
import type { GatewayModule, Sql } from '../kernel.ts';

/** Streams the rows of the channel `team`: members by id. */
function* teamSnapshot(sql: Sql): Iterable<SnapshotRow> {
  for (const { row } of dumpUsers(sql)) yield { kind: memberRow.kind, row };
}

/**
 * The members of the team, for everyone who chats, so that conversations can be assigned. It has no table of its own: members
 * are users, without what only administrators may see.
 */
export const teamModule: GatewayModule = {
  name: 'team',
  commands: {},
  reactions: {
    'admin.user_created': (context, { data: { user } }) => {
      context.emit('team.member_added', { member: user });
    },
    'admin.role_changed': (context, { data: { userId } }) => {
      const member = findUser(context.sql, userId);
      if (member) context.emit('team.member_changed', { member });
    },
  },
  snapshots: { team: teamSnapshot },
};
