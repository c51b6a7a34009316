import { CloudOff, TriangleAlert } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Supplier } from '#shared/domain/suppliers.ts';
import { Field, Input, Select, TextArea } from '../../../components/field.tsx';
import { useOrderableItems } from '../../../components/item-picker.tsx';
import { DetailRow, Panel } from '../../../components/panel.tsx';
import { Money } from '../../../components/values.tsx';
import { useFormat } from '../../../hooks/use-format.ts';
import { useLocations } from '../../../hooks/use-locations.ts';
import { useIsLive } from '../../../stores/connection.ts';
import { type DraftForm, totalOf } from './draft-form.ts';
import { LinesEditor } from './lines-editor.tsx';

/** The lines of an order, where and when they are to arrive, and what they come to. `actions` are its buttons. */
export function DraftEditor({
  supplier,
  form,
  checked,
  problem,
  actions,
  onChange,
}: {
  readonly supplier: Supplier;
  readonly form: DraftForm;
  readonly checked: boolean;
  readonly problem: ReactNode;
  readonly actions: ReactNode;
  readonly onChange: (change: Partial<DraftForm>) => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const live = useIsLive();
  const locations = useLocations();
  const ids = form.lines.map(({ itemId }) => itemId).join('\n');
  const itemIds = useMemo(() => (ids === '' ? [] : ids.split('\n')), [ids]);
  const items = useOrderableItems(supplier.id, itemIds);
  const { currency, minimumOrder } = supplier;
  const total = totalOf(form.lines, currency);
  const below = total !== null && total < minimumOrder && form.lines.length > 0;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_320px] items-start gap-4 max-[899px]:grid-cols-1">
      <LinesEditor
        supplierId={supplier.id}
        currency={currency}
        lines={form.lines}
        items={items}
        checked={checked}
        onChange={(lines) => onChange({ lines })}
      />
      <Panel title={supplier.name} bodyClassName="flex flex-col gap-3 p-4">
        <Field
          label={t('purchasing.destination')}
          error={checked && form.locationId === null ? t('purchasing.editor.errors.location') : null}
        >
          {(props) => (
            <Select
              {...props}
              value={form.locationId ?? ''}
              onChange={(value) => onChange({ locationId: value || null })}
              options={[
                ...(form.locationId === null ? [{ value: '', label: t('purchasing.editor.choose') }] : []),
                ...locations.map(({ id, name }) => ({ value: id, label: name })),
              ]}
            />
          )}
        </Field>
        <Field
          label={t('purchasing.expected')}
          hint={t('purchasing.editor.expectedHint', { days: format.integer(supplier.leadTimeDays) })}
        >
          {(props) => (
            <Input
              {...props}
              type="date"
              value={form.expectedOn}
              onChange={(event) => onChange({ expectedOn: event.target.value })}
            />
          )}
        </Field>
        <Field label={t('purchasing.note')} hint={t('purchasing.editor.noteHint')}>
          {(props) => (
            <TextArea
              {...props}
              rows={2}
              maxLength={1000}
              value={form.note}
              onChange={(event) => onChange({ note: event.target.value })}
            />
          )}
        </Field>
        <dl className="border-t border-line pt-2">
          <DetailRow label={t('purchasing.total')}>
            <strong className="text-md font-semibold" data-total>
              <Money amount={total} currency={currency} />
            </strong>
          </DetailRow>
          {minimumOrder > 0 && (
            <DetailRow label={t('purchasing.minimumOrder')}>
              <Money amount={minimumOrder} currency={currency} />
            </DetailRow>
          )}
        </dl>
        {below && (
          <p role="status" className="flex items-start gap-1.5 text-xs text-warn">
            <TriangleAlert size={13} aria-hidden className="mt-0.5 shrink-0" />
            {t('purchasing.editor.belowMinimum', {
              amount: format.money(minimumOrder - (total ?? 0), currency),
            })}
          </p>
        )}
        {checked && form.lines.length === 0 && (
          <p role="alert" className="text-xs text-crit">
            {t('purchasing.editor.errors.lines')}
          </p>
        )}
        {problem}
        {!live && (
          <p role="status" className="flex items-center gap-1.5 text-xs text-ink-2">
            <CloudOff size={13} aria-hidden />
            {t('purchasing.offline')}
          </p>
        )}
        <div className="flex flex-wrap gap-2">{actions}</div>
      </Panel>
    </div>
  );
}
