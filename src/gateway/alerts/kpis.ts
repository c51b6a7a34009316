import {
  type Alert,
  type AlertCondition,
  type AlertInput,
  NORMAL,
  stepAlert,
} from '#shared/domain/alerts.ts';
import type { Kpi, KpiAlert } from '#shared/domain/kpi.ts';
import type { CommandContext } from '../kernel.ts';
import { endInstance, setInstance } from './instances.ts';
import { arisingAlert, endAlert } from './lifecycle.ts';
import { instancesAt, readAlert } from './queries.ts';
import { dueAt, KPI_RULE } from './rules.ts';
import type { StoredInstance } from './tables.ts';

/** What a KPI says: its pace or result in percent, null while it has none. */
export interface KpiReading {
  readonly kpi: Pick<Kpi, 'id' | 'name'>;
  readonly when: KpiAlert['when'];
  readonly severity: Alert['severity'];
  readonly condition: AlertCondition;
  readonly value: number | null;
}

/** The place of a KPI's instance: no item and no location has it. */
function placeOf(kpiId: string): { readonly itemId: string; readonly locationId: string } {
  return { itemId: `kpi:${kpiId}`, locationId: 'kpi' };
}

function instanceOf(context: CommandContext, kpiId: string): StoredInstance | undefined {
  const { itemId, locationId } = placeOf(kpiId);
  return instancesAt(context.sql, itemId, locationId)[0];
}

/**
 * Judges a KPI. Without a value, an alert that has been raised is without data, and nothing else happens. The domain of KPIs has
 * their timers, because only it knows their values. Returns when it has to judge again though nothing happens, ms; null for never.
 */
export function judgeKpi(context: CommandContext, reading: KpiReading): number | null {
  const { kpi, condition, value } = reading;
  const before = instanceOf(context, kpi.id);
  if (!before && value === null) return null;
  const input: AlertInput = { type: 'value', value };
  const after = stepAlert(before ?? NORMAL, input, condition, context.now);
  const due = dueAt(after, condition);
  if (after.state === (before?.state ?? 'normal')) return due;
  const place = placeOf(kpi.id);
  if (after.state === 'normal' || after.state === 'resolved') {
    context.write(endInstance, { ...place, ruleId: KPI_RULE });
    if (before && before.alertId !== null)
      endAlert(context, before.alertId, {
        value,
        outcome: 'recovered',
        causeSeq: null,
        raised: before.fired,
      });
    return null;
  }
  const alertId = before?.alertId ?? context.newId();
  context.write(setInstance, { instance: { ...place, ruleId: KPI_RULE, ...after, alertId }, dueAt: null });
  const present = before?.alertId ? readAlert(context.sql, before.alertId) : undefined;
  const raises = after.fired && !before?.fired;
  if (present && !raises) {
    const { state, since: stateSince } = after;
    context.emit('alerts.state_changed', { alert: { ...present, state, stateSince, dueAt: due } });
    return due;
  }
  const fresh = arisingAlert(alertId, context.now, {
    rule: { id: KPI_RULE, kind: 'kpi', severity: reading.severity },
    subject: { type: 'kpi', kpiId: kpi.id, name: kpi.name, when: reading.when },
    after,
    dueAt: due,
    value,
    condition,
    error: null,
    causeSeq: 0,
    raisedSeq: null,
  });
  const decided = present && {
    acknowledgedBy: present.acknowledgedBy,
    acknowledgedAt: present.acknowledgedAt,
    note: present.note,
    ownerId: present.ownerId,
    ownerName: present.ownerName,
    silencedUntil: present.silencedUntil,
  };
  context.emit(raises ? 'alerts.raised' : 'alerts.state_changed', { alert: { ...fresh, ...decided } });
  return due;
}

/** Ends the alert of a KPI that is not watched any more, or by another rule. */
export function endKpiAlert(context: CommandContext, kpiId: string, causeSeq: number): void {
  const instance = instanceOf(context, kpiId);
  if (!instance) return;
  context.write(endInstance, { ...placeOf(kpiId), ruleId: KPI_RULE });
  if (instance.alertId !== null)
    endAlert(context, instance.alertId, {
      value: null,
      outcome: 'unwatched',
      causeSeq,
      raised: instance.fired,
    });
}
