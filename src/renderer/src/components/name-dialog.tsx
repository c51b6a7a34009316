import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ViewName } from '#shared/domain/views.ts';
import type { KeptWords } from '../hooks/use-kept-words.ts';
import { Field, Input } from './field.tsx';
import { FormDialog } from './form-dialog.tsx';

/** Asks for the name of a view or a board. What is typed is kept until it is sent. */
export function NameDialog({
  kept,
  title,
  description,
  action,
  initial,
  decision,
  onName,
  onClose,
}: {
  readonly kept: KeptWords<{ readonly name: string }>;
  readonly title: string;
  readonly description?: string;
  readonly action: string;
  /** The name to begin with, if none was typed before. */
  readonly initial: string;
  readonly decision: { readonly busy: boolean; readonly problem: string | null };
  readonly onName: (name: string) => void;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  // An empty field may be meant, once it was touched.
  const [touched, setTouched] = useState(false);
  const name = touched || kept.value.name !== '' ? kept.value.name : initial;
  const valid = ViewName.safeParse(name);
  return (
    <FormDialog
      title={title}
      {...(description === undefined ? {} : { description })}
      action={action}
      busy={decision.busy}
      disabled={!valid.success}
      problem={decision.problem}
      onClose={onClose}
      onSubmit={() => {
        if (!valid.success) return;
        kept.clear();
        onName(valid.data);
      }}
    >
      <Field label={t('views.name')} error={name.trim().length > 80 ? t('views.nameLong') : undefined}>
        {(props) => (
          <Input
            {...props}
            dir="auto"
            autoComplete="off"
            value={name}
            onChange={(event) => {
              setTouched(true);
              kept.change({ name: event.target.value });
            }}
          />
        )}
      </Field>
    </FormDialog>
  );
}
