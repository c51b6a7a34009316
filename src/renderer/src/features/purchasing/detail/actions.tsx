import { Ban, PackageCheck, PackageMinus, Pencil, Send, TriangleAlert } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { isIncoming, missingOf, type Purchase } from '#shared/domain/purchasing.ts';
import { belowMinimum } from '#shared/domain/wanted-orders.ts';
import { Button } from '../../../components/button.tsx';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { useAriaKeys } from '../../../components/kbd.tsx';
import { ReasonInput } from '../../../components/reason-input.tsx';
import { useDecision } from '../../../hooks/use-decision.ts';
import { formKind, useForm } from '../../../hooks/use-form.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import { useHotkeys } from '../../../hooks/use-hotkeys.ts';
import { useScans } from '../../../hooks/use-scans.ts';
import { useCan } from '../../../stores/session.ts';
import { ReceiveDialog } from '../receive/receive-dialog.tsx';
import type { PurchaseData } from '../use-purchase.ts';
import { DownloadMenu } from './download-menu.tsx';

const isEmpty = ({ reason }: { readonly reason: string }): boolean => reason.trim() === '';
/** Ends that were begun, by order. */
const CLOSINGS = formKind('purchasing.close_short', { reason: '' }, isEmpty);
const CANCELLATIONS = formKind('purchasing.cancel_order', { reason: '' }, isEmpty);

type Open = 'place' | 'receive' | 'close' | 'cancel' | null;

/** What can be done with a purchase order. Shows what the user's role and the order allow. */
export function PurchaseActions({
  purchase,
  data,
}: {
  readonly purchase: Purchase;
  readonly data: PurchaseData;
}): ReactNode {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const canWrite = useCan('purchasing:write');
  const canReceive = useCan('purchasing:receive');
  const receiveKeys = useAriaKeys('shortcuts.receive');
  const [open, setOpen] = useState<Open>(null);
  const [scanned, setScanned] = useState<string | null>(null);
  const close = (): void => setOpen(null);
  const openReceipt = (code: string | null): void => {
    setScanned(code);
    setOpen('receive');
  };
  const { status } = purchase;
  const receivable = canReceive && isIncoming(purchase);
  useHotkeys({ 'shortcuts.receive': () => receivable && openReceipt(null) });
  useScans(openReceipt, receivable, 'page');
  return (
    <>
      <DownloadMenu purchase={purchase} data={data} />
      {canWrite && (status === 'draft' || status === 'ordered') && (
        <Button icon={Ban} variant="danger" onClick={() => setOpen('cancel')}>
          {t('purchasing.actions.cancel')}
        </Button>
      )}
      {canWrite && status === 'partly_received' && (
        <Button icon={PackageMinus} onClick={() => setOpen('close')}>
          {t('purchasing.actions.close')}
        </Button>
      )}
      {canWrite && status === 'draft' && (
        <>
          <Button
            icon={Pencil}
            onClick={() => void navigate(`/purchasing/${encodeURIComponent(purchase.id)}/edit`)}
          >
            {t('purchasing.actions.edit')}
          </Button>
          <Button icon={Send} variant="primary" onClick={() => setOpen('place')}>
            {t('purchasing.actions.place')}
          </Button>
        </>
      )}
      {receivable && (
        <Button
          icon={PackageCheck}
          variant="primary"
          aria-keyshortcuts={receiveKeys}
          onClick={() => openReceipt(null)}
        >
          {t('purchasing.actions.receive')}
        </Button>
      )}
      {open === 'place' && <PlaceDialog purchase={purchase} data={data} onClose={close} />}
      {open === 'receive' && (
        <ReceiveDialog purchase={purchase} barcodes={data.barcodes} first={scanned} onClose={close} />
      )}
      {open === 'close' && <EndDialog kind="close" purchase={purchase} onClose={close} />}
      {open === 'cancel' && <EndDialog kind="cancel" purchase={purchase} onClose={close} />}
    </>
  );
}

