import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { MAX_COUNT_LINES } from '#shared/domain/counts.ts';
import { Field, Input, Select } from '../../components/field.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import {
  locationsOf,
  type ReadRows,
  SelectionReader,
  usePlaceOptions,
} from '../../components/selection-reader.tsx';
import { useDecision } from '../../hooks/use-decision.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { newId } from '../../lib/new-id.ts';
import type { SelectionActionProps } from '../../lib/selection.ts';

/** The most rows that are read: a full sheet at each of four locations. */
const MAX_ROWS = 4 * MAX_COUNT_LINES;

/** Starts a count of the selected items at one of their locations. */
export default function CountSelected({ rows, onClose }: SelectionActionProps): ReactNode {
  return (
    <SelectionReader rows={rows} max={MAX_ROWS} onClose={onClose}>
      {(read) => <Start read={read} onClose={onClose} />}
    </SelectionReader>
  );
}

function Start({ read, onClose }: { readonly read: ReadRows; readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const places = locationsOf(read.rows);
  const options = usePlaceOptions(places);
  const [countId] = useState(newId);
  const [name, setName] = useState('');
  const [locationId, setLocation] = useState(places[0]?.id ?? '');
  const [blind, setBlind] = useState(false);
  const lines = read.rows.filter((row) => row.locationId === locationId);
  const tooMany = read.more || lines.length > MAX_COUNT_LINES;
  const decision = useDecision('counts.start', () => {
    onClose();
    void navigate(`/counts/${countId}`);
  });
  return (
    <FormDialog
      title={t('counts.selected.title')}
      description={t('counts.selected.about')}
      action={t('counts.start.action')}
      busy={decision.busy}
      disabled={tooMany || lines.length === 0}
      problem={
        tooMany ? t('counts.start.tooMany', { max: format.integer(MAX_COUNT_LINES) }) : decision.problem
      }
      onSubmit={() =>
        void decision.send({
          ...{ countId, name: name.trim(), locationId, choice: 'items', category: null, blind },
          itemIds: lines.map(({ itemId }) => itemId),
        })
      }
      onClose={onClose}
    >
      <Field label={t('counts.start.name')}>
        {(props) => (
          <Input
            {...props}
            maxLength={120}
            autoComplete="off"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Field label={t('counts.start.location')}>
        {(props) => <Select {...props} value={locationId} onChange={setLocation} options={options} />}
      </Field>
      <label className="flex items-center gap-2">
        <input type="checkbox" checked={blind} onChange={(event) => setBlind(event.target.checked)} />
        {t('counts.start.blind')}
      </label>
    </FormDialog>
  );
}
