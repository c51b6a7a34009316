import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ALERT_SEVERITIES } from '#shared/domain/alerts.ts';
import { AGGREGATIONS, DIRECTIONS, scopeOf } from '#shared/domain/kpi.ts';
import { addsUp, METRIC_SPECS, METRICS } from '#shared/domain/kpi-metrics.ts';
import { KPI_WINDOWS } from '#shared/domain/kpi-windows.ts';
import { Field, Input, Select, Switch } from '../../components/field.tsx';
import { useLocations } from '../../hooks/use-locations.ts';
import { useLedTeams, useTeams } from '../../hooks/use-support-teams.ts';
import { useColleagues } from '../../hooks/use-team.ts';
import { useCurrency } from '../../stores/session.ts';
import { type KpiField, type KpiForm, withMetric } from './form.ts';

interface Part {
  readonly form: KpiForm;
  readonly wrong: ReadonlySet<KpiField>;
  readonly onChange: (form: KpiForm) => void;
}

/** The fields of a KPI. */
export function KpiFields({
  isNew,
  onlyTeams,
  ...part
}: Part & {
  readonly isNew: boolean;
  /** Whether only goals of teams that the user leads may be saved. */
  readonly onlyTeams: boolean;
}): ReactNode {
  const { t } = useTranslation();
  const { form, wrong, onChange } = part;
  const people = useColleagues('kpi:read');
  return (
    <>
      <Field label={t('kpi.form.name')} error={wrong.has('name') ? t('kpi.form.nameMissing') : null}>
        {(props) => (
          <Input
            {...props}
            maxLength={80}
            autoComplete="off"
            value={form.name}
            onChange={(event) => onChange({ ...form, name: event.target.value })}
          />
        )}
      </Field>
      <MeasureFields {...part} onlyTeams={onlyTeams} />
      <TargetFields {...part} />
      <Field label={t('kpi.form.owner')}>
        {(props) => (
          <Select
            {...props}
            value={form.ownerId}
            options={[
              { value: '', label: t('kpi.noOwner') },
              ...people.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            onChange={(ownerId) => onChange({ ...form, ownerId })}
          />
        )}
      </Field>
      <AlertFields {...part} />
      {!isNew && (
        <div className="flex items-start justify-between gap-3">
          <span className="min-w-0">
            {t('kpi.form.archived')}
            <span className="block text-xs text-ink-3">{t('kpi.form.archivedHint')}</span>
          </span>
          <Switch
            checked={form.archived}
            onChange={(archived) => onChange({ ...form, archived })}
            label={t('kpi.form.archived')}
          />
        </div>
      )}
    </>
  );
}

function MeasureFields({
  form,
  wrong,
  onlyTeams,
  onChange,
}: Part & { readonly onlyTeams: boolean }): ReactNode {
  const { t } = useTranslation();
  const locations = useLocations();
  const all = useTeams().filter(({ archived, id }) => !archived || id === form.key);
  const led = useLedTeams();
  const scope = scopeOf(form.metric);
  const places = scope === 'location' ? locations : onlyTeams ? led : all;
  return (
    <div className="grid grid-cols-2 gap-3">
      <Field label={t('kpi.form.metric')} hint={t(`kpi.explained.${form.metric}`)}>
        {(props) => (
          <Select
            {...props}
            value={form.metric}
            options={METRICS.filter((metric) => !onlyTeams || scopeOf(metric) === 'team').map((metric) => ({
              value: metric,
              label: t(`kpi.metrics.${metric}`),
            }))}
            onChange={(metric) => onChange(withMetric(form, metric))}
          />
        )}
      </Field>
      <Field label={t('kpi.form.window')} hint={t('kpi.form.windowHint')}>
        {(props) => (
          <Select
            {...props}
            value={form.window}
            options={KPI_WINDOWS.map((window) => ({ value: window, label: t(`kpi.windows.${window}`) }))}
            onChange={(window) =>
              onChange({ ...form, window, aggregation: window === 'day' ? 'total' : form.aggregation })
            }
          />
        )}
      </Field>
      {scope !== null && (
        <Field label={t(`kpi.form.${scope}`)} error={wrong.has('key') ? t('kpi.form.scopeMissing') : null}>
          {(props) => (
            <Select
              {...props}
              value={form.key}
              options={[
                ...(onlyTeams ? [] : [{ value: '', label: t('kpi.form.all') }]),
                ...places.map(({ id, name }) => ({ value: id, label: name })),
              ]}
              onChange={(key) => onChange({ ...form, key, by: key === '' ? 'all' : scope })}
            />
          )}
        </Field>
      )}
      {addsUp(form.metric) && form.window !== 'day' && (
        <Field label={t('kpi.form.aggregation')}>
          {(props) => (
            <Select
              {...props}
              value={form.aggregation}
              options={AGGREGATIONS.map((value) => ({ value, label: t(`kpi.aggregations.${value}`) }))}
              onChange={(aggregation) => onChange({ ...form, aggregation })}
            />
          )}
        </Field>
      )}
    </div>
  );
}

function TargetFields({ form, wrong, onChange }: Part): ReactNode {
  const { t } = useTranslation();
  const currency = useCurrency();
  const { unit } = METRIC_SPECS[form.metric];
  return (
    <div className="grid grid-cols-2 gap-3">
      <Field label={t('kpi.form.direction')}>
        {(props) => (
          <Select
            {...props}
            value={form.direction}
            options={DIRECTIONS.map((value) => ({ value, label: t(`kpi.directions.${value}`) }))}
            onChange={(direction) => onChange({ ...form, direction })}
          />
        )}
      </Field>
      <Field
        label={`${t('kpi.form.target')} (${unit === 'money' ? currency : t(`kpi.units.${unit}`)})`}
        error={wrong.has('target') ? t(`kpi.form.targetWrong.${unit}`) : null}
      >
        {(props) => (
          <Input
            {...props}
            inputMode="decimal"
            autoComplete="off"
            value={form.target}
            onChange={(event) => onChange({ ...form, target: event.target.value })}
          />
        )}
      </Field>
    </div>
  );
}

function AlertFields({ form, wrong, onChange }: Part): ReactNode {
  const { t } = useTranslation();
  return (
    <div className="grid grid-cols-2 gap-3">
      <Field label={t('kpi.form.alert')}>
        {(props) => (
          <Select
            {...props}
            value={form.alertWhen}
            options={(['off', 'pace', 'end'] as const).map((value) => ({
              value,
              label: t(`kpi.alerts.${value}`),
            }))}
            onChange={(alertWhen) => onChange({ ...form, alertWhen })}
          />
        )}
      </Field>
      {form.alertWhen !== 'off' && (
        <Field label={t('kpi.form.severity')}>
          {(props) => (
            <Select
              {...props}
              value={form.severity}
              options={ALERT_SEVERITIES.map((value) => ({ value, label: t(`alerts.severity.${value}`) }))}
              onChange={(severity) => onChange({ ...form, severity })}
            />
          )}
        </Field>
      )}
      {form.alertWhen === 'pace' && (
        <>
          <Field label={t('kpi.form.below')} error={wrong.has('below') ? t('kpi.form.belowWrong') : null}>
            {(props) => (
              <Input
                {...props}
                inputMode="numeric"
                value={form.below}
                onChange={(event) => onChange({ ...form, below: event.target.value })}
              />
            )}
          </Field>
          <Field
            label={t('kpi.form.forHours')}
            error={wrong.has('forHours') ? t('kpi.form.forHoursWrong') : null}
          >
            {(props) => (
              <Input
                {...props}
                inputMode="decimal"
                value={form.forHours}
                onChange={(event) => onChange({ ...form, forHours: event.target.value })}
              />
            )}
          </Field>
        </>
      )}
    </div>
  );
}
