import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ItemField } from '#shared/domain/items.ts';
import { Field, Input } from '../../../components/field.tsx';
import { BarcodeField } from '../../codes/index.ts';
import type { ItemErrors, ItemText } from './item-form.ts';

/** The fields in rows, as they are laid out. */
const ROWS: readonly (readonly ItemField[])[] = [
  ['name'],
  ['sku', 'barcode'],
  ['category', 'unit'],
  ['price', 'cost'],
  ['backorderLimit'],
];
const OPTIONAL: ReadonlySet<ItemField> = new Set(['barcode', 'cost']);
const NUMERIC: ReadonlySet<ItemField> = new Set(['price', 'cost', 'backorderLimit']);

/** The fields of an item. `note` adds something below a field. */
export function ItemFields({
  text,
  currency,
  errors,
  onChange,
  note,
}: {
  readonly text: Partial<ItemText>;
  readonly currency: string;
  readonly errors: ItemErrors;
  readonly onChange: (field: ItemField, text: string) => void;
  readonly note?: (field: ItemField) => ReactNode;
}): ReactNode {
  const { t } = useTranslation();
  const label = (field: ItemField): string => {
    const name = t(`inventory.items.fields.${field}`, { currency });
    return OPTIONAL.has(field) ? `${name} (${t('inventory.adjust.optional')})` : name;
  };
  return ROWS.map((row) => (
    <div key={row[0]} className="flex flex-wrap gap-3">
      {row.map((field) => {
        const error = errors[field];
        return (
          <div key={field} className="min-w-28 flex-1">
            {field === 'barcode' ? (
              <BarcodeField
                label={label(field)}
                value={text.barcode ?? ''}
                error={error && t(`inventory.items.errors.${error}`)}
                onChange={(barcode) => onChange('barcode', barcode)}
              />
            ) : (
              <Field
                label={label(field)}
                error={error === undefined ? null : t(`inventory.items.errors.${error}`)}
              >
                {(props) => (
                  <Input
                    {...props}
                    autoComplete="off"
                    inputMode={NUMERIC.has(field) ? 'decimal' : 'text'}
                    value={text[field] ?? ''}
                    onChange={(event) => onChange(field, event.target.value)}
                  />
                )}
              </Field>
            )}
            {note?.(field)}
          </div>
        );
      })}
    </div>
  ));
}
