import { useQuery } from '@tanstack/react-query';
import { BellRing, Boxes, Target, WifiOff } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { MethodOutput } from '#shared/bridge/index.ts';
import { isOpen } from '#shared/domain/alerts.ts';
import { bridge } from '../../bridge/client.ts';
import { Badge } from '../../components/badge.tsx';
import { ConversationsPanel } from '../../components/conversations-panel.tsx';
import { DetailRow } from '../../components/panel.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../components/states.tsx';
import { SubjectLink } from '../../components/subject-link.tsx';
import { AppliedThreshold } from '../../components/threshold/applied-threshold.tsx';
import { RelativeTime } from '../../components/values.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { useItem } from '../../hooks/use-item.ts';
import { useCan } from '../../stores/session.ts';
import { AlertActions } from './actions.tsx';
import { Cause } from './cause.tsx';
import { EarlierAlerts } from './earlier.tsx';
import { type AlertRow, SEVERITY, useSubject } from './row.tsx';
import { DifferenceFacts, ExpiryFacts, KpiFacts, OpenCheck } from './special-facts.tsx';
import { TimeLeft } from './state-text.tsx';
import { ValueBar } from './value-bar.tsx';

type Detail = MethodOutput<'alerts.detail'>;

/** The limits that apply now where the alert is about, and where they come from. */
function Limits({ itemId, locationId }: { readonly itemId: string; readonly locationId: string }): ReactNode {
  const { data } = useItem(itemId);
  const level = data?.levels.find((one) => one.locationId === locationId);
  if (!data || !level) return null;
  return (
    <div className="mb-3">
      <AppliedThreshold data={data} level={level} />
    </div>
  );
}

/** Props of `AlertDetail`. */
interface AlertDetailProps {
  readonly alertId: string;
  readonly noteInput: RefObject<HTMLTextAreaElement | null>;
  /** Whether the menu of silences is open. */
  readonly silencing: boolean;
  readonly onSilencing: (open: boolean) => void;
  readonly onAcknowledged: () => void;
}

/** One alert, its life so far, and the actions that it allows. */
export function AlertDetail({ alertId, ...actions }: AlertDetailProps): ReactNode {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: ['alerts', 'detail', alertId],
    queryFn: () => bridge.call('alerts.detail', { alertId }),
    meta: { intervalMs: 500 },
  });
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data === undefined) return <SkeletonRows />;
  const { alert } = query.data;
  if (alert === null)
    return <EmptyState icon={BellRing} title={t('alerts.detail.gone')} body={t('alerts.detail.goneBody')} />;
  return (
    <div className="h-full overflow-auto px-6 py-5">
      <div className="mx-auto max-w-[40rem]">
        <Heading alert={alert} />
        <ValueBar alert={alert} />
        {alert.kind === 'expiring' && <ExpiryFacts alert={alert} lot={query.data.lot} />}
        {alert.kind === 'stock_check' && <DifferenceFacts alert={alert} />}
        {alert.subject.type === 'kpi' && <KpiFacts alert={alert} when={alert.subject.when} />}
        {alert.feedSilent && (
          <p className="mb-3 flex items-start gap-2 rounded-md bg-warn-soft px-3 py-2">
            <WifiOff size={15} aria-hidden className="mt-0.5 shrink-0 text-warn" />
            {t('alerts.detail.feedSilent')}
          </p>
        )}
        {alert.subject.type === 'stock' && (
          <Limits itemId={alert.subject.itemId} locationId={alert.subject.locationId} />
        )}
        <Facts alert={alert} detail={query.data} />
        {alert.subject.type === 'stock' && (
          <SubjectLink
            subject={{ kind: 'item', id: alert.subject.itemId }}
            className="mt-2 inline-flex h-[30px] items-center gap-1.5 rounded-md border border-line-strong bg-surface px-2.5 font-medium hover:bg-hover"
          >
            <Boxes size={15} aria-hidden />
            {t('alerts.detail.openItem')}
          </SubjectLink>
        )}
        {alert.subject.type === 'kpi' && (
          <SubjectLink
            subject={{ kind: 'kpi', id: alert.subject.kpiId }}
            className="mt-2 inline-flex h-[30px] items-center gap-1.5 rounded-md border border-line-strong bg-surface px-2.5 font-medium hover:bg-hover"
          >
            <Target size={15} aria-hidden />
            {t('alerts.detail.openKpi')}
          </SubjectLink>
        )}
        {alert.kind === 'stock_check' && <OpenCheck />}
        {isOpen(alert) && <AlertActions alert={alert} {...actions} />}
        {alert.subject.type === 'stock' && isOpen(alert) && <Affected itemId={alert.subject.itemId} />}
        <EarlierAlerts alerts={query.data.earlier} />
      </div>
    </div>
  );
}

