import { X } from 'lucide-react';
import { type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../../components/button.tsx';
import { useCatalog } from '../../../hooks/use-catalog.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import type { SelectedRows, SelectionAction } from '../../../lib/selection.ts';
import { useSession } from '../../../stores/session.ts';
import type { SelectionState } from './use-selection.ts';

/** What can be done with the selected rows, as long as there are any. */
export function SelectionBar({
  selection,
  total,
}: {
  readonly selection: SelectionState;
  readonly total: number;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const permissions = useSession((state) => state.session?.permissions);
  const { selectionActions } = useCatalog();
  const [running, run] = useState<{ readonly action: SelectionAction; readonly rows: SelectedRows } | null>(
    null,
  );
  const { count, state } = selection;
  if (count === 0 && running === null) return null;
  const allowed = selectionActions.filter(
    ({ permission }) => permission === null || (permissions?.includes(permission) ?? false),
  );
  return (
    <section
      aria-label={t('inventory.selection.bar')}
      className="flex shrink-0 flex-wrap items-center justify-end gap-x-2 gap-y-1 border-t border-line bg-raised px-4 py-1.5 shadow-pop"
    >
      {/* At the right, because toasts appear at the left. */}
      <p role="status" className="mr-1 font-medium">
        {t('inventory.selection.count', { count, formatted: format.integer(count) })}
      </p>
      {state !== 'all' && (
        <Button size="sm" variant="ghost" onClick={selection.selectAll}>
          {t('inventory.selection.all', { formatted: format.integer(total) })}
        </Button>
      )}
      <IconButton size="sm" icon={X} label={t('inventory.selection.clear')} onClick={selection.clear} />
      {allowed.map((action) => (
        <Button
          key={action.id}
          size="sm"
          icon={action.icon}
          onClick={() => run({ action, rows: selection.rows })}
        >
          {t(action.label)}
        </Button>
      ))}
      <Suspense fallback={null}>
        {running !== null && <running.action.dialog rows={running.rows} onClose={() => run(null)} />}
      </Suspense>
    </section>
  );
}
