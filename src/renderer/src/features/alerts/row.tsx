import {
  BadgeCheck,
  BellOff,
  Check,
  Clock3,
  Info,
  type LucideIcon,
  OctagonAlert,
  TriangleAlert,
} from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AlertView } from '#shared/bridge/alerts.ts';
import { type Alert, isAcknowledged, isOpen } from '#shared/domain/alerts.ts';
import { RelativeTime } from '../../components/values.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { cx } from '../../lib/cx.ts';
import type { Tone } from '../../lib/tone.ts';
import { TimeLeft } from './state-text.tsx';

/** An alert as the list shows it. */
export type AlertRow = AlertView;

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
export function useSubject(): (alert: Alert) => { readonly title: string; readonly place: string | null } {
  const { t } = useTranslation();
  return ({ kind, subject, message }) => {
    if (subject.type === 'stock') return { title: subject.itemName, place: subject.locationName };
    if (subject.type === 'location') return { title: subject.locationName, place: null };
    if (subject.type === 'kpi') return { title: subject.name, place: null };
    if (kind === 'stock_check') return { title: t('pages.watchdog'), place: null };
    return { title: message === '' ? t('alerts.detail.workspace') : message, place: null };
  };
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
  const within = (days: number | null): string =>
    days === 0 ? t('alerts.list.expired') : t('alerts.list.within', { count: days ?? 0 });
  return (alert) => {
    if (alert.kind === 'manual' || alert.kind === 'dead_feed' || alert.state === 'error') return null;
    const { raised, last } = alertValues(alert);
    // Days that are left when nothing expires any more say nothing.
    if (alert.kind === 'expiring') return within(isOpen(alert) ? last : raised);
    if (alert.subject.type === 'kpi')
      return t(`alerts.list.kpi.${alert.subject.when}`, { share: format.percent((raised ?? 0) / 100) });
    if (alert.kind === 'stock_check')
      return t('alerts.list.differences', { count: (isOpen(alert) ? last : raised) ?? 0 });
    const values = { raised: format.integer(raised), last: format.integer(last) };
    if (!isOpen(alert)) return t('alerts.list.fromTo', values);
    if (alert.kind === 'overstock')
      return t(raised === last ? 'alerts.list.available' : 'alerts.list.availableWas', values);
    return t(raised === last ? 'alerts.list.left' : 'alerts.list.leftWas', values);
  };
}

/** One alert in the list: severity, subject, value, age, and who acknowledged it. */
export const AlertListRow = memo(function AlertListRow({
  alert,
  active,
  selected = false,
  onSelect,
}: {
  readonly alert: AlertRow;
  readonly active: boolean;
  readonly selected?: boolean;
  /** Adds it to the selected ones, or takes it out. */
  readonly onSelect?: ((id: string) => void) | undefined;
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
      {onSelect ? (
        // biome-ignore lint/a11y/noStaticElementInteractions: the key X does the same for the chosen row
        // biome-ignore lint/a11y/useKeyWithClickEvents: the same
        <span
          data-select=""
          title={t('alerts.bulk.select')}
          onClick={(event) => {
            event.stopPropagation();
            onSelect(alert.id);
          }}
          className={cx(
            'group/select -m-1 inline-flex size-[25px] shrink-0 items-center justify-center rounded-sm',
            selected ? 'bg-accent text-on-accent' : text,
          )}
        >
          {selected ? (
            <Check size={15} aria-hidden />
          ) : (
            <>
              <Icon size={17} aria-hidden className="group-hover/select:hidden" />
              <span className="hidden size-4 rounded-sm border border-control group-hover/select:block" />
            </>
          )}
          {selected && <span className="sr-only">{t('alerts.bulk.isSelected')}</span>}
        </span>
      ) : (
        <Icon size={17} aria-hidden className={cx('shrink-0', resolved ? 'text-ink-3' : text)} />
      )}
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
          <span className={cx('shrink-0 font-medium', !resolved && text)}>
            {alert.state === 'firing' || resolved
              ? t(`alerts.severity.${alert.severity}`)
              : t(`alerts.state.${alert.state}`)}
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
          {alert.silencedUntil !== null && !resolved && (
            <BellOff size={12} aria-label={t('alerts.detail.isSilenced')} className="shrink-0" />
          )}
          {alert.dueAt !== null && (
            <span className="shrink-0 text-warn">
              <TimeLeft alert={alert} />
            </span>
          )}
          {alert.pendingChange && (
            <Clock3 size={11} aria-label={t('alerts.list.changing')} className="text-warn" />
          )}
          {alert.ownerName !== null && alert.ownerName !== alert.acknowledgedBy && (
            <span className="max-w-24 truncate" title={t('alerts.owner.is', { name: alert.ownerName })}>
              <bdi>{alert.ownerName}</bdi>
            </span>
          )}
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
