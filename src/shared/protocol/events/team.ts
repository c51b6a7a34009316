import { z } from 'zod';
import { TeamUser } from '../../domain/admin.ts';
import { Id } from '../../domain/ids.ts';
import { memberRow } from '../../rows/team.ts';
import { channel } from './define.ts';

/** The team members that conversations can be assigned to. The channel `admin` records who changed them. */
export const team = channel({
  name: 'team',
  permissions: {},
  readPermission: 'chat:read',
  rows: [memberRow],
  events: {
    'team.member_added': z.object({ member: TeamUser }),
    'team.member_changed': z.object({ member: TeamUser }),
    'team.member_removed': z.object({ memberId: Id, name: TeamUser.shape.name }),
  },
});
