import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FLOOD_MESSAGES, FLOOD_SECONDS, REPEAT_SECONDS } from '#shared/domain/filter.ts';
import { Field, Input, Switch } from '../../components/field.tsx';
import { Panel } from '../../components/panel.tsx';
import type { FilterErrors } from './filter-form.ts';
import type { FilterPart } from './parts.ts';

type NumberField = FilterErrors['fields'] extends ReadonlySet<infer F> ? F : never;

const LIMITS = { messages: FLOOD_MESSAGES, seconds: FLOOD_SECONDS, repeatSeconds: REPEAT_SECONDS } as const;

/** How visitors of the customer page are slowed down. */
export function VisitorsPanel({ form, errors, disabled, onChange }: FilterPart): ReactNode {
  const { t } = useTranslation();
  const field = (name: NumberField): ReactNode => (
    <Field
      label={t(`filter.visitors.${name}`)}
      className="min-w-32 flex-1"
      error={errors?.fields.has(name) ? t('filter.visitors.wrong', LIMITS[name]) : null}
    >
      {(props) => (
        <Input
          {...props}
          inputMode="numeric"
          autoComplete="off"
          disabled={disabled}
          value={form[name]}
          onChange={(event) => onChange({ [name]: event.target.value })}
        />
      )}
    </Field>
  );
  return (
    <Panel title={t('filter.visitors.title')} bodyClassName="flex flex-col gap-3 p-3">
      <p className="text-ink-2">{t('filter.visitors.hint')}</p>
      <Rule
        label={t('filter.visitors.flood')}
        checked={form.flood}
        disabled={disabled}
        onChange={(flood) => onChange({ flood })}
      >
        {field('messages')}
        {field('seconds')}
      </Rule>
      <Rule
        label={t('filter.visitors.repeat')}
        checked={form.repeat}
        disabled={disabled}
        onChange={(repeat) => onChange({ repeat })}
      >
        {field('repeatSeconds')}
      </Rule>
    </Panel>
  );
}

function Rule({
  label,
  checked,
  disabled,
  onChange,
  children,
}: {
  readonly label: string;
  readonly checked: boolean;
  readonly disabled: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <div className="border-t border-line pt-3">
      <div className="flex items-center gap-3">
        <span className="flex-1 font-medium">{label}</span>
        <Switch label={label} checked={checked} disabled={disabled} onChange={onChange} />
      </div>
      {checked && <div className="mt-2 flex flex-wrap gap-3">{children}</div>}
    </div>
  );
}
