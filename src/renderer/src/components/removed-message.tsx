import { Ban } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Redaction } from '#shared/domain/redaction.ts';
import { useFormat } from '../hooks/use-format.ts';

/** What stands in place of a removed message. */
export function RemovedMessage({ redacted }: { readonly redacted: Redaction }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <span className="flex items-baseline gap-1.5 text-ink-2 italic" title={format.dateTime(redacted.at)}>
      <Ban size={12} aria-hidden className="shrink-0 self-center" />
      <span>
        {t('chat.redact.by')} <bdi>{redacted.byName}</bdi>: <bdi>{redacted.reason}</bdi>
      </span>
    </span>
  );
}
