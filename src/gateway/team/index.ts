import { profileOf } from '#shared/domain/admin.ts';
import { memberRow } from '#shared/rows/team.ts';
import { findUser, memberRows } from '../auth/index.ts';
import type { GatewayModule } from '../kernel.ts';

/**
 * The members of the team, for everyone who chats, so that conversations can be assigned. It has no table of its own: members
 * are the users who can sign in, without what only administrators may see.
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
      if (member?.disabledAt === null) context.emit('team.member_changed', { member: profileOf(member) });
    },
    'admin.user_disabled': (context, { data: { userId } }) => {
      const name = findUser(context.sql, userId)?.name;
      if (name !== undefined) context.emit('team.member_removed', { memberId: userId, name });
    },
    'admin.user_enabled': (context, { data: { userId } }) => {
      const member = findUser(context.sql, userId);
      if (member) context.emit('team.member_added', { member: profileOf(member) });
    },
  },
  snapshots: { team: [memberRows(memberRow.kind)] },
};
