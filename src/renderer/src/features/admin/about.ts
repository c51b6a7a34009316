import { bridge } from '../../bridge/client.ts';
import type { RecordName } from '../../lib/about.ts';

/** The name of a user, for those who may read it. */
export const userName: RecordName = async (userId) =>
  (await bridge.call('admin.users', {})).users.find(({ id }) => id === userId)?.name ?? null;
