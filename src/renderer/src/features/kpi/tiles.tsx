import { History, Pencil } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { KpiTile } from '#shared/bridge/kpi.ts';
import { resultValue } from '#shared/domain/kpi.ts';
import { Badge } from '../../components/badge.tsx';
import { IconButton } from '../../components/button.tsx';
import { Sparkline } from '../../components/sparkline.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { useLedTeams } from '../../hooks/use-support-teams.ts';
import { cx } from '../../lib/cx.ts';
import { useCan } from '../../stores/session.ts';
import { STATUS_TONES, useMetricValue } from './words.ts';

/** KPIs as tiles: value, progress with the mark of its pace, trend, owner, and when the window ends. */
export function Tiles({
  rows,
  chosen,
  onEdit,
  onPast,
}: {
  readonly rows: readonly KpiTile[];
  /** The KPI that a link has led to. */
  readonly chosen: string | null;
  readonly onEdit: (kpi: KpiTile) => void;
  readonly onPast: (kpi: KpiTile) => void;
}): ReactNode {
  const { t } = useTranslation();
  const manages = useCan('kpi:manage');
  const led = useLedTeams();
  return (
    <ul aria-label={t('kpi.title')} className="grid grid-cols-[repeat(auto-fill,minmax(280px,1fr))] gap-3">
      {rows.map((kpi) => (
        <Tile
          key={kpi.id}
          kpi={kpi}
          chosen={kpi.id === chosen}
          onEdit={
            manages || (kpi.by === 'team' && led.some(({ id }) => id === kpi.key)) ? () => onEdit(kpi) : null
          }
          onPast={() => onPast(kpi)}
        />
      ))}
    </ul>
  );
}

function Tile({
  kpi,
  chosen,
  onEdit,
  onPast,
}: {
  readonly kpi: KpiTile;
  readonly chosen: boolean;
  readonly onEdit: (() => void) | null;
  readonly onPast: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const tile = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (chosen) tile.current?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  return (
    <li
      ref={tile}
      data-kpi={kpi.id}
      aria-current={chosen ? 'true' : undefined}
      className={cx(
        'flex min-w-0 flex-col gap-2 rounded-lg border bg-surface px-3 py-2.5',
        chosen ? 'border-accent' : 'border-line',
      )}
    >
      <div className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <h2 dir="auto" className="truncate font-semibold" title={kpi.name}>
            {kpi.name}
          </h2>
          <p className="truncate text-xs text-ink-3">
            {t(`kpi.metrics.${kpi.metric}`)}
            {kpi.aggregation === 'daily' && kpi.window !== 'day' && ` · ${t('kpi.daily')}`}
            {kpi.by !== 'all' && (
              <>
                {' · '}
                <bdi>{kpi.place ?? t('kpi.placeUnknown')}</bdi>
              </>
            )}
          </p>
        </div>
        <span className="-me-1 flex shrink-0">
          <IconButton icon={History} label={t('kpi.historyOf', { name: kpi.name })} onClick={onPast} />
          {onEdit && <IconButton icon={Pencil} label={t('kpi.edit', { name: kpi.name })} onClick={onEdit} />}
        </span>
      </div>
      <KpiFigures kpi={kpi} />
    </li>
  );
}

/** How a KPI does: value, target, trend, progress, status, owner and the end of its window. */
export function KpiFigures({
  kpi,
  to,
}: {
  readonly kpi: KpiTile;
  /** Where the value leads to, beside the page of KPIs. */
  readonly to?: string;
}): ReactNode {
  const { t } = useTranslation();
  const show = useMetricValue();
  const format = useFormat();
  const { progress, trend } = kpi;
  const value = show(kpi.metric, progress.value);
  const values = trend.flatMap((result) => resultValue(result) ?? []);
  return (
    <>
      <div className="flex items-end gap-3">
        <div className="min-w-0">
          <p data-figure="kpi" className="truncate text-xl font-semibold">
            {to === undefined ? (
              value
            ) : (
              <Link to={to} className="hover:underline">
                {value}
              </Link>
            )}
          </p>
          <p className="text-xs text-ink-2">
            {t(`kpi.target.${kpi.direction}`, { target: show(kpi.metric, kpi.target) })}
          </p>
        </div>
        {values.length > 1 && <Sparkline values={values} className="h-9 min-w-0 flex-1" />}
      </div>
      <Progress kpi={kpi} />
      <div className="flex flex-wrap items-center gap-1.5 text-xs text-ink-3">
        <Badge tone={STATUS_TONES[progress.status]}>{t(`kpi.status.${progress.status}`)}</Badge>
        {kpi.pending && <Badge tone="warn">{t('kpi.pending')}</Badge>}
        <span className="min-w-0 truncate">
          {kpi.ownerName === null ? t('kpi.noOwner') : <bdi>{kpi.ownerName}</bdi>}
        </span>
        <span className="flex-1" />
        <span className="shrink-0" title={format.dateTime(progress.endsAt)}>
          {t('kpi.endsOn', { day: format.day(progress.endsAt - 1) })}
        </span>
      </div>
    </>
  );
}

/** The value as a share of the target, and where it should be by now. */
function Progress({ kpi }: { readonly kpi: KpiTile }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const show = useMetricValue();
  const { share, expected, status } = kpi.progress;
  const width = Math.min(1, Math.max(0, share ?? 0));
  const mark = kpi.target === 0 ? null : Math.min(1, expected / kpi.target);
  const said = share === null ? t('kpi.noShare') : t('kpi.share', { share: format.percent(share) });
  return (
    <div>
      <div
        role="img"
        aria-label={`${said} · ${t('kpi.expected', { value: show(kpi.metric, expected) })}`}
        className="relative h-2 rounded-full bg-line"
      >
        <span
          className={cx(
            'block h-full rounded-full',
            {
              early: 'bg-accent',
              on_pace: 'bg-accent',
              reached: 'bg-ok',
              behind: 'bg-warn',
              missed: 'bg-crit',
              no_data: '',
            }[status],
          )}
          style={{ width: `${width * 100}%` }}
        />
        {mark !== null && mark < 1 && (
          <span
            aria-hidden
            className="absolute -inset-y-0.5 w-0.5 bg-ink-2"
            style={{ insetInlineStart: `${mark * 100}%` }}
          />
        )}
      </div>
      <p className="mt-1 flex justify-between gap-2 text-2xs text-ink-3">
        <span>{said}</span>
        <span className="truncate">{t('kpi.expected', { value: show(kpi.metric, expected) })}</span>
      </p>
    </div>
  );
}
