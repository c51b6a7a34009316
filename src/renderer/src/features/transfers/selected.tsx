import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { MAX_TRANSFER_LINES } from '#shared/domain/transfers.ts';
import { Field, Input, Select } from '../../components/field.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { Segmented } from '../../components/segmented.tsx';
import {
  locationsOf,
  type ReadRows,
  SelectionReader,
  usePlaceOptions,
} from '../../components/selection-reader.tsx';
import { useDecision } from '../../hooks/use-decision.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { usePlaces } from '../../hooks/use-places.ts';
import { newId } from '../../lib/new-id.ts';
import type { SelectionActionProps } from '../../lib/selection.ts';

/** The most rows that are read: many full transfers, of which the locations are chosen. */
const MAX_ROWS = 20 * MAX_TRANSFER_LINES;
/** How much of each item is planned at first. */
const QUANTITIES = ['one', 'available'] as const;

/** Plans a transfer of the selected items from one of their locations. */
export default function TransferSelected({ rows, onClose }: SelectionActionProps): ReactNode {
  return (
    <SelectionReader rows={rows} max={MAX_ROWS} onClose={onClose}>
      {(read) => <Plan read={read} onClose={onClose} />}
    </SelectionReader>
  );
}

function Plan({ read, onClose }: { readonly read: ReadRows; readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const sources = locationsOf(read.rows);
  const options = usePlaceOptions(sources);
  const places = usePlaces().data?.locations ?? [];
  const [transferId] = useState(newId);
  const [from, setFrom] = useState(sources[0]?.id ?? '');
  const [to, setTo] = useState('');
  const [note, setNote] = useState('');
  const [quantity, setQuantity] = useState<(typeof QUANTITIES)[number]>('one');
  const lines = read.rows
    .filter(({ locationId, available }) => locationId === from && (quantity === 'one' || available > 0))
    .map(({ itemId, available }) => ({ itemId, quantity: quantity === 'one' ? 1 : available }));
  const tooMany = read.more || lines.length > MAX_TRANSFER_LINES;
  const decision = useDecision('transfers.create', () => {
    onClose();
    void navigate(`/transfers/${transferId}`);
  });
  return (
    <FormDialog
      title={t('transfers.selected.title')}
      description={t('transfers.selected.about')}
      action={t('transfers.create.action')}
      busy={decision.busy}
      disabled={tooMany || lines.length === 0 || to === '' || to === from}
      problem={
        tooMany
          ? t('transfers.selected.tooMany', { max: format.integer(MAX_TRANSFER_LINES) })
          : decision.problem
      }
      onSubmit={() =>
        void decision.send({ transferId, fromLocationId: from, toLocationId: to, lines, note: note.trim() })
      }
      onClose={onClose}
    >
      <Field label={t('transfers.create.from')}>
        {(props) => <Select {...props} value={from} onChange={setFrom} options={options} />}
      </Field>
      <Field
        label={t('transfers.create.to')}
        error={to !== '' && to === from ? t('transfers.create.same') : null}
      >
        {(props) => (
          <Select
            {...props}
            value={to}
            onChange={setTo}
            options={[
              { value: '', label: t('transfers.create.choose') },
              ...places.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        )}
      </Field>
      <Segmented
        value={quantity}
        label={t('transfers.selected.quantity')}
        segments={QUANTITIES.map((value) => ({ value, label: t(`transfers.selected.quantities.${value}`) }))}
        onChange={setQuantity}
      />
      <p role="status" className="text-xs text-ink-2">
        {t('transfers.selected.lines', { count: lines.length, formatted: format.integer(lines.length) })}
      </p>
      <Field label={t('transfers.create.note')}>
        {(props) => (
          <Input
            {...props}
            maxLength={300}
            autoComplete="off"
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        )}
      </Field>
    </FormDialog>
  );
}
