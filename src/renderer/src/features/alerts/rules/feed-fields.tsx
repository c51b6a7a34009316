import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Field, FieldError, Input } from '../../../components/field.tsx';
import { useFormat } from '../../../hooks/use-format.ts';
import { cx } from '../../../lib/cx.ts';
import type { RuleFieldsProps } from './rule-form.ts';

/** A Monday, for the names of weekdays in the user's language. */
const MONDAY = Date.UTC(2026, 0, 5, 12);
const DAY_MS = 86_400_000;
const DAYS = [0, 1, 2, 3, 4, 5, 6] as const;

/** How long a location may be silent, and the hours that count. */
export function FeedFields({ fields, errors, onChange }: RuleFieldsProps): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = (day: number): string => format.longDay(MONDAY + day * DAY_MS).split(/[ ,]/)[0] ?? '';
  return (
    <>
      <div className="flex flex-wrap gap-3">
        <Field
          className="min-w-44 flex-1"
          label={t('alerts.rules.fields.silentHours')}
          hint={t('alerts.rules.silentHint')}
          error={errors.silentHours && t(`alerts.rules.errors.${errors.silentHours}`)}
        >
          {(props) => (
            <Input
              {...props}
              inputMode="decimal"
              autoComplete="off"
              value={fields.silentHours}
              onChange={(event) => onChange({ ...fields, silentHours: event.target.value })}
            />
          )}
        </Field>
        {(['opensAt', 'closesAt'] as const).map((name) => (
          <Field
            key={name}
            className="w-32"
            label={t(`alerts.rules.fields.${name}`)}
            error={errors[name] && t(`alerts.rules.errors.${errors[name]}`)}
          >
            {(props) => (
              <Input
                {...props}
                type="time"
                value={fields[name]}
                onChange={(event) => onChange({ ...fields, [name]: event.target.value })}
              />
            )}
          </Field>
        ))}
      </div>
      <fieldset>
        <legend className="mb-1 text-xs font-medium text-ink-2">{t('alerts.rules.fields.openDays')}</legend>
        <div className="flex flex-wrap gap-1">
          {DAYS.map((day) => {
            const on = (fields.openDays & (1 << day)) !== 0;
            const name = nameOf(day);
            return (
              <button
                key={day}
                type="button"
                aria-pressed={on}
                aria-label={name}
                onClick={() => onChange({ ...fields, openDays: fields.openDays ^ (1 << day) })}
                className={cx(
                  'h-[30px] min-w-11 rounded-md border px-2 text-xs font-medium',
                  on
                    ? 'border-accent bg-accent-soft text-accent-ink'
                    : 'border-line-strong text-ink-2 hover:bg-hover',
                )}
              >
                {name.slice(0, 2)}
              </button>
            );
          })}
        </div>
        {errors.openDays && <FieldError>{t('alerts.rules.errors.days')}</FieldError>}
      </fieldset>
    </>
  );
}
