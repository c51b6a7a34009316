import { useQuery } from '@tanstack/react-query';
import { ExternalLink, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { MethodOutput } from '#shared/bridge/index.ts';
import { SERVICE_FACTOR } from '#shared/domain/reorder.ts';
import { bridge } from '../../../bridge/client.ts';
import { Badge } from '../../../components/badge.tsx';
import { IconButton } from '../../../components/button.tsx';
import { OfflineNote } from '../../../components/live-note.tsx';
import { ErrorState, SkeletonRows } from '../../../components/states.tsx';
import { useFormat } from '../../../hooks/use-format.ts';
import { useHotkeys } from '../../../hooks/use-hotkeys.ts';
import { DemandBars } from './demand-bars.tsx';

type Data = MethodOutput<'reorder.item'>;

/** The calculation of one item: its inputs, and each formula with the numbers put in. */
export function ReorderDetail({
  itemId,
  locationId,
  onClose,
}: {
  readonly itemId: string;
  readonly locationId: string | null;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: ['reorder', 'item', itemId, locationId],
    queryFn: () => bridge.call('reorder.item', { itemId, locationId }),
    meta: { intervalMs: 1000 },
  });
  useHotkeys({ Escape: onClose });
  const { data } = query;
  return (
    <div className="flex h-full min-h-0 flex-col">
      <header className="flex min-h-12 shrink-0 items-center gap-2 border-b border-line bg-surface px-4 py-2">
        <div className="min-w-0 flex-1">
          <h2 className="truncate font-semibold" dir="auto" title={data?.row.name}>
            {data?.row.name ?? itemId}
          </h2>
          {data && <p className="truncate text-xs text-ink-3">{data.row.sku}</p>}
        </div>
        {data && (
          <Link
            to={`/inventory/${encodeURIComponent(itemId)}`}
            className="inline-flex h-6 shrink-0 items-center gap-1 rounded-sm px-1 text-xs text-accent-ink hover:underline"
          >
            <ExternalLink size={12} aria-hidden />
            {t('reorder.detail.openItem')}
          </Link>
        )}
        <IconButton icon={X} label={t('reorder.detail.close')} keys={['Escape']} onClick={onClose} />
      </header>
      <OfflineNote />
      <section
        aria-label={t('reorder.detail.calculation')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        className="min-h-0 flex-1 overflow-auto px-4 py-3"
      >
        {data ? (
          <Calculation data={data} />
        ) : query.error ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <SkeletonRows rows={8} />
        )}
      </section>
    </div>
  );
}

function Calculation({ data }: { readonly data: Data }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { row, window } = data;
  if (row.demand === null)
    return (
      <div className="flex flex-col gap-3">
        <p className="rounded-md bg-warn-soft px-3 py-2 text-warn proportional-nums">
          {window.known
            ? t('reorder.detail.neverInStock', { count: window.days })
            : t('reorder.detail.notHeld')}
        </p>
        <Inputs data={data} />
        {data.days.length > 0 && <DemandBars days={data.days} />}
      </div>
    );
  return (
    <div className="flex flex-col gap-4">
      <div className="flex items-baseline gap-3" data-reorder-answer>
        <span className="text-2xl font-semibold">{format.integer(row.suggested)}</span>
        <span className="text-ink-2">{t('reorder.detail.unitsToOrder', { unit: row.unit })}</span>
        <span className="grow" />
        <Badge tone={row.needsOrder ? 'warn' : 'ok'}>
          {t(row.needsOrder ? 'reorder.detail.orderNow' : 'reorder.detail.enough')}
        </Badge>
      </div>
      {row.value !== null && row.value > 0 && row.unitCost !== null && (
        <p className="-mt-3 text-xs text-ink-3">
          {t('reorder.detail.worth', {
            value: format.money(row.value, row.currency),
            cost: format.money(row.unitCost, row.currency),
          })}
        </p>
      )}
      <DemandBars days={data.days} />
      <Inputs data={data} />
      <Formulas data={data} />
    </div>
  );
}