function PlaceDialog({
  purchase,
  data,
  onClose,
}: {
  readonly purchase: Purchase;
  readonly data: PurchaseData;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const decision = useDecision('purchasing.place_order', onClose);
  const below = belowMinimum(purchase.total, data.supplier?.minimumOrder ?? 0);
  // As the user saw it: the command's own effect raises the version.
  const [expected] = useState(purchase.version);
  return (
    <FormDialog
      title={t('purchasing.actions.placeTitle', { number: purchase.number })}
      description={t('purchasing.actions.placeBody', {
        supplier: purchase.supplierName,
        amount: format.money(purchase.total, purchase.currency),
        location: data.locationName ?? '–',
      })}
      action={t('purchasing.actions.place')}
      busy={decision.busy}
      disabled={false}
      problem={decision.problem}
      onSubmit={() => void decision.send({ purchaseId: purchase.id, expected })}
      onClose={onClose}
    >
      {below > 0 && (
        <p role="status" className="flex items-start gap-1.5 rounded-md bg-warn-soft px-3 py-2">
          <TriangleAlert size={14} aria-hidden className="mt-0.5 shrink-0 text-warn" />
          {t('purchasing.editor.belowMinimum', { amount: format.money(below, purchase.currency) })}
        </p>
      )}
    </FormDialog>
  );
}

function EndDialog({
  kind,
  purchase,
  onClose,
}: {
  readonly kind: 'close' | 'cancel';
  readonly purchase: Purchase;
  readonly onClose: () => void;
}): ReactNode {
  return kind === 'close' ? (
    <CloseShort purchase={purchase} onClose={onClose} />
  ) : (
    <Cancel purchase={purchase} onClose={onClose} />
  );
}

interface EndProps {
  readonly purchase: Purchase;
  readonly onClose: () => void;
}

function CloseShort({ purchase, onClose }: EndProps): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const [{ version, missing }] = useState(() => ({
    version: purchase.version,
    missing: purchase.lines.reduce((sum, line) => sum + missingOf(line), 0),
  }));
  const form = useForm(CLOSINGS, purchase.id, (fields) => ({ purchaseId: purchase.id, ...fields }));
  const decision = useDecision('purchasing.close_short', () => {
    form.clear();
    onClose();
  });
  const reason = form.value.reason.trim();
  return (
    <FormDialog
      title={t('purchasing.actions.closeTitle', { number: purchase.number })}
      description={t('purchasing.actions.closeBody', {
        count: missing,
        formatted: format.integer(missing),
      })}
      action={t('purchasing.actions.close')}
      busy={decision.busy}
      disabled={reason === ''}
      problem={decision.problem}
      onSubmit={() => void decision.send({ purchaseId: purchase.id, expected: version, reason })}
      onClose={onClose}
    >
      <ReasonInput
        label={t('purchasing.reason')}
        value={form.value.reason}
        onChange={(text) => form.change({ reason: text })}
      />
    </FormDialog>
  );
}

function Cancel({ purchase, onClose }: EndProps): ReactNode {
  const { t } = useTranslation();
  const [version] = useState(purchase.version);
  const form = useForm(CANCELLATIONS, purchase.id, (fields) => ({ purchaseId: purchase.id, ...fields }));
  const decision = useDecision('purchasing.cancel_order', () => {
    form.clear();
    onClose();
  });
  const reason = form.value.reason.trim();
  return (
    <FormDialog
      title={t('purchasing.actions.cancelTitle', { number: purchase.number })}
      description={t('purchasing.actions.cancelBody')}
      action={t('purchasing.actions.cancel')}
      busy={decision.busy}
      disabled={reason === ''}
      problem={decision.problem}
      onSubmit={() => void decision.send({ purchaseId: purchase.id, expected: version, reason })}
      onClose={onClose}
    >
      <ReasonInput
        label={t('purchasing.reason')}
        value={form.value.reason}
        onChange={(text) => form.change({ reason: text })}
      />
    </FormDialog>
  );
}