/** The conversations of customers whom the stock may concern. */
function Affected({ itemId }: { readonly itemId: string }): ReactNode {
  const allowed = useCan('chat:read');
  if (!allowed) return null;
  return (
    <div className="mt-5">
      <ConversationsPanel subject={{ kind: 'item', id: itemId }} customer={null} unresolved />
    </div>
  );
}

function Heading({ alert }: { readonly alert: AlertRow }): ReactNode {
  const { t } = useTranslation();
  const { title, place } = useSubject()(alert);
  const { icon, tone } = SEVERITY[alert.severity];
  const { subject } = alert;
  return (
    <>
      <div className="flex flex-wrap items-center gap-1.5">
        <Badge tone={tone} icon={icon}>
          {t(`alerts.severity.${alert.severity}`)}
        </Badge>
        <Badge>{t(`alerts.kind.${alert.kind}`)}</Badge>
      </div>
      <h2 dir="auto" className="mt-2 text-lg font-semibold break-words">
        {title}
      </h2>
      {place !== null && subject.type === 'stock' && (
        <p className="text-ink-2">
          {t('alerts.detail.at', { location: place })} ·{' '}
          <span className="font-mono text-xs">{subject.sku}</span>
        </p>
      )}
    </>
  );
}

/** A time, and how long ago it was. */
function Moment({ at }: { readonly at: number }): ReactNode {
  const format = useFormat();
  return (
    <>
      {format.dateTime(at)}{' '}
      <span className="text-ink-3">
        · <RelativeTime at={at} />
      </span>
    </>
  );
}

function Facts({
  alert,
  detail: { raisedBy, resolvedBy },
}: {
  readonly alert: AlertRow;
  readonly detail: Detail;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const pending = alert.state === 'pending';
  return (
    <dl className="mt-3 border-t border-line pt-1">
      <DetailRow label={t('alerts.detail.state')}>
        <span className="font-medium">{t(`alerts.state.${alert.state}`)}</span>{' '}
        <span className="text-ink-3">
          {alert.outcome === null
            ? t(`alerts.stateHint.${alert.state}`)
            : t(`alerts.outcome.${alert.outcome}`)}
        </span>
        {alert.error !== null && (
          <span className="block font-medium text-crit">{t(`alerts.error.${alert.error}`)}</span>
        )}
        {alert.dueAt !== null && (
          <span className="block font-medium text-warn">
            <TimeLeft alert={alert} />
          </span>
        )}
      </DetailRow>
      <DetailRow label={pending ? t('alerts.detail.since') : t('alerts.detail.raised')}>
        <Moment at={alert.raisedAt} />
        {raisedBy !== null ? (
          <div>
            <Cause cause={raisedBy} />
          </div>
        ) : (
          alert.kind === 'expiring' &&
          alert.state !== 'error' && <div className="text-ink-3">{t('alerts.detail.timeRaised')}</div>
        )}
      </DetailRow>
      <DetailRow label={t('alerts.detail.acknowledged')}>
        {alert.acknowledgedAt === null
          ? t('alerts.detail.notAcknowledged')
          : t('alerts.detail.acknowledgedBy', {
              name: alert.acknowledgedBy ?? '–',
              when: format.moment(alert.acknowledgedAt),
            })}
      </DetailRow>
      {alert.note !== null && alert.note !== '' && (
        <DetailRow label={t('alerts.detail.note')}>
          <span dir="auto" className="whitespace-pre-wrap">
            {alert.note}
          </span>
        </DetailRow>
      )}
      {alert.ownerName !== null && (
        <DetailRow label={t('alerts.owner.name')}>
          <bdi>{alert.ownerName}</bdi>
        </DetailRow>
      )}
      {alert.silencedUntil !== null && (
        <DetailRow label={t('alerts.detail.silenced')}>{format.dateTime(alert.silencedUntil)}</DetailRow>
      )}
      {alert.resolvedAt !== null && (
        <DetailRow label={t('alerts.detail.resolved')}>
          <Moment at={alert.resolvedAt} />
          {resolvedBy !== null && (
            <div>
              <Cause cause={resolvedBy} />
            </div>
          )}
        </DetailRow>
      )}
    </dl>
  );
}
