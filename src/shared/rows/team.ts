import { TeamUser } from '../domain/admin.ts';
import { defineRow } from './define.ts';

export const memberRow = defineRow({ kind: 'member', schema: TeamUser, key: ['id'] });
