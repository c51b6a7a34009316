import { memberRow } from '#shared/rows/team.ts';
import { findUser, userRows } from '../auth/index.ts';
import type { GatewayModule } from '../kernel.ts';

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
  snapshots: { team: [userRows(memberRow.kind)] },
};
