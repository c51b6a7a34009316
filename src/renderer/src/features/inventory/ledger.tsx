import {
  ArrowLeftRight,
  BadgeCheck,
  ClipboardList,
  Clock3,
  Lock,
  type LucideIcon,
  PackageCheck,
  PackageMinus,
  PackagePlus,
  PackageX,
  SlidersHorizontal,
  TriangleAlert,
  Undo2,
  Unlock,
} from 'lucide-react';
import { memo, type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Movement } from '#shared/domain/inventory.ts';
import { bridge } from '../../bridge/client.ts';
import { HistoryLine } from '../../components/history-line.tsx';
import { LinkedText } from '../../components/linked-text.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../components/states.tsx';
import { RelativeTime } from '../../components/values.tsx';
import { VirtualList } from '../../components/virtual-list.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { useInfinite } from '../../hooks/use-infinite.ts';
import { refusalName } from '../../i18n/errors.ts';
import { cx } from '../../lib/cx.ts';
import { reasonText } from '../../lib/reasons.ts';
import type { PendingMovement } from './pending.ts';

const PAGE = 100;
const ROW_HEIGHT = 54;

const ICONS: Readonly<Record<Movement['type'], LucideIcon>> = {
  received: PackagePlus,
  sold: PackageMinus,
  adjusted: SlidersHorizontal,
  counted: ClipboardList,
  transferred_out: ArrowLeftRight,
  transferred_in: ArrowLeftRight,
  reserved: Lock,
  released: Unlock,
  fulfilled: PackageCheck,
  damaged: PackageX,
  returned: Undo2,
  expired: TriangleAlert,
};

/** A movement with the code of its lot. */
type LedgerRow = Movement & { readonly lotCode: string | null };

type Line =
  | { readonly kind: 'movement'; readonly key: string; readonly movement: LedgerRow }
  | { readonly kind: 'pending'; readonly key: string; readonly pending: PendingMovement };

/** Returns the delta to show as the movement's main figure: on hand, else committed, else unavailable. */
function mainDelta(movement: Movement): {
  readonly what: 'onHand' | 'committed' | 'unavailable';
  readonly value: number;
} {
  if (movement.deltaOnHand !== 0) return { what: 'onHand', value: movement.deltaOnHand };
  if (movement.deltaCommitted !== 0) return { what: 'committed', value: movement.deltaCommitted };
  return { what: 'unavailable', value: movement.deltaUnavailable };
}

function LineFrame({
  icon: Icon,
  title,
  detail,
  figure,
  after,
  at,
  quiet,
  tone,
}: {
  readonly icon: LucideIcon;
  readonly title: ReactNode;
  readonly detail: string;
  readonly figure: string;
  readonly after: ReactNode;
  readonly at: number;
  readonly quiet: boolean;
  readonly tone: 'plus' | 'minus' | 'pending' | 'refused';
}): ReactNode {
  return (
    <div
      className={cx(
        'flex h-full items-center gap-2.5 border-b border-line px-4',
        tone === 'pending' && 'bg-warn-soft',
        tone === 'refused' && 'bg-crit-soft',
      )}
    >
      <Icon
        size={15}
        aria-hidden
        className={cx(
          'shrink-0',
          tone === 'pending' ? 'text-warn' : tone === 'refused' ? 'text-crit' : 'text-ink-3',
        )}
      />
      <div className="min-w-0 flex-1">
        <div className="flex items-baseline gap-2">
          <span className="min-w-0 truncate font-medium">{title}</span>
          <RelativeTime at={at} short className="shrink-0 text-2xs text-ink-3" />
        </div>
        <p dir="auto" className="truncate text-xs text-ink-3 proportional-nums" title={detail}>
          <LinkedText text={detail} />
        </p>
      </div>
      <div className="shrink-0 text-right">
        <p
          className={cx(
            'font-semibold',
            quiet && 'font-normal text-ink-2',
            tone === 'plus' && !quiet && 'text-ok',
          )}
        >
          {figure}
        </p>
        <p className="text-2xs text-ink-3">{after}</p>
      </div>
    </div>
  );
}

