import { Ban, CheckCheck, ListChecks, Undo2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CountSummary } from '#shared/bridge/counts.ts';
import { countCanBecome, isOpenCount } from '#shared/domain/counts.ts';
import { Button } from '../../../components/button.tsx';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { ReasonInput } from '../../../components/reason-input.tsx';
import { useCommand } from '../../../hooks/use-command.ts';
import { useDecision } from '../../../hooks/use-decision.ts';
import { formKind, useForm } from '../../../hooks/use-form.ts';
import { useCan } from '../../../stores/session.ts';
import { PostDialog } from './post-dialog.tsx';
import type { SheetData } from './use-sheet.ts';

/** Cancellations that were begun, by sheet. */
const CANCELLATIONS = formKind('counts.cancel', { reason: '' }, ({ reason }) => reason.trim() === '');

/** What can be done with a sheet: review it, continue, post or cancel it. Shows what the role and the sheet allow. */
export function SheetActions({
  count,
  data,
}: {
  readonly count: CountSummary;
  readonly data: SheetData;
}): ReactNode {
  const { t } = useTranslation();
  const canEnter = useCan('counts:enter');
  const canWrite = useCan('counts:write');
  const [open, setOpen] = useState<'post' | 'cancel' | null>(null);
  const review = useCommand('counts.review');
  const reopen = useCommand('counts.reopen');
  const countId = count.id;
  const close = (): void => setOpen(null);
  const waiting = data.pendingEntries;
  return (
    <>
      {waiting > 0 && (
        <span role="status" className="text-xs text-ink-2">
          {t('counts.actions.waiting', { count: waiting })}
        </span>
      )}
      {canWrite && isOpenCount(count) && (
        <Button icon={Ban} variant="danger" onClick={() => setOpen('cancel')}>
          {t('counts.actions.cancel')}
        </Button>
      )}
      {canEnter && countCanBecome(count.status, 'counting') && (
        <Button icon={Undo2} busy={reopen.submitting} onClick={() => void reopen.submit({ countId })}>
          {t('counts.actions.reopen')}
        </Button>
      )}
      {canEnter && countCanBecome(count.status, 'reviewing') && (
        <Button
          icon={ListChecks}
          variant="primary"
          busy={review.submitting}
          onClick={() => void review.submit({ countId })}
        >
          {t('counts.actions.review')}
        </Button>
      )}
      {canWrite && countCanBecome(count.status, 'posted') && (
        <Button icon={CheckCheck} variant="primary" disabled={waiting > 0} onClick={() => setOpen('post')}>
          {t('counts.actions.post')}
        </Button>
      )}
      {open === 'post' && <PostDialog count={count} data={data} onClose={close} />}
      {open === 'cancel' && <CancelDialog count={count} onClose={close} />}
    </>
  );
}

function CancelDialog({
  count,
  onClose,
}: {
  readonly count: CountSummary;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const form = useForm(CANCELLATIONS, count.id, (fields) => ({ countId: count.id, ...fields }));
  const { reason } = form.value;
  const decision = useDecision('counts.cancel', () => {
    form.clear();
    onClose();
  });
  return (
    <FormDialog
      title={t('counts.actions.cancelTitle', { number: count.number })}
      description={t('counts.actions.cancelBody')}
      action={t('counts.actions.cancel')}
      busy={decision.busy}
      disabled={reason.trim() === ''}
      problem={decision.problem}
      onSubmit={() => void decision.send({ countId: count.id, reason: reason.trim() })}
      onClose={onClose}
    >
      <ReasonInput
        label={t('counts.actions.reason')}
        value={reason}
        onChange={(text) => form.change({ reason: text })}
      />
    </FormDialog>
  );
}
