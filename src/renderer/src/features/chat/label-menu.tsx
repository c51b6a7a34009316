import { useQuery } from '@tanstack/react-query';
import { Plus, Tag } from 'lucide-react';
import { type FormEvent, type ReactElement, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Label, type LabelChange } from '#shared/domain/chat.ts';
import { bridge } from '../../bridge/client.ts';
import { Button } from '../../components/button.tsx';
import { Field, Input } from '../../components/field.tsx';
import { Popover } from '../../components/overlay.tsx';

/** The labels that are offered. */
const OFFERED = 10;

/** Adds labels to a conversation, and takes them away: those in use, or a new one. */
export function LabelMenu({
  labels,
  disabled,
  trigger,
  open,
  onOpenChange,
  onChange,
}: {
  readonly labels: readonly string[];
  readonly disabled: boolean;
  /** The button that opens it, where it is not the one of a conversation. */
  readonly trigger?: ReactElement;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly onChange: (change: LabelChange) => void;
}): ReactNode {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const used = useQuery({
    queryKey: ['chat', 'labels'],
    queryFn: () => bridge.call('chat.labels', {}),
    enabled: open,
  });
  const typed = text.trim().toLowerCase();
  const parsed = Label.safeParse(text);
  const offered = [...new Set([...labels, ...(used.data?.labels ?? []).map(({ label }) => label)])]
    .filter((label) => label.includes(typed))
    .slice(0, OFFERED);
  const toggle = (label: string): void =>
    onChange(labels.includes(label) ? { add: [], remove: [label] } : { add: [label], remove: [] });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!parsed.success) return;
    if (!labels.includes(parsed.data)) onChange({ add: [parsed.data], remove: [] });
    setText('');
  };
  return (
    <Popover
      label={t('chat.labels.title')}
      align="start"
      className="w-64"
      open={open}
      onOpenChange={onOpenChange}
      trigger={
        trigger ?? (
          <Button size="sm" variant="ghost" icon={labels.length === 0 ? Tag : Plus} disabled={disabled}>
            {labels.length === 0 ? t('chat.labels.title') : t('chat.labels.add')}
          </Button>
        )
      }
    >
      <form onSubmit={submit} noValidate>
        <Field
          label={t('chat.labels.find')}
          error={text.trim() !== '' && !parsed.success ? t('chat.labels.invalid') : null}
        >
          {(props) => (
            <Input {...props} value={text} maxLength={60} onChange={(event) => setText(event.target.value)} />
          )}
        </Field>
      </form>
      <fieldset className="mt-2 flex max-h-64 flex-col overflow-y-auto" aria-label={t('chat.labels.title')}>
        {offered.map((label) => (
          <label key={label} className="flex h-7 items-center gap-2 rounded-md px-1.5 hover:bg-hover">
            <input type="checkbox" checked={labels.includes(label)} onChange={() => toggle(label)} />
            <span dir="auto" className="min-w-0 truncate">
              {label}
            </span>
          </label>
        ))}
        {parsed.success && !offered.includes(parsed.data) && (
          <p className="px-1.5 py-1 text-xs text-ink-3">{t('chat.labels.create', { label: parsed.data })}</p>
        )}
        {offered.length === 0 && text === '' && (
          <p className="px-1.5 py-1 text-xs text-ink-3">{t('chat.labels.none')}</p>
        )}
      </fieldset>
    </Popover>
  );
}
