import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TransferLineRow } from '#shared/bridge/transfers.ts';
import { Button } from '../../../components/button.tsx';
import { Field, FieldError, Input } from '../../../components/field.tsx';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { ScanField, type ScanResult } from '../../../components/scan-field.tsx';
import { useCodeQueue } from '../../../hooks/use-code-queue.ts';
import { useDecision } from '../../../hooks/use-decision.ts';
import { formKind, useForm } from '../../../hooks/use-form.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import { useScans } from '../../../hooks/use-scans.ts';
import { findCode } from '../../../lib/find-code.ts';
import { pickMatch } from '../../../lib/scan-match.ts';
import { useCan } from '../../../stores/session.ts';
import {
  type ArrivingLine,
  arrivingLines,
  EMPTY_RECEIPT,
  missingOf,
  type ReceiveForm,
} from './receive-form.ts';
import { namesOf, type TransferData } from './use-transfer.ts';

/** Receipts that were begun, by transfer. */
const RECEIPTS = formKind('transfers.receive', EMPTY_RECEIPT, ({ arrived }) =>
  Object.values(arrived).every((text) => text.trim() === ''),
);

/** Receives what arrived, by scan or by hand. What is missing is kept open or written off. */
export function ReceiveDialog({
  transfer,
  first,
  onClose,
}: {
  readonly transfer: TransferData;
  /** A code that was scanned to open this. */
  readonly first: string | null;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const canWriteOff = useCan('transfers:write');
  const { id: transferId, number, toName: to } = transfer;
  const kept = useForm(RECEIPTS, transferId, () => ({ transferId, lines: [] }));
  const form = kept.value;
  const change = (part: Partial<ReceiveForm>): void => kept.change({ ...form, ...part });
  const decision = useDecision('transfers.receive', () => {
    kept.clear();
    onClose();
  });
  const [checked, setChecked] = useState(false);
  // What it is measured against stays as it was when it was sent: the receipt's own effect must not speak against it.
  const [sent, setSent] = useState<readonly TransferLineRow[] | null>(null);
  const lines = decision.busy && sent !== null ? sent : transfer.lines;
  const rows = arrivingLines(lines, form);
  const missing = missingOf(rows);
  const received = rows.filter(({ quantity }) => quantity > 0);
  const wrong = rows.some(({ problem }) => problem !== null);
  const reasonMissing = form.writeOff && missing.length > 0 && form.reason.trim() === '';
  const submit = (): void => {
    setChecked(true);
    if (wrong || received.length === 0 || reasonMissing) return;
    setSent(lines);
    void decision.send({
      ...{ transferId, seen: transfer.changeId },
      lines: received.map(({ line, quantity }) => ({ itemId: line.itemId, quantity })),
      writeOff:
        form.writeOff && canWriteOff && missing.length > 0
          ? {
              lines: missing.map(({ itemId, quantity }) => ({ itemId, quantity })),
              reason: form.reason.trim(),
            }
          : null,
    });
  };
  return (
    <FormDialog
      title={t('transfers.receive.title', { number })}
      description={t('transfers.receive.description', { to })}
      action={t('transfers.receive.action')}
      busy={decision.busy}
      disabled={false}
      problem={decision.problem}
      onSubmit={submit}
      onClose={onClose}
    >
      <Arrivals
        rows={rows}
        ready={kept.ready}
        first={first}
        onArrived={(arrived) => change({ arrived })}
        arrived={form.arrived}
      />
      {checked && received.length === 0 && <FieldError>{t('transfers.receive.nothing')}</FieldError>}
      {received.length > 0 && missing.length > 0 && (
        <Shortage
          names={namesOf(missing)}
          form={form}
          canWriteOff={canWriteOff}
          error={checked && reasonMissing}
          onChange={change}
        />
      )}
    </FormDialog>
  );
}

function Arrivals({
  rows,
  arrived,
  ready,
  first,
  onArrived,
}: {
  readonly rows: readonly ArrivingLine[];
  /** Whether what was kept of this form has been read. */
  readonly ready: boolean;
  readonly first: string | null;
  readonly arrived: ReceiveForm['arrived'];
  readonly onArrived: (arrived: ReceiveForm['arrived']) => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const [result, setResult] = useState<ScanResult | null>(null);
  const newest = useRef(arrived);
  newest.current = arrived;
  const take = async (code: string): Promise<void> => {
    const { code: read, matches } = await findCode(code);
    const picked = pickMatch(matches, (itemId) => rows.find(({ line }) => line.itemId === itemId));
    if (picked.kind !== 'one') {
      const key = picked.kind === 'several' ? 'several' : 'unknown';
      setResult({ tone: 'crit', text: t(`transfers.receive.${key}`, { code: read?.text ?? code }) });
      return;
    }
    const { line, open } = picked.value;
    const before = newest.current[line.itemId] ?? '';
    const quantity = (/^\d{1,7}$/.test(before.trim()) ? Number(before) : 0) + (read?.quantity ?? 1);
    newest.current = { ...newest.current, [line.itemId]: String(quantity) };
    onArrived(newest.current);
    setResult({
      tone: quantity > open ? 'crit' : 'ok',
      text: t('transfers.receive.scanned', { name: line.name, quantity: format.integer(quantity) }),
    });
  };
  const onCode = useCodeQueue(take, { ready, first });
  useScans(onCode);
  return (
    <>
      <div className="flex items-start gap-2">
        <ScanField
          label={t('transfers.receive.scan')}
          result={result}
          onCode={onCode}
          className="min-w-0 flex-1"
        />
        <Button
          onClick={() =>
            onArrived(Object.fromEntries(rows.map(({ line, open }) => [line.itemId, String(open)])))
          }
        >
          {t('transfers.receive.all')}
        </Button>
      </div>
      <ul className="max-h-56 overflow-auto rounded-md border border-line">
        {rows.map(({ line, open, text, problem }) => (
          <li key={line.itemId} className="border-b border-line px-2.5 py-1.5 last:border-0">
            <div className="flex items-center gap-3">
              <span className="min-w-0 flex-1 truncate proportional-nums" title={line.name}>
                <bdi>{line.name}</bdi> <span className="text-xs text-ink-3">{line.sku}</span>
              </span>
              <Input
                inputMode="numeric"
                autoComplete="off"
                value={text}
                aria-invalid={problem !== null}
                aria-label={t('transfers.receive.quantity', { name: line.name })}
                onChange={(event) => onArrived({ ...arrived, [line.itemId]: event.target.value })}
                className="w-16 shrink-0 text-right"
              />
              <span className="w-14 text-xs whitespace-nowrap text-ink-3">
                {t('transfers.receive.of', { formatted: format.integer(open) })}
              </span>
            </div>
            {problem !== null && <FieldError>{t(`transfers.receive.${problem}`)}</FieldError>}
          </li>
        ))}
      </ul>
    </>
  );
}

/** What is missing, and what becomes of it. */
function Shortage({
  names,
  form,
  canWriteOff,
  error,
  onChange,
}: {
  readonly names: string;
  readonly form: ReceiveForm;
  readonly canWriteOff: boolean;
  readonly error: boolean;
  readonly onChange: (part: Partial<ReceiveForm>) => void;
}): ReactNode {
  const { t } = useTranslation();
  return (
    <fieldset className="min-w-0 rounded-md border border-line bg-warn-soft p-2.5">
      <legend className="sr-only">{t('transfers.receive.missing', { names })}</legend>
      <p role="status" className="mb-1.5 font-medium proportional-nums">
        {t('transfers.receive.missing', { names })}
      </p>
      {[false, true].map((writeOff) =>
        writeOff && !canWriteOff ? null : (
          <label key={String(writeOff)} className="flex items-center gap-2">
            <input
              type="radio"
              name="shortage"
              checked={form.writeOff === writeOff}
              onChange={() => onChange({ writeOff })}
            />
            {t(writeOff ? 'transfers.receive.writeOff' : 'transfers.receive.keep')}
          </label>
        ),
      )}
      {form.writeOff && canWriteOff && (
        <Field
          className="mt-2"
          label={t('transfers.receive.reason')}
          error={error ? t('orders.refund.errors.reasonMissing') : null}
        >
          {(props) => (
            <Input
              {...props}
              maxLength={200}
              autoComplete="off"
              value={form.reason}
              onChange={(event) => onChange({ reason: event.target.value })}
            />
          )}
        </Field>
      )}
    </fieldset>
  );
}
