import type { SnapshotRow } from '#shared/protocol/snapshot.ts';
import { eachUser, findUser } from '../auth/index.ts';
import type { GatewayModule, Sql } from '../kernel.ts';

/** All rows of the channel `team`: members by id. Streams. */
function* teamSnapshot(sql: Sql): Iterable<SnapshotRow> {
  for (const row of eachUser(sql)) yield { kind: 'member', row };
}

/**
 * Who is there to work with, told to all who chat: conversations are given to members. It has no table of its own: members
 * are the users that `admin` keeps, without what is for administrators alone.
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
