import { useQuery } from '@tanstack/react-query';
import { CalendarRange } from 'lucide-react';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Scope, Window } from '#shared/bridge/live.ts';
import { DAY_MS, dayOf, MAX_DAYS, type TimeWindow, WINDOWS } from '#shared/domain/time.ts';
import { bridge } from '../../bridge/client.ts';
import { gatewayNow } from '../../bridge/gateway-time.ts';
import { Button } from '../../components/button.tsx';
import { Field, Input, Select } from '../../components/field.tsx';
import { Popover } from '../../components/overlay.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { cx } from '../../lib/cx.ts';
import { useTimeZone } from '../../stores/session.ts';
import { daysText } from './scope-text.ts';

type Change = (scope: Scope) => void;

/** The period and the location of the page's figures. */
export function ScopeControls({
  scope,
  onChange,
}: {
  readonly scope: Scope;
  readonly onChange: Change;
}): ReactNode {
  const { t } = useTranslation();
  const { window } = scope;
  const choose = (next: Window): void => onChange({ ...scope, window: next });
  return (
    <>
      <Segmented<TimeWindow | ''>
        label={t('live.window')}
        value={typeof window === 'string' ? window : ''}
        onChange={(next) => next !== '' && choose(next)}
        segments={WINDOWS.map((value) => ({ value, label: t(`live.windows.${value}`) }))}
      />
      <DaysChoice key={JSON.stringify(window)} window={window} onChange={choose} />
      <LocationChoice scope={scope} onChange={onChange} />
    </>
  );
}

/** Chooses the first and the last day of a period, on the workspace's calendar. */
function DaysChoice({
  window,
  onChange,
}: {
  readonly window: Window;
  readonly onChange: (window: Window) => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const timeZone = useTimeZone();
  const today = dayOf(gatewayNow(), timeZone);
  const [open, setOpen] = useState(false);
  const [days, setDays] = useState(typeof window === 'string' ? { from: today, to: today } : window);
  const label = typeof window === 'string' ? t('live.days.choose') : daysText(format, window, timeZone);
  const length = (Date.parse(days.to) - Date.parse(days.from)) / DAY_MS + 1;
  const problem =
    days.from === '' || days.to === '' || days.to > today
      ? t('live.days.invalid')
      : length < 1
        ? t('live.days.order')
        : length > MAX_DAYS
          ? t('live.days.tooLong', { count: MAX_DAYS })
          : null;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (problem !== null) return;
    setOpen(false);
    onChange(days);
  };
  return (
    <Popover
      label={t('live.days.choose')}
      align="start"
      className="w-[300px]"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button size="sm" icon={CalendarRange} aria-pressed={typeof window !== 'string'}>
          <span className={cx(typeof window === 'string' && 'max-[900px]:sr-only')}>{label}</span>
        </Button>
      }
    >
      <form onSubmit={submit} className="flex flex-col gap-2">
        <div className="grid grid-cols-2 gap-2">
          {(['from', 'to'] as const).map((end) => (
            <Field key={end} label={t(`live.days.${end}`)}>
              {(props) => (
                <Input
                  {...props}
                  type="date"
                  max={today}
                  value={days[end]}
                  onChange={(event) => setDays({ ...days, [end]: event.target.value })}
                />
              )}
            </Field>
          ))}
        </div>
        <p className="text-xs text-ink-3 proportional-nums" role="status">
          {problem ?? t('live.days.hint', { zone: timeZone })}
        </p>
        <Button type="submit" variant="primary" size="sm" disabled={problem !== null}>
          {t('live.days.show')}
        </Button>
      </form>
    </Popover>
  );
}

function LocationChoice({
  scope,
  onChange,
}: {
  readonly scope: Scope;
  readonly onChange: Change;
}): ReactNode {
  const { t } = useTranslation();
  const facets = useQuery({
    queryKey: ['inventory', 'facets'],
    queryFn: () => bridge.call('inventory.facets', {}),
  });
  const locations = facets.data?.locations ?? [];
  const { locationId, window } = scope;
  if (locations.length < 2 && locationId === undefined) return null;
  return (
    <Select
      aria-label={t('live.location')}
      value={locationId ?? ''}
      className="!h-[30px] !min-h-[30px] w-auto max-w-48 shrink-0 text-xs whitespace-nowrap"
      onChange={(id) => onChange(id === '' ? { window } : { window, locationId: id })}
      options={[
        { value: '', label: t('live.allLocations') },
        ...locations.map(({ id, name }) => ({ value: id, label: name })),
      ]}
    />
  );
}