function Inputs({ data: { row, window, policy } }: { readonly data: Data }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const inputs: readonly (readonly [string, string])[] = [
    [t('reorder.columns.available'), format.integer(row.available)],
    [t('reorder.columns.incoming'), format.integer(row.incoming)],
    [
      t('reorder.detail.daysInStock'),
      t('reorder.detail.of', { part: format.integer(row.daysInStock), all: format.integer(window.days) }),
    ],
    [
      t('reorder.detail.leadTime'),
      `${format.decimal(row.leadTimeDays)} ± ${format.decimal(row.leadTimeDeviationDays)}`,
    ],
    [
      t('reorder.detail.service'),
      t('reorder.detail.serviceOf', {
        level: format.percent(row.serviceLevel / 100),
        class: row.itemClass ?? '–',
      }),
    ],
    [t('reorder.detail.review'), format.integer(policy.reviewDays)],
    [t('reorder.detail.multiple'), format.integer(row.multiple)],
    [t('reorder.supplier'), row.supplier?.name ?? t('reorder.detail.workspaceTerms')],
  ];
  return (
    <section>
      <h3 className="mb-1 text-xs font-semibold text-ink-2">{t('reorder.detail.inputs')}</h3>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        {inputs.map(([label, value]) => (
          <div key={label} className="contents">
            <dt className="text-ink-3">{label}</dt>
            <dd className="min-w-0 truncate text-right" dir="auto">
              {value}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Each step: its name, the formula, the formula with numbers, and the result. */
function Formulas({ data: { row, policy } }: { readonly data: Data }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const n = (value: number | null): string => format.decimal(value, 2);
  const whole = format.integer;
  const { demand, deviation, leadTimeDays: lead, leadTimeDeviationDays: spread, multiple } = row;
  const z = format.decimal(SERVICE_FACTOR[row.serviceLevel], 4);
  const position = row.available + row.incoming;
  const steps = [
    {
      name: 'safetyStock',
      formula: 'z · √(L · σd² + d̄² · σL²)',
      numbers: `${z} · √(${n(lead)} · ${n(deviation)}² + ${n(demand)}² · ${n(spread)}²)`,
      result: n(row.safetyStock),
    },
    {
      name: 'reorderPoint',
      formula: t('reorder.formula.reorderPoint'),
      numbers: `${n(demand)} · ${n(lead)} + ${n(row.safetyStock)}`,
      result: n(row.reorderPoint),
    },
    {
      name: 'orderUpTo',
      formula: t('reorder.formula.orderUpTo'),
      numbers: `${n(row.reorderPoint)} + ${n(demand)} · ${whole(policy.reviewDays)}`,
      result: n(row.orderUpTo),
    },
    {
      name: 'cover',
      formula: t('reorder.formula.cover'),
      numbers: `${whole(row.available)} / ${n(demand)}`,
      result: row.daysOfCover === null ? t('reorder.formula.noDemand') : n(row.daysOfCover),
    },
    {
      name: 'suggested',
      formula: t('reorder.formula.suggested'),
      numbers: `⌈(${n(row.orderUpTo)} − ${whole(position)}) / ${whole(multiple)}⌉ · ${whole(multiple)}`,
      result: whole(row.suggested),
    },
  ] as const;
  return (
    <section>
      <h3 className="mb-1 text-xs font-semibold text-ink-2">{t('reorder.detail.calculation')}</h3>
      <ol className="flex flex-col gap-2">
        {steps.map(({ name, formula, numbers, result }) => (
          <li key={name} data-step={name} className="rounded-md border border-line bg-surface px-3 py-2">
            <p className="flex items-baseline gap-2">
              <span className="font-medium">{t(`reorder.steps.${name}`)}</span>
              <span className="grow" />
              <span className="font-semibold">{result}</span>
            </p>
            <p className="text-xs text-ink-3">{formula}</p>
            <p className="text-xs break-words text-ink-2">= {numbers}</p>
          </li>
        ))}
      </ol>
      <p className="mt-2 text-xs text-ink-3 proportional-nums">{t('reorder.formula.legend')}</p>
    </section>
  );
}
