import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PRIORITIES } from '#shared/domain/chat.ts';
import { startOfCalendarDay } from '#shared/domain/days.ts';
import { onClock } from '#shared/domain/open-hours.ts';
import { afterBusinessTime } from '#shared/domain/service-hours.ts';
import type { ServiceRules } from '#shared/domain/service-levels.ts';
import { dayOf, MINUTE_MS, zoneOffsetMs } from '#shared/domain/time.ts';
import { gatewayNow } from '../../bridge/gateway-time.ts';
import { Field, Input } from '../../components/field.tsx';
import { Panel } from '../../components/panel.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { parseTime, timeText } from './rules-form.ts';

/** When replies and resolutions would be due, by the rules as they are typed, for a customer who writes at some time. */
export function PreviewPanel({ rules }: { readonly rules: ServiceRules | null }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const [now] = useState(gatewayNow);
  const [day, setDay] = useState<string | null>(null);
  const [time, setTime] = useState<string | null>(null);
  const zone = rules?.timeZone ?? 'UTC';
  const shownDay = day ?? dayOf(now, zone);
  const shownTime = time ?? timeText(Math.floor((now + zoneOffsetMs(now, zone)) / MINUTE_MS) % 1440);
  const minutes = parseTime(shownTime);
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(shownDay);
  const at = minutes === null || !isDay ? null : onClock(startOfCalendarDay(shownDay, zone), minutes, zone);
  const due = (target: number | null): string => {
    if (rules === null || at === null || target === null) return '–';
    const moment = afterBusinessTime(at, target * MINUTE_MS, rules);
    return moment === null ? t('service.preview.never') : format.dateTime(moment);
  };
  return (
    <Panel title={t('service.preview.title')} bodyClassName="p-3">
      <div className="flex gap-2">
        <Field label={t('service.preview.day')} className="flex-1">
          {(props) => (
            <Input {...props} type="date" value={shownDay} onChange={(event) => setDay(event.target.value)} />
          )}
        </Field>
        <Field label={t('service.preview.time')} className="flex-1">
          {(props) => (
            <Input
              {...props}
              type="time"
              value={shownTime}
              onChange={(event) => setTime(event.target.value)}
            />
          )}
        </Field>
      </div>
      <table className="mt-2 w-full table-fixed text-xs">
        <thead className="text-left text-ink-2">
          <tr>
            <th className="w-[28%] py-1 font-medium">{t('service.targets.priority')}</th>
            <th className="py-1 font-medium">{t('service.preview.firstReply')}</th>
            <th className="py-1 font-medium">{t('service.preview.resolution')}</th>
          </tr>
        </thead>
        <tbody>
          {PRIORITIES.map((priority) => (
            <tr key={priority}>
              <th className="py-0.5 text-left font-normal text-ink-2">
                {t(`service.priorities.${priority}`)}
              </th>
              <td>{due(rules?.targets[priority].firstReply ?? null)}</td>
              <td>{due(rules?.targets[priority].resolution ?? null)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
