import { BadgeCheck, Clock3, Info, type LucideIcon, OctagonAlert, TriangleAlert } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { MethodOutput } from '#shared/bridge/index.ts';
import { isAcknowledged, isOpen } from '#shared/domain/alerts.ts';
import { RelativeTime } from '../../components/values.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { cx } from '../../lib/cx.ts';
import type { Tone } from '../../lib/tone.ts';

/** An alert as the list shows it. */
export type AlertRow = MethodOutput<'alerts.list'>['rows'][number];

/** The height of a row, px. */
export const ALERT_ROW_HEIGHT = 62;

/** How each severity is shown. */
export const SEVERITY: Readonly<
  Record<AlertRow['severity'], { readonly icon: LucideIcon; readonly tone: Tone; readonly text: string }>
> = {
  critical: { icon: OctagonAlert, tone: 'crit', text: 'text-crit' },
  warning: { icon: TriangleAlert, tone: 'warn', text: 'text-warn' },
  info: { icon: Info, tone: 'accent', text: 'text-accent-ink' },
};

/** Returns a function that puts the subject of an alert into words. */
export function useSubject(): (alert: AlertRow) => { readonly title: string; readonly place: string | null } {
  const { t } = useTranslation();
  return (alert) =>
    alert.subject.type === 'stock'
      ? { title: alert.subject.itemName, place: alert.subject.locationName }
      : { title: alert.message === '' ? t('alerts.detail.workspace') : alert.message, place: null };
}

/** What the value of an alert was when it was raised, and what it is now or was when the alert was resolved. */
export function alertValues(alert: AlertRow): {
  readonly raised: number | null;
  readonly last: number | null;
} {
  const open = isOpen(alert);
  // A gateway before this field keeps the value at raising as the value of open alerts.
  const raised = alert.raisedValue ?? (open ? alert.value : null);
  return { raised, last: open ? (alert.valueNow ?? alert.value) : alert.value };
}

/** Returns a function that shows what is left now beside what was left at raising, or both ends of a resolved alert. */
export function useValueText(): (alert: AlertRow) => string | null {
  const { t } = useTranslation();
  const format = useFormat();
  return (alert) => {
    if (alert.kind === 'manual') return null;
    const { raised, last } = alertValues(alert);
    const values = { raised: format.integer(raised), last: format.integer(last) };
    if (!isOpen(alert)) return t('alerts.list.fromTo', values);
    return t(raised === last ? 'alerts.list.left' : 'alerts.list.leftWas', values);
  };
}

/** One alert in the list: severity, subject, value, age, and who acknowledged it. */
export const AlertListRow = memo(function AlertListRow({
  alert,
  active,
}: {
  readonly alert: AlertRow;
  readonly active: boolean;
}): ReactNode {
  const { t } = useTranslation();
  const { title, place } = useSubject()(alert);
  const value = useValueText()(alert);
  const { icon: Icon, text } = SEVERITY[alert.severity];
  const resolved = !isOpen(alert);
  return (
    <div
      className={cx(
        'relative flex h-full items-center gap-3 border-b border-line px-4',
        active ? 'bg-accent-soft' : 'hover:bg-hover',
      )}
    >
      {active && <span aria-hidden className="absolute inset-y-0 left-0 w-[3px] bg-accent" />}
      <Icon size={17} aria-hidden className={cx('shrink-0', resolved ? 'text-ink-3' : text)} />
      <div className="min-w-0 flex-1">
        <div className="flex items-baseline gap-2">
          <span dir="auto" className="min-w-0 flex-1 truncate font-medium proportional-nums">
            {title}
          </span>
          {value !== null && (
            <span className={cx('shrink-0 text-xs font-semibold', resolved ? 'text-ink-2' : text)}>
              {value}
            </span>
          )}
        </div>
        <div className="mt-0.5 flex items-center gap-1.5 text-xs text-ink-3">
          <span className={cx('font-medium', !resolved && text)}>
            {t(`alerts.severity.${alert.severity}`)}
          </span>
          <span className="min-w-0 truncate">
            · {t(`alerts.kind.${alert.kind}`)}
            {place !== null && (
              <>
                {' '}
                · <bdi>{place}</bdi>
              </>
            )}
          </span>
          <span className="flex-1" />
          {alert.pendingAcknowledge ? (
            <span className="inline-flex shrink-0 items-center gap-1 text-warn">
              <Clock3 size={11} aria-hidden />
              {t('alerts.list.acknowledging')}
            </span>
          ) : (
            isAcknowledged(alert) && (
              <span
                className="inline-flex max-w-28 shrink-0 items-center gap-1"
                title={alert.note ?? undefined}
              >
                <BadgeCheck size={12} aria-hidden className="shrink-0" />
                <span className="sr-only">{t('alerts.list.acknowledged')}</span>
                <span dir="auto" className="truncate">
                  {alert.acknowledgedBy ?? t('alerts.list.acknowledged')}
                </span>
              </span>
            )
          )}
          <RelativeTime
            at={resolved ? (alert.resolvedAt ?? alert.raisedAt) : alert.raisedAt}
            short
            className="shrink-0"
          />
        </div>
      </div>
    </div>
  );
});
