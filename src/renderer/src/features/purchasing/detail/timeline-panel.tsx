import { Ban, CircleCheck, FilePlus, PackageCheck, PackageMinus, Pencil, Send } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Purchase, PurchaseEntry } from '#shared/domain/purchasing.ts';
import { bridge } from '../../../bridge/client.ts';
import { Badge } from '../../../components/badge.tsx';
import { Button } from '../../../components/button.tsx';
import { Panel } from '../../../components/panel.tsx';
import { ErrorState } from '../../../components/states.tsx';
import { RelativeTime } from '../../../components/values.tsx';
import { useFormat } from '../../../hooks/use-format.ts';
import { useInfinite } from '../../../hooks/use-infinite.ts';

const PAGE = 50;
/** The most lines of a delivery that are listed. */
const MAX_LISTED = 20;

const ICONS = {
  created: FilePlus,
  edited: Pencil,
  placed: Send,
  received: PackageCheck,
  closed: PackageMinus,
  cancelled: Ban,
} as const;

/** What happened to a purchase order, newest first: deliveries with their lots, and what they had too little or too much of. */
export function TimelinePanel({ purchase }: { readonly purchase: Purchase }): ReactNode {
  const { t } = useTranslation();
  const entries = useInfinite(
    ['purchasing', 'entries', purchase.id],
    (after) => bridge.call('purchasing.entries', { purchaseId: purchase.id, after, limit: PAGE }),
    { meta: { record: purchase.id } },
  );
  return (
    <Panel title={t('purchasing.timeline.title')}>
      {entries.error ? (
        <ErrorState error={entries.error} onRetry={entries.refetch} />
      ) : (
        <ol className="px-3 py-1">
          {entries.rows.map((entry) => (
            <Entry key={entry.seq} entry={entry} purchase={purchase} />
          ))}
        </ol>
      )}
      {entries.hasMore && (
        <Button size="sm" variant="ghost" className="m-2" onClick={entries.more}>
          {t('purchasing.timeline.more')}
        </Button>
      )}
    </Panel>
  );
}

function Entry({
  entry,
  purchase,
}: {
  readonly entry: PurchaseEntry;
  readonly purchase: Purchase;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const complete = entry.kind === 'received' && entry.differences.length === 0;
  const Icon = complete ? CircleCheck : ICONS[entry.kind];
  const nameOf = (line: number): string => purchase.lines[line]?.name ?? '';
  return (
    <li className="flex gap-2.5 border-b border-line py-2 last:border-0">
      <Icon size={15} aria-hidden className="mt-0.5 shrink-0 text-ink-3" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span className="font-medium">{t(`purchasing.timeline.${entry.kind}`)}</span>
          {entry.actor !== null && (
            <span className="text-xs text-ink-3" dir="auto">
              {entry.actor.name}
            </span>
          )}
        </p>
        {entry.text !== null && (
          <p className="break-words text-ink-2 proportional-nums" dir="auto">
            {entry.text}
          </p>
        )}
        {entry.arrivals.length > 0 && (
          <ul className="mt-1 text-xs text-ink-2">
            {entry.arrivals.slice(0, MAX_LISTED).map(({ line, quantity, lot }, n) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: entries never change
              <li key={n} className="flex flex-wrap gap-x-2">
                <span className="font-medium">{format.delta(quantity)}</span>
                <bdi>{nameOf(line)}</bdi>
                {lot !== null && (
                  <span className="text-ink-3">
                    {lot.expiresAt === null
                      ? t('purchasing.timeline.lot', { code: lot.code })
                      : t('purchasing.timeline.lotUntil', {
                          code: lot.code,
                          // The last day ends where the next begins.
                          day: format.isoDay(format.calendarDay(lot.expiresAt - 1)),
                        })}
                  </span>
                )}
              </li>
            ))}
            {entry.arrivals.length > MAX_LISTED && (
              <li className="text-ink-3">
                {t('purchasing.list.more', { count: entry.arrivals.length - MAX_LISTED })}
              </li>
            )}
          </ul>
        )}
        {entry.differences.length > 0 && (
          <ul className="mt-1 flex flex-col gap-1 text-xs">
            {entry.differences.slice(0, MAX_LISTED).map(({ line, kind, quantity }) => (
              <li key={`${line}${kind}`} className="flex flex-wrap items-center gap-1.5">
                <Badge tone={kind === 'over' ? 'crit' : 'warn'}>
                  {t(`purchasing.differences.${kind}`, {
                    count: quantity,
                    formatted: format.integer(quantity),
                  })}
                </Badge>
                <bdi className="text-ink-2">{nameOf(line)}</bdi>
              </li>
            ))}
          </ul>
        )}
      </div>
      <RelativeTime at={entry.at} short className="shrink-0 text-2xs text-ink-3" />
    </li>
  );
}
