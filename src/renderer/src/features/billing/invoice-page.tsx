import { useQuery } from '@tanstack/react-query';
import { Ban, Check, FileSpreadsheet, FileText, SearchX } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import type { Invoice } from '#shared/domain/billing.ts';
import { bridge } from '../../bridge/client.ts';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { DetailRow, Panel } from '../../components/panel.tsx';
import { RecordBody, RecordHeader, RecordPage } from '../../components/record-page.tsx';
import { EmptyState } from '../../components/states.tsx';
import { useDecision } from '../../hooks/use-decision.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { failureWords } from '../../i18n/errors.ts';
import { saveFile } from '../../lib/save-file.ts';
import { useCan } from '../../stores/session.ts';
import { toast } from '../../stores/toasts.ts';
import { CostTable } from './cost-table.tsx';
import { invoiceCsv, layOutInvoice } from './document.ts';
import { InvoiceStateBadge } from './invoice-state.tsx';
import { planName } from './words.ts';

/** One invoice: its lines, its files, and whether it is paid. */
export default function InvoicePage(): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { invoiceId = '' } = useParams();
  const query = useQuery({
    queryKey: ['billing', 'invoice', invoiceId],
    queryFn: () => bridge.call('billing.invoice', { invoiceId }),
    meta: { record: invoiceId },
  });
  const shown = query.data?.invoice;
  return (
    <RecordPage
      title={shown ? t('billing.invoiceTitle', { number: format.integer(shown.number) }) : t('billing.title')}
      permission="billing:read"
      query={query}
    >
      {({ invoice }) =>
        invoice === null ? (
          <EmptyState icon={SearchX} title={t('billing.noInvoice')} body={t('billing.noInvoiceBody')} />
        ) : (
          <RecordBody>
            <RecordHeader to="/billing" back={t('billing.title')}>
              <Files invoice={invoice} />
              <Actions invoice={invoice} />
            </RecordHeader>
            <Panel bodyClassName="p-4" className="mx-auto mt-3 max-w-[720px]" label={t('billing.lines')}>
              <Facts invoice={invoice} />
              <CostTable label={t('billing.lines')} {...invoice} />
            </Panel>
          </RecordBody>
        )
      }
    </RecordPage>
  );
}

function Facts({ invoice }: { readonly invoice: Invoice }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { plan, startsAt, endsAt, issuedAt, state, settledAt } = invoice;
  return (
    <dl className="mb-3">
      <DetailRow label={t('billing.plan')}>{planName(plan)}</DetailRow>
      <DetailRow label={t('billing.period')}>
        {format.dateTime(startsAt)} – {format.dateTime(endsAt)}
      </DetailRow>
      <DetailRow label={t('billing.issued')}>{format.dateTime(issuedAt)}</DetailRow>
      <DetailRow label={t('billing.state')}>
        <InvoiceStateBadge state={state} />{' '}
        {settledAt !== null && <span className="text-xs text-ink-3">{format.dateTime(settledAt)}</span>}
      </DetailRow>
    </dl>
  );
}

function Files({ invoice }: { readonly invoice: Invoice }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const [busy, setBusy] = useState(false);
  const name = `quayside-invoice-${invoice.number}`;
  const savePdf = async (): Promise<void> => {
    setBusy(true);
    try {
      // The library is loaded with the first document only.
      const { pdfOf } = await import('../../lib/document-pdf.ts');
      const title = t('billing.invoiceTitle', { number: format.integer(invoice.number) });
      const bytes = await pdfOf(layOutInvoice(invoice, t, format), title);
      saveFile(`${name}.pdf`, [new Uint8Array(bytes)], 'application/pdf');
    } catch (error) {
      toast({ tone: 'crit', ...failureWords(error) });
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Button icon={FileText} busy={busy} onClick={() => void savePdf()}>
        {t('billing.pdf')}
      </Button>
      <Button icon={FileSpreadsheet} onClick={() => saveFile(`${name}.csv`, [invoiceCsv(invoice)])}>
        {t('billing.csv')}
      </Button>
    </>
  );
}

function Actions({ invoice: { id, state } }: { readonly invoice: Invoice }): ReactNode {
  const { t } = useTranslation();
  const [voiding, setVoiding] = useState(false);
  const may = useCan('billing:write');
  const decision = useDecision('billing.settle_invoice', () => setVoiding(false));
  if (!may || state !== 'open') return null;
  const settle = (to: 'paid' | 'void'): void => void decision.send({ invoiceId: id, state: to });
  return (
    <>
      <Button icon={Check} variant="primary" busy={decision.busy} onClick={() => settle('paid')}>
        {t('billing.markPaid')}
      </Button>
      <Button icon={Ban} onClick={() => setVoiding(true)}>
        {t('billing.void')}
      </Button>
      {decision.problem !== null && (
        <span role="alert" className="text-xs text-crit">
          {decision.problem}
        </span>
      )}
      <ConfirmDialog
        open={voiding}
        onOpenChange={setVoiding}
        title={t('billing.voidTitle')}
        body={t('billing.voidBody')}
        action={t('billing.void')}
        danger
        busy={decision.busy}
        onConfirm={() => settle('void')}
      />
    </>
  );
}
