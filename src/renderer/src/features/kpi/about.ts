import { bridge } from '../../bridge/client.ts';
import type { CommandContent, RecordName } from '../../lib/about.ts';
import { textOf } from '../../lib/fields.ts';

/** The name of a KPI. */
export const kpiName: RecordName = async (kpiId, data) => {
  const { rows } = await bridge.call('kpi.list', { archived: false, teamId: null });
  return rows.find(({ id }) => id === kpiId)?.name ?? textOf(data, 'name');
};

/** The name of a KPI that is saved. */
export const kpiContent: CommandContent = (data) => textOf(data, 'name') ?? '';
