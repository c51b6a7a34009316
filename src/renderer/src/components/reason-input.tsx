import type { ReactNode } from 'react';
import { Field, Input } from './field.tsx';

/** The most characters of a reason. */
const MAX_REASON = 200;

/** Asks why: the reason that goes with a decision. */
export function ReasonInput({
  label,
  hint,
  value,
  maxLength = MAX_REASON,
  onChange,
}: {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly maxLength?: number;
  readonly onChange: (value: string) => void;
}): ReactNode {
  return (
    <Field label={label} hint={hint}>
      {(props) => (
        <Input
          {...props}
          required
          maxLength={maxLength}
          autoComplete="off"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
