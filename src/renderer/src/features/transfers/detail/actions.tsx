import { Ban, PackageCheck, PackageX, Send } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isEndedTransfer, isUnderway, openLines, transferSums } from '#shared/domain/transfers.ts';
import { Button } from '../../../components/button.tsx';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { ReasonInput } from '../../../components/reason-input.tsx';
import { useDecision } from '../../../hooks/use-decision.ts';
import { formKind, useForm } from '../../../hooks/use-form.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import { useScans } from '../../../hooks/use-scans.ts';
import { useCan } from '../../../stores/session.ts';
import { ReceiveDialog } from './receive-dialog.tsx';
import { namesOf, type TransferData } from './use-transfer.ts';

/** Cancellations that were begun, by transfer. */
const CANCELLATIONS = formKind('transfers.cancel', { reason: '' }, ({ reason }) => reason.trim() === '');

type Open = 'send' | 'receive' | 'write_off' | 'cancel' | null;

/** What can be done with a transfer. Shows what the user's role and the transfer allow. */
export function TransferActions({ transfer }: { readonly transfer: TransferData }): ReactNode {
  const { t } = useTranslation();
  const canWrite = useCan('transfers:write');
  const canReceive = useCan('transfers:receive');
  const [open, setOpen] = useState<Open>(null);
  const [scanned, setScanned] = useState<string | null>(null);
  const openReceipt = (code: string | null): void => {
    setScanned(code);
    setOpen('receive');
  };
  useScans(openReceipt, canReceive && isUnderway(transfer), 'page');
  const props = { transfer, onClose: () => setOpen(null) };
  return (
    <>
      {canWrite && !isEndedTransfer(transfer) && (
        <Button icon={Ban} variant="danger" onClick={() => setOpen('cancel')}>
          {t('transfers.actions.cancel')}
        </Button>
      )}
      {canWrite && isUnderway(transfer) && (
        <Button icon={PackageX} onClick={() => setOpen('write_off')}>
          {t('transfers.writeOff.open')}
        </Button>
      )}
      {canWrite && transfer.status === 'draft' && (
        <Button
          icon={Send}
          variant="primary"
          disabled={transfer.lines.length === 0}
          onClick={() => setOpen('send')}
        >
          {t('transfers.actions.send')}
        </Button>
      )}
      {canReceive && isUnderway(transfer) && (
        <Button icon={PackageCheck} variant="primary" onClick={() => openReceipt(null)}>
          {t('transfers.actions.receive')}
        </Button>
      )}
      {open === 'send' && <SendDialog {...props} />}
      {open === 'receive' && <ReceiveDialog {...props} first={scanned} />}
      {open === 'write_off' && <ReasonDialog type="transfers.write_off" {...props} />}
      {open === 'cancel' && <ReasonDialog type="transfers.cancel" {...props} />}
    </>
  );
}

interface DialogProps {
  readonly transfer: TransferData;
  readonly onClose: () => void;
}

/** Says how many pieces. */
function useUnits(): (count: number) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return (count) => t('transfers.actions.units', { count, formatted: format.integer(count) });
}

function SendDialog({ transfer, onClose }: DialogProps): ReactNode {
  const { t } = useTranslation();
  const unitsOf = useUnits();
  const decision = useDecision('transfers.send', onClose);
  // As it was when it was sent: the command's own effect takes the goods from the source.
  const [sent, setSent] = useState<TransferData | null>(null);
  const before = decision.busy && sent !== null ? sent : transfer;
  const { id: transferId, number, fromName: from, toName: to } = before;
  const lines = before.lines.map(({ itemId, quantity }) => ({ itemId, quantity }));
  const short = before.lines.filter((line) => line.available < line.quantity);
  return (
    <FormDialog
      title={t('transfers.actions.sendTitle', { number })}
      description={t('transfers.actions.sendBody', {
        units: unitsOf(transferSums(before.lines).quantity),
        from,
        to,
      })}
      action={t('transfers.actions.send')}
      busy={decision.busy}
      disabled={short.length > 0}
      problem={decision.problem}
      onSubmit={() => {
        setSent(before);
        void decision.send({ transferId, seen: before.changeId, lines });
      }}
      onClose={onClose}
    >
      {short.length > 0 && (
        <p role="alert" className="text-crit">
          {t('transfers.actions.short', { names: short.map(({ name }) => name).join(', ') })}
        </p>
      )}
    </FormDialog>
  );
}

/** Cancels a transfer, or gives up all that is in transit, with a reason. */
function ReasonDialog({
  type,
  transfer,
  onClose,
}: DialogProps & { readonly type: 'transfers.cancel' | 'transfers.write_off' }): ReactNode {
  const { t } = useTranslation();
  const unitsOf = useUnits();
  const [before] = useState(transfer);
  const { id: transferId, number, fromName: from, changeId: seen } = before;
  const form = useForm(CANCELLATIONS, `${type} ${transferId}`, (fields) => ({ transferId, ...fields }));
  const { reason } = form.value;
  const done = (): void => {
    form.clear();
    onClose();
  };
  const cancel = useDecision('transfers.cancel', done);
  const writeOff = useDecision('transfers.write_off', done);
  const decision = type === 'transfers.cancel' ? cancel : writeOff;
  const open = openLines(before);
  const units = unitsOf(transferSums(before.lines).inTransit);
  const named = open.map(({ itemId, quantity }) => ({
    name: before.lines.find((line) => line.itemId === itemId)?.name ?? itemId,
    quantity,
  }));
  const submit = (): void => {
    const given = { transferId, seen, reason: reason.trim() };
    if (type === 'transfers.cancel') void cancel.send(given);
    else void writeOff.send({ ...given, lines: open.map((line) => ({ ...line })) });
  };
  return (
    <FormDialog
      title={
        type === 'transfers.cancel'
          ? t('transfers.actions.cancelTitle', { number })
          : t('transfers.writeOff.title')
      }
      description={
        type === 'transfers.write_off'
          ? t('transfers.writeOff.body', { units, names: namesOf(named) })
          : before.status === 'draft'
            ? t('transfers.actions.cancelDraft')
            : t('transfers.actions.cancelOpen', { units, from })
      }
      action={t(type === 'transfers.cancel' ? 'transfers.actions.cancel' : 'transfers.writeOff.action')}
      busy={decision.busy}
      disabled={reason.trim() === ''}
      problem={decision.problem}
      onSubmit={submit}
      onClose={onClose}
    >
      <ReasonInput
        label={t('transfers.actions.reason')}
        value={reason}
        onChange={(text) => form.change({ reason: text })}
      />
    </FormDialog>
  );
}
