import { type Alert, UNTOUCHED } from '#shared/domain/alerts.ts';
import { rowQuery } from '../db/tables.ts';
import type { CommandContext } from '../kernel.ts';
import { countDifferences } from '../watchdog/index.ts';
import { endAlert } from './lifecycle.ts';
import { STOCK_CHECK_RULE } from './rules.ts';
import { alertsTable } from './tables.ts';

const openCheck = rowQuery(alertsTable, "WHERE kind = 'stock_check' AND resolved_at IS NULL LIMIT 1");

/**
 * Has one alert stand for all differences that the stock check has found: it is raised by the run that finds the first, says how many
 * there are, and is resolved by the run or the repair after which there are none.
 */
export function watchDifferences(context: CommandContext, causeSeq: number): void {
  const count = countDifferences(context.sql);
  const open = openCheck.get(context.sql);
  if (open && count === 0)
    endAlert(context, open.id, { value: 0, outcome: 'recovered', causeSeq, raised: true });
  else if (open && open.value !== count)
    context.emit('alerts.state_changed', { alert: { ...open, value: count, causeSeq } });
  else if (!open && count > 0) context.emit('alerts.raised', { alert: raised(context, count, causeSeq) });
}

function raised(context: CommandContext, count: number, causeSeq: number): Alert {
  return {
    id: context.newId(),
    ruleId: STOCK_CHECK_RULE,
    kind: 'stock_check',
    severity: 'critical',
    subject: { type: 'workspace' },
    message: '',
    state: 'firing',
    stateSince: context.now,
    dueAt: null,
    value: count,
    raisedValue: count,
    threshold: null,
    raisedAt: context.now,
    causeSeq,
    raisedSeq: causeSeq,
    ...UNTOUCHED,
    error: null,
  };
}
