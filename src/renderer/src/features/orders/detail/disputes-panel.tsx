import { useQuery } from '@tanstack/react-query';
import { Clock3 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DisputeSummary } from '#shared/bridge/payments.ts';
import { MAX_EVIDENCE, stepDispute } from '#shared/domain/disputes.ts';
import { bridge } from '../../../bridge/client.ts';
import { gatewayNow } from '../../../bridge/gateway-time.ts';
import { Badge } from '../../../components/badge.tsx';
import { Button } from '../../../components/button.tsx';
import { Field, TextArea } from '../../../components/field.tsx';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { Panel } from '../../../components/panel.tsx';
import { DeadlineMark, DisputeStatusBadge } from '../../../components/payment-status.tsx';
import { Money } from '../../../components/values.tsx';
import { useDecision } from '../../../hooks/use-decision.ts';
import { formKind, useForm } from '../../../hooks/use-form.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import { useCan } from '../../../stores/session.ts';

/** Answers that were begun, by dispute. */
const ANSWERS = formKind(
  'payments.answer_dispute',
  { evidence: '' },
  ({ evidence }) => evidence.trim() === '',
);

type Open = 'answer' | 'accept' | 'won' | 'lost' | null;

/** The disputes of an order, and what can be done about them. Shows nothing for an order without one. */
export function DisputesPanel({ orderId }: { readonly orderId: string }): ReactNode {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: ['payments', 'disputes', 'order', orderId],
    queryFn: () => bridge.call('payments.disputes_of_order', { orderId }),
  });
  const disputes = query.data?.rows ?? [];
  if (disputes.length === 0) return null;
  return (
    <Panel title={t('payments.disputes.title')}>
      <ul className="px-3">
        {disputes.map((dispute) => (
          <DisputeEntry key={dispute.id} dispute={dispute} />
        ))}
      </ul>
    </Panel>
  );
}

function DisputeEntry({ dispute }: { readonly dispute: DisputeSummary }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const may = useCan('payments:manage');
  const [open, setOpen] = useState<Open>(null);
  const close = (): void => setOpen(null);
  const { status, openedAt, dueAt, answeredAt, closedAt } = dispute;
  const inTime = gatewayNow() < dueAt;
  const times = [
    t('payments.disputes.openedAt', { at: format.dateTime(openedAt) }),
    status === 'needs_response' && t('payments.disputes.dueBy', { at: format.dateTime(dueAt) }),
    answeredAt !== null && t('payments.disputes.answeredAt', { at: format.dateTime(answeredAt) }),
    closedAt !== null && t('payments.disputes.closedAt', { at: format.dateTime(closedAt) }),
  ];
  return (
    <li className="flex flex-col gap-2 border-b border-line py-2.5 last:border-0">
      <div className="flex flex-wrap items-center gap-2">
        <DisputeStatusBadge status={status} />
        <DeadlineMark dispute={dispute} />
        {dispute.pending && (
          <Badge tone="warn" icon={Clock3}>
            {t('payments.pending')}
          </Badge>
        )}
        <span>{t(`payments.disputes.reasons.${dispute.reason}`)}</span>
        <span className="flex-1" />
        <Money amount={dispute.amount} currency={dispute.currency} />
      </div>
      <p className="text-xs text-ink-3">{times.filter((one) => one !== false).join(' · ')}</p>
      {dispute.evidence !== null && (
        <p dir="auto" className="break-words whitespace-pre-wrap proportional-nums">
          {dispute.evidence}
        </p>
      )}
      {may && closedAt === null && (
        <div className="flex flex-wrap gap-2">
          {stepDispute(status, 'answer') !== null && (
            <Button size="sm" variant="primary" disabled={!inTime} onClick={() => setOpen('answer')}>
              {t('payments.disputes.answer')}
            </Button>
          )}
          {stepDispute(status, 'accept') !== null && (
            <Button size="sm" onClick={() => setOpen('accept')}>
              {t('payments.disputes.accept')}
            </Button>
          )}
          <Button size="sm" onClick={() => setOpen('won')}>
            {t('payments.disputes.won')}
          </Button>
          <Button size="sm" onClick={() => setOpen('lost')}>
            {t('payments.disputes.lost')}
          </Button>
        </div>
      )}
      {open === 'answer' && <AnswerDialog dispute={dispute} onClose={close} />}
      {open === 'accept' && <AcceptDialog dispute={dispute} onClose={close} />}
      {(open === 'won' || open === 'lost') && (
        <CloseDialog dispute={dispute} outcome={open} onClose={close} />
      )}
    </li>
  );
}

interface DialogProps {
  readonly dispute: DisputeSummary;
  readonly onClose: () => void;
}

function AnswerDialog({ dispute, onClose }: DialogProps): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const form = useForm(ANSWERS, dispute.id, (fields) => ({ disputeId: dispute.id, ...fields }));
  const { evidence } = form.value;
  const decision = useDecision('payments.answer_dispute', () => {
    form.clear();
    onClose();
  });
  return (
    <FormDialog
      title={t('payments.disputes.answerTitle', { amount: format.money(dispute.amount, dispute.currency) })}
      description={t('payments.disputes.answerBody')}
      action={t('payments.disputes.send')}
      width="md"
      busy={decision.busy}
      disabled={evidence.trim() === ''}
      problem={decision.problem}
      onSubmit={() => void decision.send({ disputeId: dispute.id, evidence: evidence.trim() })}
      onClose={onClose}
    >
      <Field label={t('payments.disputes.evidence')}>
        {(props) => (
          <TextArea
            {...props}
            required
            rows={8}
            dir="auto"
            maxLength={MAX_EVIDENCE}
            value={evidence}
            onChange={(event) => form.change({ evidence: event.target.value })}
            className="h-auto py-1.5"
          />
        )}
      </Field>
    </FormDialog>
  );
}

function AcceptDialog({ dispute, onClose }: DialogProps): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const decision = useDecision('payments.accept_dispute', onClose);
  return (
    <FormDialog
      title={t('payments.disputes.acceptTitle')}
      description={t('payments.disputes.acceptBody', {
        amount: format.money(dispute.amount, dispute.currency),
      })}
      action={t('payments.disputes.accept')}
      danger
      busy={decision.busy}
      disabled={false}
      problem={decision.problem}
      onSubmit={() => void decision.send({ disputeId: dispute.id })}
      onClose={onClose}
    >
      {null}
    </FormDialog>
  );
}

function CloseDialog({
  dispute,
  outcome,
  onClose,
}: DialogProps & { readonly outcome: 'won' | 'lost' }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const decision = useDecision('payments.close_dispute', onClose);
  return (
    <FormDialog
      title={t(`payments.disputes.${outcome}Title`)}
      description={t(`payments.disputes.${outcome}Body`, {
        amount: format.money(dispute.amount, dispute.currency),
      })}
      action={t(`payments.disputes.${outcome}`)}
      danger={outcome === 'lost'}
      busy={decision.busy}
      disabled={false}
      problem={decision.problem}
      onSubmit={() => void decision.send({ disputeId: dispute.id, outcome })}
      onClose={onClose}
    >
      {null}
    </FormDialog>
  );
}