const LedgerLine = memo(function LedgerLine({
  line,
  locationName,
}: {
  readonly line: Line;
  readonly locationName: (id: string) => string;
}): ReactNode {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  if (line.kind === 'pending') {
    const { entry, delta, reason, reference, locationId } = line.pending;
    const refused = entry.state === 'refused';
    return (
      <LineFrame
        icon={refused ? TriangleAlert : Clock3}
        title={t('inventory.ledger.types.adjusted')}
        detail={[
          reference,
          refused && entry.error ? refusalName({ t }, entry.error) : reasonText(i18n, reason),
          locationName(locationId),
        ]
          .filter(Boolean)
          .join(' · ')}
        figure={format.delta(delta)}
        after={t(`inventory.ledger.pending.${entry.state}`)}
        at={entry.createdAt}
        quiet={false}
        tone={refused ? 'refused' : 'pending'}
      />
    );
  }
  const { movement } = line;
  const { what, value } = mainDelta(movement);
  const actor =
    movement.actor === null || movement.actor.kind === 'system'
      ? t('inventory.ledger.system')
      : movement.actor.name;
  const detail = [
    movement.reference ?? '',
    movement.unavailableReason === null ? '' : t(`inventory.setAside.reasons.${movement.unavailableReason}`),
    reasonText(i18n, movement.reason),
    movement.lotCode === null ? '' : t('inventory.ledger.lot', { code: movement.lotCode }),
    actor,
    locationName(movement.locationId),
  ]
    .filter((part) => part !== '')
    .join(' · ');
  const delta = format.delta(value);
  return (
    <LineFrame
      icon={ICONS[movement.type]}
      title={t(`inventory.ledger.types.${movement.type}`)}
      detail={detail}
      figure={delta}
      after={
        what === 'onHand'
          ? t('inventory.ledger.after', { count: movement.onHandAfter })
          : t(`inventory.detail.${what}`)
      }
      at={movement.at}
      quiet={what !== 'onHand'}
      tone={value > 0 ? 'plus' : 'minus'}
    />
  );
});

/** Every movement of an item, newest first, with pending ones on top. */
export function Ledger({
  itemId,
  locationId,
  pending,
  locationName,
}: {
  readonly itemId: string;
  readonly locationId: string | null;
  readonly pending: readonly PendingMovement[];
  readonly locationName: (id: string) => string;
}): ReactNode {
  const { t } = useTranslation();
  const list = useInfinite(
    ['inventory', 'ledger', itemId, locationId],
    (after) => bridge.call('inventory.ledger', { itemId, locationId, after, limit: PAGE }),
    { meta: { record: itemId, intervalMs: 500 } },
  );
  const lines = useMemo<readonly Line[]>(
    () => [
      ...pending
        .filter((one) => locationId === null || one.locationId === locationId)
        .map((one): Line => ({ kind: 'pending', key: one.entry.id, pending: one })),
      ...list.rows
        .filter((movement) => movement.itemId === itemId)
        .map((movement): Line => ({ kind: 'movement', key: `${movement.seq}-${movement.n}`, movement })),
    ],
    [pending, list.rows, itemId, locationId],
  );
  if (list.error) return <ErrorState error={list.error} onRetry={list.refetch} />;
  if (list.isLoading) return <SkeletonRows rows={6} />;
  if (lines.length === 0)
    return (
      <EmptyState icon={BadgeCheck} title={t('inventory.detail.ledger')} body={t('inventory.ledger.empty')} />
    );
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="min-h-0 flex-1">
        <VirtualList
          rows={lines}
          rowKey={(line) => line.key}
          rowHeight={ROW_HEIGHT}
          label={t('inventory.ledger.label')}
          onEnd={list.more}
          renderRow={(line) => <LedgerLine line={line} locationName={locationName} />}
        />
      </div>
      <HistoryLine channel="inventory" kind="movement" />
    </div>
  );
}
