import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { MethodOutput } from '#shared/bridge/index.ts';
import { SERVICE_FACTOR } from '#shared/domain/reorder.ts';
import { Badge } from '../../components/badge.tsx';
import { MeasuredLeadTime } from '../../components/measured-lead-time.tsx';
import { SubjectLink } from '../../components/subject-link.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { DraftLinks } from './draft-links.tsx';
import { IncomingLines } from './incoming-lines.tsx';
import { DemandBars } from './list/demand-bars.tsx';

type Data = MethodOutput<'reorder.item'>;

/** What to order of an item, why, and from whom: the answer, its inputs, and each formula with the numbers put in. */
export function Calculation({ data }: { readonly data: Data }): ReactNode {
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
      {row.onDraft > 0 && (
        <p className="rounded-md bg-warn-soft px-3 py-2 proportional-nums" data-on-draft={row.onDraft}>
          <DraftLinks row={row} />
        </p>
      )}
      <DemandBars days={data.days} />
      <Inputs data={data} />
      <Formulas data={data} />
    </div>
  );
}

function Inputs({ data: { row, window, policy, locationId } }: { readonly data: Data }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { supplier } = row;
  const inputs: readonly (readonly [string, ReactNode])[] = [
    [t('reorder.columns.available'), format.integer(row.available)],
    [t('reorder.columns.incoming'), format.integer(row.incoming)],
    [
      t('reorder.detail.daysInStock'),
      t('reorder.detail.of', { part: format.integer(row.daysInStock), all: format.integer(window.days) }),
    ],
    [
      t('reorder.detail.leadTime'),
      t(supplier === null ? 'reorder.detail.leadOfWorkspace' : 'reorder.detail.leadOfSupplier', {
        lead: `${format.decimal(row.leadTimeDays)} ± ${format.decimal(row.leadTimeDeviationDays, 2)}`,
      }),
    ],
    [
      t('reorder.detail.service'),
      t(`reorder.detail.serviceFrom.${row.serviceFrom}`, {
        level: format.percent(row.serviceLevel / 100),
        class: row.itemClass ?? '–',
      }),
    ],
    [t('reorder.detail.review'), format.integer(policy.reviewDays)],
    [
      t(supplier === null ? 'reorder.detail.multiple' : 'reorder.detail.packSize'),
      format.integer(row.multiple),
    ],
  ];
  return (
    <section>
      <h3 className="mb-1 text-xs font-semibold text-ink-2">{t('reorder.detail.inputs')}</h3>
      <p className="mb-1.5 proportional-nums" data-reorder-supplier={supplier?.id ?? ''}>
        {supplier === null ? (
          <span className="text-ink-2">
            {t(row.offerCount > 1 ? 'reorder.detail.mustChoose' : 'reorder.detail.noSupplier')}
          </span>
        ) : (
          <>
            <SubjectLink
              subject={{ kind: 'supplier', id: supplier.id }}
              className="font-medium text-accent-ink hover:underline"
            >
              <bdi>{supplier.name}</bdi>
            </SubjectLink>{' '}
            {row.supplierChoice !== null && (
              <span className="text-xs text-ink-3">
                {t(`reorder.choice.${row.supplierChoice}`, { count: row.offerCount })}
              </span>
            )}
          </>
        )}
      </p>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        {inputs.map(([label, value]) => (
          <div key={label} className="contents">
            <dt className="text-ink-3">{label}</dt>
            <dd className="min-w-0 text-right">{value}</dd>
          </div>
        ))}
      </dl>
      {supplier !== null && (
        <MeasuredLeadTime supplierId={supplier.id} className="mt-1.5 text-xs text-ink-2" />
      )}
      {row.incoming > 0 && <IncomingLines itemId={row.itemId} locationId={locationId} />}
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
