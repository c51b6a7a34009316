import { type Kpi, type KpiContent, MAX_KPIS, savedKpi, wrongField } from '#shared/domain/kpi.ts';
import { spanAt } from '#shared/domain/kpi-windows.ts';
import { workspaceTimeZone } from '../admin/index.ts';
import { findTeam } from '../assignment/index.ts';
import { findUser } from '../auth/index.ts';
import { readLocation } from '../inventory/index.ts';
import type { CommandContext, GatewayModule } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import { findKpi, KPIS } from './queries.ts';

/** Refuses whoever neither manages KPIs nor leads the team whose goal it is, before and after. */
function authorise(context: CommandContext, ...goals: readonly Pick<Kpi, 'by' | 'key'>[]): void {
  if (context.principal.permissions.has('kpi:manage')) return;
  const { id } = context.principal.actor;
  const leads = ({ by, key }: Pick<Kpi, 'by' | 'key'>): boolean =>
    by === 'team' && findTeam(context.sql, key)?.leaderIds.includes(id) === true;
  if (!goals.every(leads)) refuse('kpi_not_yours', {}, { field: 'key' });
}

/** Refuses a scope that does not exist. One that was archived since stays where it is. */
function checkScope(context: CommandContext, content: KpiContent, before: Kpi | undefined): void {
  if (before?.by === content.by && before.key === content.key) return;
  if (content.by === 'location' && !readLocation(context.sql, content.key))
    refuse('unknown_location', {}, { field: 'key' });
  if (content.by === 'team' && findTeam(context.sql, content.key)?.archived !== false)
    refuse('unknown_team', {}, { field: 'key' });
}

/** Returns the name of a KPI's owner; null for none. */
function ownerName(context: CommandContext, ownerId: string | null, before: Kpi | undefined): string | null {
  if (ownerId === null) return null;
  if (before?.ownerId === ownerId) return before.ownerName;
  const user = findUser(context.sql, ownerId);
  if (!user || user.disabledAt !== null) return refuse('unknown_member', {}, { field: 'ownerId' });
  return user.name;
}

/** The commands on KPIs. */
export const kpiHandlers: GatewayModule['commands'] = {
  'kpi.save': (context, { seen, ...content }) => {
    const before = findKpi(context.sql, content.kpiId);
    authorise(context, content, ...(before ? [before] : []));
    if (seen === null && before) refuse('duplicate_id', {}, { field: 'kpiId' });
    if (seen !== null && !before) refuse('unknown_kpi', {}, { field: 'kpiId' });
    if (seen !== null && before?.version !== seen)
      refuse('kpi_changed', { name: before?.changedBy ?? '' }, { field: 'seen', current: before });
    if (!before && context.memo(KPIS).length >= MAX_KPIS) refuse('kpis_many', { max: MAX_KPIS });
    const wrong = wrongField(content);
    if (wrong !== null) refuse('kpi_measure', {}, { field: wrong });
    checkScope(context, content, before);
    const timeZone = workspaceTimeZone(context.sql, context.config);
    const kpi = savedKpi(before, content, {
      name: context.principal.actor.name,
      ownerName: ownerName(context, content.ownerId, before),
      now: context.now,
      first: spanAt(content.window, context.now, timeZone).first,
    });
    context.emit('kpi.saved', { kpi });
    return { kpiId: kpi.id, version: kpi.version };
  },
};
