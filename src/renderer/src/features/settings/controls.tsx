import { type ReactNode, useId } from 'react';
import { Switch } from '../../components/field.tsx';

/** A labelled row with a control at its end. */
export function Choice({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <div className="flex min-h-11 items-center gap-4 border-b border-line last:border-0">
      <span className="flex-1 font-medium">{label}</span>
      {children}
    </div>
  );
}

/** A switch with its label and what it does. */
export function Toggle({
  label,
  hint,
  checked,
  onChange,
}: {
  readonly label: string;
  readonly hint: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}): ReactNode {
  const id = useId();
  return (
    <div className="flex items-center gap-4 pt-3">
      <div className="flex-1">
        <p className="font-medium proportional-nums">{label}</p>
        <p id={id} className="text-xs text-ink-3 proportional-nums">
          {hint}
        </p>
      </div>
      <Switch label={label} checked={checked} onChange={onChange} />
    </div>
  );
}
