import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { RULE_KINDS, type RuleKind } from '#shared/domain/alert-rules.ts';
import { ALERT_SEVERITIES, type AlertSeverity } from '#shared/domain/alerts.ts';
import { bridge } from '../../../bridge/client.ts';
import { Field, Input, Select, Switch } from '../../../components/field.tsx';
import { FeedFields } from './feed-fields.tsx';
import type { RuleFields, RuleFieldsProps } from './rule-form.ts';

/** The fields of a rule; which ones depends on its kind. */
export function RuleFieldset({
  fields,
  errors,
  isNew,
  fixedScope,
  onChange,
}: RuleFieldsProps & {
  readonly isNew: boolean;
  /** Whether it applies everywhere, as the rules of every workspace do. */
  readonly fixedScope: boolean;
}): ReactNode {
  const { t } = useTranslation();
  const change = (part: Partial<RuleFields>): void => onChange({ ...fields, ...part });
  const feed = fields.kind === 'dead_feed';
  return (
    <>
      <div className="flex flex-wrap items-end gap-3">
        {isNew && (
          <Field label={t('alerts.filter.kind')} className="min-w-44 flex-1">
            {(props) => (
              <Select<RuleKind>
                {...props}
                value={fields.kind}
                options={RULE_KINDS.map((value) => ({ value, label: t(`alerts.kind.${value}`) }))}
                onChange={(kind) => change({ kind })}
              />
            )}
          </Field>
        )}
        <Field label={t('alerts.filter.severity')} className="min-w-36 flex-1">
          {(props) => (
            <Select<AlertSeverity>
              {...props}
              value={fields.severity}
              options={[...ALERT_SEVERITIES]
                .reverse()
                .map((value) => ({ value, label: t(`alerts.severity.${value}`) }))}
              onChange={(severity) => change({ severity })}
            />
          )}
        </Field>
        <span className="flex h-[30px] items-center gap-2 pb-4">
          <Switch
            label={t('alerts.rules.enabled')}
            checked={fields.enabled}
            onChange={(enabled) => change({ enabled })}
          />
          <span aria-hidden>{t('alerts.rules.enabled')}</span>
        </span>
      </div>
      {!fixedScope && <ScopeFields fields={fields} errors={errors} onChange={onChange} />}
      {feed ? (
        <FeedFields fields={fields} errors={errors} onChange={onChange} />
      ) : (
        <LevelFields fields={fields} errors={errors} onChange={onChange} />
      )}
    </>
  );
}

function ScopeFields({ fields, onChange }: RuleFieldsProps): ReactNode {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ['inventory', 'facets'],
    queryFn: () => bridge.call('inventory.facets', {}),
  });
  const any = { value: '', label: t('alerts.filter.any') };
  const known = (value: string, options: { value: string; label: string }[]) =>
    value === '' || options.some((option) => option.value === value)
      ? options
      : [...options, { value, label: value }];
  return (
    <div className="flex flex-wrap gap-3">
      <Field label={t('alerts.filter.location')} className="min-w-44 flex-1">
        {(props) => (
          <Select
            {...props}
            value={fields.locationId}
            options={known(fields.locationId, [
              any,
              ...(data?.locations ?? []).map(({ id, name }) => ({ value: id, label: name })),
            ])}
            onChange={(locationId) => onChange({ ...fields, locationId })}
          />
        )}
      </Field>
      {fields.kind !== 'dead_feed' && (
        <Field label={t('alerts.rules.fields.category')} className="min-w-44 flex-1">
          {(props) => (
            <Select
              {...props}
              value={fields.category}
              options={known(fields.category, [
                any,
                ...(data?.categories ?? []).map((value) => ({ value, label: value })),
              ])}
              onChange={(category) => onChange({ ...fields, category })}
            />
          )}
        </Field>
      )}
    </div>
  );
}

function LevelFields({ fields, errors, onChange }: RuleFieldsProps): ReactNode {
  const { t } = useTranslation();
  const number = (name: 'forMinutes' | 'keepMinutes' | 'overAt' | 'withinDays', hint: string): ReactNode => (
    <Field
      className="min-w-44 flex-1"
      label={t(`alerts.rules.fields.${name}`)}
      hint={hint}
      error={errors[name] && t(`alerts.rules.errors.${errors[name]}`)}
    >
      {(props) => (
        <Input
          {...props}
          inputMode="decimal"
          autoComplete="off"
          value={fields[name]}
          onChange={(event) => onChange({ ...fields, [name]: event.target.value })}
        />
      )}
    </Field>
  );
  return (
    <div className="flex flex-wrap gap-3">
      {number('forMinutes', t('alerts.rules.forHint'))}
      {number('keepMinutes', t('alerts.rules.keepHint'))}
      {fields.kind === 'overstock' && number('overAt', t('alerts.rules.overHint'))}
      {fields.kind === 'expiring' && number('withinDays', t('alerts.rules.overHint'))}
    </div>
  );
}
