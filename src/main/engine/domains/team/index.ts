import type { TeamUser } from '#shared/domain/admin.ts';
import { defineTable } from '#shared/rows/table.ts';
import { memberRow } from '#shared/rows/team.ts';
import type { Described, EngineDomain } from '../../store/domain.ts';
import { type ChannelProjection, dumpTables, type ProjectionContext } from '../../store/projection.ts';
import * as created from './migrations/0080-team.ts';
import * as rows from './migrations/0130-team-rows.ts';

/** Team members. */
export const membersTable = defineTable(memberRow, { name: 'team_members', identity: ['id'] });

/** Projects the channel `team`: the members that conversations can be assigned to. */
function teamProjection(context: ProjectionContext): ChannelProjection<'team'> {
  const members = context.bind(membersTable);
  const remove = members.remover();
  const put = (member: TeamUser): boolean => {
    members.upsert(member, {});
    context.changes.touch('team', member.id);
    return true;
  };
  return {
    channel: 'team',
    tallies: [],
    events: {
      'team.member_added': (event) => put(event.data.member),
      'team.member_changed': (event) => put(event.data.member),
      'team.member_removed': ({ data }) => {
        context.changes.touch('team', data.memberId);
        return remove(data.memberId) === 1;
      },
    },
    rows: { member: (row) => void put(memberRow.schema.parse(row)) },
    clear: () => members.clear(),
  };
}

function describeMember({ member }: { readonly member: TeamUser }): Described {
  return { values: { name: member.name, role: member.role }, subject: { kind: 'user', id: member.id } };
}

/** The domain of team members. */
export const teamDomain: EngineDomain = {
  name: 'team',
  migrations: [
    { version: 80, ...created },
    { version: 130, ...rows },
  ],
  projections: { team: teamProjection },
  dumps: { team: dumpTables(membersTable) },
  activity: {
    'team.member_added': describeMember,
    'team.member_changed': describeMember,
    'team.member_removed': ({ memberId, name }) => ({
      values: { name },
      subject: { kind: 'user', id: memberId },
    }),
  },
};
