import type { FormFields } from '#shared/bridge/forms.ts';
import { type Kpi, type KpiContent, scopeOf, wrongField } from '#shared/domain/kpi.ts';
import { addsUp, METRIC_SPECS, type Metric } from '#shared/domain/kpi-metrics.ts';
import { HOUR_MS, MINUTE_MS } from '#shared/domain/time.ts';
import { formKind } from '../../hooks/use-form.ts';
import { amountText, parseAmount } from '../../lib/number-field.ts';

/** A KPI as typed. */
export type KpiForm = FormFields<'kpi.save'>;

/** A new KPI. */
export const EMPTY_KPI: KpiForm = {
  name: '',
  metric: 'revenue',
  aggregation: 'total',
  by: 'all',
  key: '',
  window: 'month',
  target: '',
  direction: 'at_least',
  ownerId: '',
  alertWhen: 'off',
  below: '80',
  forHours: '1',
  severity: 'warning',
  archived: false,
  seen: null,
};

/** KPIs that were begun or changed and not sent, by KPI. */
export const KPI_FORMS = formKind('kpi.save', EMPTY_KPI, ({ seen }) => seen === null);

/** Reads a number with a comma or a point; null for anything else, also for three digits after it: `1,000` may mean thousands. */
function parseNumber(text: string): number | null {
  const plain = text.trim().replace(',', '.');
  return /^\d{1,9}(\.(\d{1,2}|\d{4}))?$/.test(plain) ? Number(plain) : null;
}

const plainText = (value: number): string => {
  const text = String(Math.round(value * 1e4) / 1e4);
  return /\.\d{3}$/.test(text) ? `${text}0` : text;
};

/** Returns a target as a person types it: major units, percent, minutes, or a plain number. */
export function targetText(metric: Metric, target: number, currency: string): string {
  switch (METRIC_SPECS[metric].unit) {
    case 'money':
      return amountText(Math.round(target), currency);
    case 'share':
      return plainText(target * 100);
    case 'duration':
      return plainText(target / MINUTE_MS);
    default:
      return plainText(target);
  }
}

/** Reads a target in the unit in which it is typed; null for what is none. */
export function parseTarget(metric: Metric, text: string, currency: string): number | null {
  const { unit } = METRIC_SPECS[metric];
  if (unit === 'money') return parseAmount(text, currency);
  const typed = parseNumber(text);
  if (typed === null) return null;
  if (unit === 'share') return typed > 100 ? null : typed / 100;
  if (unit === 'points') return typed > 5 ? null : typed;
  return unit === 'duration' ? Math.round(typed * MINUTE_MS) : typed;
}

/** Returns a KPI as a person edits it. */
export function formOf(kpi: Kpi, currency: string): KpiForm {
  const { name, metric, aggregation, by, key, window, direction, alert, archived, version } = kpi;
  return {
    ...{ name, metric, aggregation, by, key, window, direction, archived },
    target: targetText(metric, kpi.target, currency),
    ownerId: kpi.ownerId ?? '',
    alertWhen: alert?.when ?? 'off',
    below: String(alert?.below ?? 80),
    forHours: plainText((alert?.forMs ?? HOUR_MS) / HOUR_MS),
    severity: alert?.severity ?? 'warning',
    seen: version,
  };
}

/** Returns the form after another metric was chosen: what it cannot be limited to, or add up, goes. */
export function withMetric(form: KpiForm, metric: Metric): KpiForm {
  const keeps = form.by === 'all' || form.by === scopeOf(metric);
  const sameUnit = METRIC_SPECS[metric].unit === METRIC_SPECS[form.metric].unit;
  return {
    ...form,
    metric,
    aggregation: addsUp(metric) ? form.aggregation : 'total',
    by: keeps ? form.by : 'all',
    key: keeps ? form.key : '',
    direction: METRIC_SPECS[metric].better === 'more' ? 'at_least' : 'at_most',
    target: sameUnit ? form.target : '',
  };
}

/** The fields of a form that can be wrong. */
export type KpiField = 'name' | 'target' | 'key' | 'below' | 'forHours';

/** Returns what a form says, or the fields that are wrong. */
export function contentOf(
  form: KpiForm,
  kpiId: string,
  currency: string,
): { readonly content: KpiContent } | { readonly wrong: ReadonlySet<KpiField> } {
  const { metric, aggregation, by, key, window, direction, severity, archived } = form;
  const wrong = new Set<KpiField>();
  const name = form.name.trim();
  if (name === '' || name.length > 80) wrong.add('name');
  const target = parseTarget(metric, form.target, currency);
  if (target === null) wrong.add('target');
  const goal = { metric, aggregation, by, key, direction, target: target ?? 1 };
  const field = wrongField(goal);
  if (field !== null) wrong.add(field === 'target' ? 'target' : 'key');
  const [below, hours] = [parseNumber(form.below), parseNumber(form.forHours)];
  const watches = form.alertWhen === 'pace';
  if (watches && (below === null || !Number.isInteger(below) || below < 10 || below > 95)) wrong.add('below');
  if (watches && (hours === null || hours > 168)) wrong.add('forHours');
  if (wrong.size > 0) return { wrong };
  const alert =
    form.alertWhen === 'off'
      ? null
      : {
          when: form.alertWhen,
          below: watches ? (below ?? 80) : 80,
          forMs: watches ? Math.round((hours ?? 1) * HOUR_MS) : 0,
          severity,
        };
  const ownerId = form.ownerId === '' ? null : form.ownerId;
  return { content: { kpiId, name, ...goal, window, ownerId, alert, archived } };
}
