import { bridge } from '../../bridge/client.ts';
import type { CommandContent, RecordName } from '../../lib/about.ts';
import { textOf } from '../../lib/fields.ts';

/** The name of a team. */
export const teamName: RecordName = async (teamId, data) => {
  const { teams } = await bridge.call('assignment.teams', {});
  return teams.find(({ id }) => id === teamId)?.name ?? textOf(data, 'name');
};

/** The note of a transfer. */
export const transferContent: CommandContent = (data) => textOf(data, 'note') ?? '';

/** The name of a team that is saved. */
export const teamContent: CommandContent = (data) => textOf(data, 'name') ?? '';
