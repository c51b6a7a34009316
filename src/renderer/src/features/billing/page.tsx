import { useQuery } from '@tanstack/react-query';
import { ArrowLeftRight, BadgePercent, ReceiptText } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { MethodOutput } from '#shared/bridge/index.ts';
import type { Invoice } from '#shared/domain/billing.ts';
import { bridge } from '../../bridge/client.ts';
import { Button } from '../../components/button.tsx';
import { DetailRow, Panel } from '../../components/panel.tsx';
import { RecordBody, RecordPage } from '../../components/record-page.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../components/states.tsx';
import { Money } from '../../components/values.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { useCan } from '../../stores/session.ts';
import { CostTable } from './cost-table.tsx';
import { CreditDialog } from './credit-dialog.tsx';
import { InvoiceStateBadge } from './invoice-state.tsx';
import { PlanDialog } from './plan-dialog.tsx';
import { ProjectionText } from './projection.tsx';
import { useBilling } from './use-billing.ts';
import { planName } from './words.ts';

type State = MethodOutput<'billing.state'>;

/** The plan, what the month costs, and the invoices. */
export default function BillingPage(): ReactNode {
  const { t } = useTranslation();
  const query = useBilling();
  return (
    <RecordPage title={t('billing.title')} permission="billing:read" query={query}>
      {(state) => (
        <RecordBody>
          <div className="grid grid-cols-1 items-start gap-4 min-[980px]:grid-cols-2">
            <div className="flex flex-col gap-4">
              <PlanPanel state={state} />
              <CreditsPanel state={state} />
            </div>
            <MonthPanel state={state} />
            <InvoicesPanel />
          </div>
        </RecordBody>
      )}
    </RecordPage>
  );
}

function PlanPanel({ state }: { readonly state: State }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const [changing, setChanging] = useState(false);
  const { current, next, plans } = state;
  const plan = plans.find(({ key }) => key === current?.plan);
  return (
    <Panel
      title={t('billing.plan')}
      bodyClassName="p-3"
      actions={
        useCan('billing:write') && (
          <Button icon={ArrowLeftRight} size="sm" onClick={() => setChanging(true)}>
            {current === null ? t('billing.choosePlan') : t('billing.changePlan')}
          </Button>
        )
      }
    >
      {current === null ? (
        <p className="text-ink-2">{t('billing.noPlan')}</p>
      ) : (
        <dl>
          <DetailRow label={t('billing.plan')}>
            <strong className="font-semibold">{planName(current.plan)}</strong>
          </DetailRow>
          {plan && (
            <DetailRow label={t('billing.fee')}>
              <Money amount={plan.fee} currency={plan.currency} />
            </DetailRow>
          )}
          <DetailRow label={t('billing.since')}>{format.dateTime(current.startsAt)}</DetailRow>
          {next !== null && (
            <DetailRow label={t('billing.after')}>
              {t('billing.nextPlan', { plan: planName(next.plan), when: format.dateTime(next.startsAt) })}
            </DetailRow>
          )}
        </dl>
      )}
      {changing && <PlanDialog state={state} onClose={() => setChanging(false)} />}
    </Panel>
  );
}

function MonthPanel({ state: { toDate, projection, period } }: { readonly state: State }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Panel title={t('billing.month', { month: format.month(period.from) })} bodyClassName="p-3">
      {toDate === null ? (
        <p className="text-ink-3">{t('billing.noCost')}</p>
      ) : (
        <>
          <CostTable label={t('billing.toDate')} {...toDate} />
          <ProjectionText projection={projection} />
        </>
      )}
    </Panel>
  );
}

function CreditsPanel({ state: { credits } }: { readonly state: State }): ReactNode {
  const { t } = useTranslation();
  const [giving, setGiving] = useState(false);
  const mayWrite = useCan('billing:write');
  if (credits.length === 0 && !mayWrite) return null;
  return (
    <Panel
      title={t('billing.credits')}
      bodyClassName="p-3"
      actions={
        mayWrite && (
          <Button icon={BadgePercent} size="sm" onClick={() => setGiving(true)}>
            {t('billing.addCredit')}
          </Button>
        )
      }
    >
      {credits.length === 0 && <p className="text-ink-3">{t('billing.noCredits')}</p>}
      <ul>
        {credits.map(({ id, reason, remaining, amount, currency }) => (
          <li key={id} className="flex gap-3 border-b border-line py-1.5 last:border-0">
            <bdi className="min-w-0 flex-1 break-words">{reason}</bdi>
            <span>
              <Money amount={remaining} currency={currency} />
              {remaining !== amount && (
                <span className="ms-1 text-xs text-ink-3">
                  {t('billing.ofCredit')} <Money amount={amount} currency={currency} />
                </span>
              )}
            </span>
          </li>
        ))}
      </ul>
      {giving && <CreditDialog onClose={() => setGiving(false)} />}
    </Panel>
  );
}

function InvoicesPanel(): ReactNode {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: ['billing', 'invoices'],
    queryFn: () => bridge.call('billing.invoices', {}),
  });
  return (
    <Panel title={t('billing.invoices')} className="min-[980px]:col-span-2">
      {query.error ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.data === undefined ? (
        <SkeletonRows rows={3} />
      ) : query.data.invoices.length === 0 ? (
        <EmptyState icon={ReceiptText} title={t('billing.noInvoices')} body={t('billing.noInvoicesBody')} />
      ) : (
        <ul aria-label={t('billing.invoices')}>
          {query.data.invoices.map((invoice) => (
            <InvoiceRow key={invoice.id} invoice={invoice} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function InvoiceRow({ invoice }: { readonly invoice: Invoice }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { id, number, startsAt, plan, total, currency, state } = invoice;
  return (
    <li className="border-b border-line last:border-0">
      <Link
        to={`/billing/${encodeURIComponent(id)}`}
        data-invoice={id}
        className="flex min-h-10 items-center gap-3 px-3 hover:bg-hover focus-visible:-outline-offset-2"
      >
        <span className="w-28 font-medium">{t('billing.number', { number: format.integer(number) })}</span>
        <span className="min-w-0 flex-1 truncate">
          {format.month(startsAt)} · {planName(plan)}
        </span>
        <InvoiceStateBadge state={state} />
        <Money amount={total} currency={currency} className="w-28 text-end" />
      </Link>
    </li>
  );
}
