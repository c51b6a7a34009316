import { type FormEvent, type ReactNode, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import { Dialog } from './overlay.tsx';

/** A form in a dialog: Enter submits, Esc closes. `problem` says why the last attempt failed. */
export function FormDialog({
  title,
  description,
  action,
  busy,
  disabled,
  danger = false,
  problem,
  width = 'sm',
  onSubmit,
  onClose,
  children,
}: {
  readonly title: string;
  readonly description?: string;
  /** What the button does: "Add user", not "OK". */
  readonly action: string;
  readonly busy: boolean;
  readonly disabled: boolean;
  /** Whether it cannot be undone. */
  readonly danger?: boolean;
  readonly problem: string | null;
  readonly width?: 'sm' | 'md' | 'lg';
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}): ReactNode {
  const { t } = useTranslation();
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  // The first field, not the button that closes.
  const first = {
    get current(): HTMLElement | null {
      const fields = form.current;
      return fields?.querySelector('input') ?? fields?.querySelector<HTMLElement>('select, textarea') ?? null;
    },
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!disabled && !busy) onSubmit();
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={title}
      {...(description === undefined ? {} : { description })}
      width={width}
      initialFocus={first}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button
            type="submit"
            form={id}
            variant={danger ? 'danger' : 'primary'}
            busy={busy}
            disabled={disabled}
          >
            {action}
          </Button>
        </>
      }
    >
      <form id={id} ref={form} onSubmit={submit} className="flex flex-col gap-3" noValidate>
        {children}
        {problem !== null && (
          <p role="alert" className="rounded-md bg-crit-soft px-3 py-2 text-crit proportional-nums">
            {problem}
          </p>
        )}
      </form>
    </Dialog>
  );
}
