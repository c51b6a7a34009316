import { CloudOff, PackageCheck } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { missingOf, Purchase } from '#shared/domain/purchasing.ts';
import { Button } from '../../../components/button.tsx';
import { Field, Input, Select, Switch } from '../../../components/field.tsx';
import { Dialog } from '../../../components/overlay.tsx';
import { Segmented } from '../../../components/segmented.tsx';
import { useCodeQueue } from '../../../hooks/use-code-queue.ts';
import { useDecision } from '../../../hooks/use-decision.ts';
import { formKind, useForm } from '../../../hooks/use-form.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import { useLocations } from '../../../hooks/use-locations.ts';
import { useScans } from '../../../hooks/use-scans.ts';
import { findCode } from '../../../lib/find-code.ts';
import { pickMatch } from '../../../lib/scan-match.ts';
import { useIsLive } from '../../../stores/connection.ts';
import { useTimeZone } from '../../../stores/session.ts';
import { Problem } from '../editor/problem.tsx';
import {
  type Count,
  changeCount,
  countedOf,
  differencesOf,
  EMPTY_RECEIPT,
  lineCodes,
  lineOfCode,
  lineOfItem,
  type ReceiveForm,
  rebase,
  receiptData,
  scannedCount,
  staleCounts,
} from './receive-form.ts';
import { ReceiveLines } from './receive-lines.tsx';
import { StaleNote } from './stale-note.tsx';

/** Deliveries that were counted and not sent, by order. */
const RECEIPTS = formKind('purchasing.receive', EMPTY_RECEIPT, ({ counts }) => counts.length === 0);

/** Says what a scan did. */
interface Scanned {
  readonly known: boolean;
  readonly text: string;
}

/**
 * Records a delivery. A scanner types a code and Enter into the first field: that selects the line and counts it up by one unit or
 * one pack; quantities can be typed, too.
 */
