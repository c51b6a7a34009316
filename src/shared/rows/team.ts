import { TeamUser } from '../domain/admin.ts';
import { defineRow } from './define.ts';

/** Team members, as shown in chat. */
export const memberRow = defineRow({ kind: 'member', schema: TeamUser, key: ['id'] });
