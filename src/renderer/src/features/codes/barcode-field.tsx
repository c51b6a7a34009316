import { type ComponentProps, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { barcodeOf, expectedCheckDigit, MAX_CODE, symbologyOf } from '#shared/domain/barcodes.ts';
import { bridge } from '../../bridge/client.ts';
import { Field, Input } from '../../components/field.tsx';
import { useAttempt } from '../../hooks/use-attempt.ts';
import { useScans } from '../../hooks/use-scans.ts';

/**
 * The barcode of an item. Says which check digit is expected, and how the barcode will be drawn. While it is on screen, scanned
 * codes are written into it.
 */
export function BarcodeField({
  label,
  value,
  onChange,
  error,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (barcode: string) => void;
  readonly error?: ComponentProps<typeof Field>['error'];
}): ReactNode {
  const { t } = useTranslation();
  const [left, setLeft] = useState(false);
  const attempt = useAttempt();
  useScans((text) => {
    const found = bridge.call('inventory.find_code', { text: text.slice(0, MAX_CODE) });
    attempt(found.then(({ code }) => code && onChange(barcodeOf(code))));
  });
  const barcode = value.trim();
  const digit = expectedCheckDigit(barcode);
  const wrong = digit !== null && (left || barcode.length > 12);
  return (
    <Field
      label={label}
      hint={barcode === '' ? t('codes.field.hint') : t(`codes.symbology.${symbologyOf(barcode)}`)}
      error={wrong ? t('codes.field.checkDigit', { digit, found: barcode.at(-1) ?? '' }) : error}
    >
      {(props) => (
        <Input
          {...props}
          value={value}
          autoComplete="off"
          spellCheck={false}
          onBlur={() => setLeft(true)}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
