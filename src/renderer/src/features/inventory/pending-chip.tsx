import { Clock3 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../hooks/use-format.ts';

/** What queued commands will add, as a chip beside the figure they will change. */
export function PendingChip({ delta }: { readonly delta: number }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  if (delta === 0) return null;
  const text = format.delta(delta);
  return (
    <span
      title={t('inventory.table.pendingTitle', { delta: text })}
      className="inline-flex items-center gap-0.5 rounded-sm bg-warn-soft px-1 text-2xs font-medium text-warn"
    >
      <Clock3 size={10} aria-hidden />
      <span aria-hidden>{text}</span>
      <span className="sr-only">{t('inventory.table.pendingTitle', { delta: text })}</span>
    </span>
  );
}