export function ReceiveDialog({
  purchase,
  barcodes,
  first,
  onClose,
}: {
  readonly purchase: Purchase;
  /** The barcode of each line's item. */
  readonly barcodes: readonly (string | null)[];
  /** A code that was scanned to open this. */
  readonly first: string | null;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const live = useIsLive();
  const timeZone = useTimeZone();
  const scan = useRef<HTMLInputElement | null>(null);
  const [scanned, setScanned] = useState<Scanned | null>(null);
  const [selected, setSelected] = useState(-1);
  const [checked, setChecked] = useState(false);
  const kept = useForm(RECEIPTS, purchase.id, (fields) => ({
    ...{ purchaseId: purchase.id, reference: fields.reference.trim() || null },
    arrivals: fields.counts.map(({ quantity }) => ({ quantity: Number(quantity) || 0 })).slice(0, 50),
  }));
  const form: ReceiveForm = { ...kept.value, locationId: kept.value.locationId ?? purchase.locationId };
  const decision = useDecision('purchasing.receive', () => {
    kept.clear();
    onClose();
  });
  // The command's own effect counts its goods as received: until it is answered, the order is as it was when it was sent.
  const sent = useRef(purchase);
  if (!decision.busy) sent.current = Purchase.safeParse(decision.refusal?.current).data ?? purchase;
  const { lines } = sent.current;
  // As it will be drawn next: codes may be taken faster than that.
  const newest = useRef(form);
  newest.current = form;
  const change = (part: Partial<ReceiveForm>): void => {
    newest.current = { ...newest.current, ...part };
    kept.change(newest.current);
  };
  const count = (line: number, part: Partial<Count>): void => {
    setSelected(line);
    change({ counts: changeCount(newest.current.counts, line, lines[line]?.received ?? 0, part) });
  };

  const take = async (text: string): Promise<void> => {
    const { code, matches } = await findCode(text);
    const { counts, byPack } = newest.current;
    const isComplete = (n: number): boolean => {
      const line = lines[n];
      return line === undefined || (countedOf(counts, n) ?? 0) >= missingOf(line);
    };
    const picked = pickMatch(matches, (itemId) => lineOfItem(lines, itemId, isComplete) ?? undefined);
    const at =
      picked.kind === 'one' ? picked.value : lineOfCode(lineCodes(lines, barcodes), text, isComplete);
    const line = at === null ? undefined : lines[at];
    if (at === null || !line) {
      const key = picked.kind === 'several' ? 'several' : 'unknown';
      setScanned({ known: false, text: t(`purchasing.receive.${key}`, { code: code?.text ?? text }) });
      return;
    }
    const units = code?.quantity ?? (byPack ? line.packSize : 1);
    const scan = scannedCount(counts, at, { units, lot: code?.lot, expiresOn: code?.expiresOn });
    if (scan === null) {
      setSelected(at);
      setScanned({ known: false, text: t('purchasing.receive.otherLot', { item: line.name }) });
      return;
    }
    count(at, scan);
    setScanned({
      known: true,
      text: t('purchasing.receive.scanned', {
        item: line.name,
        formatted: format.integer(Number(scan.quantity)),
      }),
    });
  };
  const onCode = useCodeQueue(take, { ready: kept.ready && !decision.busy, first });
  useScans(onCode);
  const onScan = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    event.preventDefault();
    const code = event.currentTarget.value.trim();
    event.currentTarget.value = '';
    if (code !== '') onCode(code);
  };
  const fillAll = (): void =>
    change({
      counts: lines.reduce<Count[]>((counts, line, n) => {
        const missing = missingOf(line);
        return missing > 0 ? changeCount(counts, n, line.received, { quantity: String(missing) }) : counts;
      }, form.counts),
    });

  const differences = differencesOf(lines, form.counts);
  const over = differences.filter(({ kind }) => kind === 'over');
  const stale = decision.busy ? [] : staleCounts(lines, form.counts);
  const data = receiptData(purchase.id, form, timeZone);
  const send = (): void => {
    setChecked(true);
    if (data === null || stale.length > 0 || (over.length > 0 && !form.acceptOver)) return;
    void decision.send({ ...data, acceptOver: over.length > 0 });
  };
  const units = form.counts.reduce((sum, { line }) => sum + (countedOf(form.counts, line) ?? 0), 0);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      initialFocus={scan}
      width="lg"
      title={t('purchasing.receive.title', { number: purchase.number })}
      description={t('purchasing.receive.description', { supplier: purchase.supplierName })}
      footer={
        <>
          <span role="status" className="mr-auto self-center text-xs text-ink-2">
            {t('purchasing.about.units', { count: units, formatted: format.integer(units) })}
          </span>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button variant="primary" icon={PackageCheck} busy={decision.busy} onClick={send}>
            {t('purchasing.receive.submit')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <div className="flex flex-wrap items-end gap-2">
          <Field className="min-w-48 flex-1" label={t('purchasing.receive.scan')}>
            {(props) => (
              <Input
                {...props}
                ref={scan}
                data-scan-field
                autoComplete="off"
                spellCheck={false}
                placeholder={t('purchasing.receive.scanHint')}
                onKeyDown={onScan}
              />
            )}
          </Field>
          <Segmented<'unit' | 'pack'>
            value={form.byPack ? 'pack' : 'unit'}
            label={t('purchasing.receive.by')}
            segments={[
              { value: 'unit', label: t('purchasing.receive.byUnit') },
              { value: 'pack', label: t('purchasing.receive.byPack') },
            ]}
            onChange={(by) => change({ byPack: by === 'pack' })}
          />
          <Button onClick={fillAll}>{t('purchasing.receive.fillAll')}</Button>
        </div>
        <p
          role="status"
          aria-live="assertive"
          className={scanned?.known === false ? 'text-crit' : 'text-ink-2'}
          data-scanned={scanned?.known}
        >
          {scanned?.text ?? t('purchasing.receive.ready')}
        </p>
        <StaleNote
          lines={lines}
          stale={stale}
          onUseCurrent={() => change({ counts: rebase(lines, form.counts) })}
          onDrop={() => change({ counts: form.counts.filter((one) => !stale.includes(one)) })}
        />
        <ReceiveLines
          lines={lines}
          counts={form.counts}
          differences={differences}
          selected={selected}
          checked={checked}
          onCount={count}
        />
        {over.length > 0 && (
          <div className="flex items-center justify-between gap-3 rounded-md bg-warn-soft px-3 py-2">
            <span>{t('purchasing.receive.acceptOver')}</span>
            <Switch
              checked={form.acceptOver}
              label={t('purchasing.receive.acceptOver')}
              onChange={(acceptOver) => change({ acceptOver })}
            />
          </div>
        )}
        <div className="grid grid-cols-2 gap-3">
          <Destination value={form.locationId} onChange={(locationId) => change({ locationId })} />
          <Field label={t('purchasing.receive.reference')}>
            {(props) => (
              <Input
                {...props}
                autoComplete="off"
                maxLength={120}
                value={form.reference}
                onChange={(event) => change({ reference: event.target.value })}
              />
            )}
          </Field>
        </div>
        {checked && data === null && <Problem text={t('purchasing.receive.nothing')} />}
        {checked && over.length > 0 && !form.acceptOver && (
          <Problem text={t('purchasing.receive.overNotAccepted')} />
        )}
        {stale.length === 0 && <Problem text={decision.problem} />}
        {!live && (
          <p role="status" className="flex items-center gap-1.5 text-xs text-ink-2">
            <CloudOff size={13} aria-hidden />
            {t('purchasing.offline')}
          </p>
        )}
      </div>
    </Dialog>
  );
}

function Destination({
  value,
  onChange,
}: {
  readonly value: string | null;
  readonly onChange: (locationId: string) => void;
}): ReactNode {
  const { t } = useTranslation();
  const locations = useLocations();
  return (
    <Field label={t('purchasing.receive.location')}>
      {(props) => (
        <Select
          {...props}
          value={value ?? ''}
          onChange={onChange}
          options={locations.map(({ id, name }) => ({ value: id, label: name }))}
        />
      )}
    </Field>
  );
}
