import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Day, startOfCalendarDay } from '#shared/domain/days.ts';
import { laterTimes } from '#shared/domain/later.ts';
import { onClock } from '#shared/domain/open-hours.ts';
import { gatewayNow } from '../../bridge/gateway-time.ts';
import { Field, Input } from '../../components/field.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { useTimeZone } from '../../stores/session.ts';

/** Returns the instant of a day and a time of day as they are typed; null if one of them is none. */
function instantOf(day: string, time: string, zone: string): number | null {
  const clock = /^([01]\d|2[0-3]):([0-5]\d)/.exec(time);
  if (!Day.safeParse(day).success || clock === null) return null;
  return onClock(startOfCalendarDay(day, zone), Number(clock[1]) * 60 + Number(clock[2]), zone);
}

/** Asks for the day and time at which a conversation comes back, in the shop's time zone. */
export function SnoozeDialog({
  onChoose,
  onClose,
}: {
  readonly onChoose: (at: number) => void;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const zone = useTimeZone();
  const [day, setDay] = useState(() => format.calendarDay(laterTimes(gatewayNow(), zone).tomorrow));
  const [time, setTime] = useState('09:00');
  const at = instantOf(day, time, zone);
  const past = at !== null && at <= gatewayNow();
  return (
    <FormDialog
      title={t('chat.snooze.dialogTitle')}
      description={t('chat.snooze.dialogBody', { zone })}
      action={t('chat.snooze.action')}
      busy={false}
      disabled={at === null || past}
      problem={past ? t('chat.snooze.past') : null}
      onSubmit={() => at !== null && onChoose(at)}
      onClose={onClose}
    >
      <div className="flex gap-3">
        <Field label={t('chat.snooze.day')} className="flex-1">
          {(props) => <Input {...props} type="date" value={day} onChange={(e) => setDay(e.target.value)} />}
        </Field>
        <Field label={t('chat.snooze.time')} className="w-32">
          {(props) => <Input {...props} type="time" value={time} onChange={(e) => setTime(e.target.value)} />}
        </Field>
      </div>
    </FormDialog>
  );
}
