import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FieldError, Input, Switch } from '../../components/field.tsx';
import { Panel } from '../../components/panel.tsx';
import type { RulesPart } from './parts.ts';
import { useRuleWords } from './use-rule-words.ts';

/** The hours of each weekday, on the clock of the workspace's time zone. */
export function HoursPanel({
  form,
  errors,
  disabled,
  onChange,
  timeZone,
}: RulesPart & { readonly timeZone: string }): ReactNode {
  const { t } = useTranslation();
  const { weekday } = useRuleWords();
  const set = (n: number, change: Partial<(typeof form.days)[number]>): void => {
    const day = form.days[n];
    if (day) onChange({ days: form.days.with(n, { ...day, ...change }) });
  };
  return (
    <Panel title={t('service.hours.title')} bodyClassName="p-3">
      <p className="mb-2 text-xs text-ink-3">
        {t('service.hours.hint', { zone: timeZone.replaceAll('_', ' ') })}
      </p>
      <ul className="flex flex-col gap-1">
        {form.days.map((day, n) => (
          <li key={weekday(n)}>
            <div className="flex min-h-9 items-center gap-3">
              <Switch
                checked={day.open}
                disabled={disabled}
                label={t('service.hours.open', { day: weekday(n) })}
                onChange={(open) => set(n, { open })}
              />
              <span className={day.open ? 'w-24' : 'w-24 text-ink-3'}>{weekday(n)}</span>
              {day.open ? (
                <>
                  <Input
                    type="time"
                    className="w-28"
                    disabled={disabled}
                    aria-label={t('service.hours.opensAt', { day: weekday(n) })}
                    aria-invalid={errors.has(`day-${n}`)}
                    value={day.opensAt}
                    onChange={(event) => set(n, { opensAt: event.target.value })}
                  />
                  <span aria-hidden>–</span>
                  <Input
                    type="time"
                    className="w-28"
                    disabled={disabled}
                    aria-label={t('service.hours.closesAt', { day: weekday(n) })}
                    aria-invalid={errors.has(`day-${n}`)}
                    value={day.closesAt}
                    onChange={(event) => set(n, { closesAt: event.target.value })}
                  />
                </>
              ) : (
                <span className="text-ink-3">{t('service.hours.closed')}</span>
              )}
            </div>
            <FieldError>{errors.has(`day-${n}`) && t('service.hours.wrong')}</FieldError>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
