import { Plus, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_HOLIDAYS } from '#shared/domain/service-hours.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { FieldError, Input } from '../../components/field.tsx';
import { Panel } from '../../components/panel.tsx';
import type { RulesPart } from './parts.ts';

/** The days on which nobody works. */
export function HolidaysPanel({ form, errors, disabled, onChange }: RulesPart): ReactNode {
  const { t } = useTranslation();
  const { holidays } = form;
  const set = (n: number, change: Partial<(typeof holidays)[number]>): void => {
    const holiday = holidays[n];
    if (holiday) onChange({ holidays: holidays.with(n, { ...holiday, ...change }) });
  };
  return (
    <Panel
      title={t('service.holidays.title')}
      bodyClassName="p-3"
      actions={
        <Button
          size="sm"
          icon={Plus}
          disabled={disabled || holidays.length >= MAX_HOLIDAYS}
          onClick={() => onChange({ holidays: [...holidays, { day: '', name: '' }] })}
        >
          {t('service.holidays.add')}
        </Button>
      }
    >
      {holidays.length === 0 && <p className="text-ink-3">{t('service.holidays.none')}</p>}
      <ul className="flex max-h-72 flex-col gap-1.5 overflow-auto">
        {holidays.map((holiday, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line has no identity but its place
          <li key={n}>
            <div className="flex items-center gap-2">
              <Input
                type="date"
                className="w-36"
                disabled={disabled}
                aria-label={t('service.holidays.day')}
                aria-invalid={errors.has(`holiday-${n}`)}
                value={holiday.day}
                onChange={(event) => set(n, { day: event.target.value })}
              />
              <Input
                className="min-w-0 flex-1"
                disabled={disabled}
                maxLength={80}
                aria-label={t('service.holidays.name')}
                placeholder={t('service.holidays.name')}
                value={holiday.name}
                onChange={(event) => set(n, { name: event.target.value })}
              />
              <IconButton
                icon={X}
                label={t('service.holidays.remove', { name: holiday.name || holiday.day })}
                disabled={disabled}
                onClick={() => onChange({ holidays: holidays.filter((_, at) => at !== n) })}
              />
            </div>
            <FieldError>{errors.has(`holiday-${n}`) && t('service.holidays.wrong')}</FieldError>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
