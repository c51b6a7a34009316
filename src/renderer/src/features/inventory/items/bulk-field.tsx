import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Field, Input } from '../../../components/field.tsx';

/** A field of a form for many items. Left empty, it changes nothing. */
export function BulkField({
  label,
  value,
  numeric = false,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly numeric?: boolean;
  readonly onChange: (value: string) => void;
}): ReactNode {
  const { t } = useTranslation();
  return (
    <Field className="min-w-28 flex-1" label={label}>
      {(props) => (
        <Input
          {...props}
          inputMode={numeric ? 'numeric' : 'text'}
          autoComplete="off"
          placeholder={t('inventory.items.unchanged')}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
