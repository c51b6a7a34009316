import { TeamUser } from '../domain/admin.ts';
import { defineRow } from './define.ts';

/** Team members, as those who chat see them. */
export const memberRow = defineRow({ kind: 'member', schema: TeamUser, key: ['id'] });
