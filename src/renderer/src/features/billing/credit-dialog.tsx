import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field, Input } from '../../components/field.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useDecision } from '../../hooks/use-decision.ts';
import { formKind, useForm } from '../../hooks/use-form.ts';
import { newId } from '../../lib/new-id.ts';
import { parseAmount } from '../../lib/number-field.ts';
import { useCurrency } from '../../stores/session.ts';
import { useBilling } from './use-billing.ts';

const CREDIT = formKind(
  'billing.add_credit',
  { amount: '', reason: '' },
  ({ amount, reason }) => amount === '' && reason === '',
);

/** Gives the workspace a credit, which lowers invoices to come. */
export function CreditDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation();
  const { data } = useBilling();
  const workspace = useCurrency();
  const currency = data?.toDate?.currency ?? data?.plans[0]?.currency ?? workspace;
  const [creditId] = useState(newId);
  const [tried, setTried] = useState(false);
  const form = useForm(CREDIT, 'new', ({ reason }) => ({ reason }));
  const decision = useDecision('billing.add_credit', () => {
    form.clear();
    onClose();
  });
  const { amount: typed, reason } = form.value;
  const amount = parseAmount(typed, currency);
  const wrongAmount = amount === null || amount < 1;
  const send = (): void => {
    setTried(true);
    if (!wrongAmount && reason.trim() !== '')
      void decision.send({ creditId, amount, currency, reason: reason.trim() });
  };
  return (
    <FormDialog
      title={t('billing.addCredit')}
      description={t('billing.creditBody')}
      action={t('billing.addCredit')}
      busy={decision.busy}
      disabled={false}
      problem={decision.problem}
      onSubmit={send}
      onClose={onClose}
    >
      <Field
        label={t('billing.creditAmount', { currency })}
        error={tried && wrongAmount ? t('billing.wrongAmount') : null}
      >
        {(props) => (
          <Input
            {...props}
            inputMode="decimal"
            autoComplete="off"
            value={typed}
            onChange={(event) => form.change({ ...form.value, amount: event.target.value })}
          />
        )}
      </Field>
      <Field
        label={t('billing.reason')}
        error={tried && reason.trim() === '' ? t('billing.missingReason') : null}
        className="mt-3"
      >
        {(props) => (
          <Input
            {...props}
            maxLength={300}
            autoComplete="off"
            value={reason}
            onChange={(event) => form.change({ ...form.value, reason: event.target.value })}
          />
        )}
      </Field>
    </FormDialog>
  );
}
