import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type BulkRun, MAX_RUN_ITEMS } from '#shared/domain/bulk-run.ts';
import { MAX_BULK } from '#shared/domain/items.ts';
import type { CommandData } from '#shared/protocol/commands/index.ts';
import { Button } from '../../../components/button.tsx';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { Dialog } from '../../../components/overlay.tsx';
import { useFormat } from '../../../hooks/use-format.ts';
import { toast } from '../../../stores/toasts.ts';
import type { BulkPorts, BulkState } from './bulk-runner.ts';
import { BulkSummary } from './bulk-summary.tsx';
import { type BulkCommand, useBulkRun } from './use-bulk-run.ts';

/**
 * The form of a change of many items, then how far it has come, and its summary. It closes by itself if all of them were changed at
 * once.
 */
export function BulkDialog<T extends BulkCommand>({
  type,
  itemIds,
  title,
  action,
  ready,
  problem,
  run,
  build,
  keep,
  forget,
  mine,
  onClose,
  children,
}: {
  readonly type: T;
  readonly itemIds: readonly string[];
  readonly title: string;
  readonly action: string;
  /** Whether what was typed can be sent. */
  readonly ready: boolean;
  readonly problem: string | null;
  /** The run that was broken off; null for none. */
  readonly run: BulkRun | null;
  readonly build: BulkPorts<CommandData<T>>['build'];
  readonly keep: (run: BulkRun) => Promise<void>;
  /** The form is empty again, and there is no run. */
  readonly forget: () => void;
  readonly mine: (field: string) => string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const bulk = useBulkRun(type);
  const [total, setTotal] = useState(itemIds.length);
  const tooMany = itemIds.length > MAX_RUN_ITEMS;
  const newest = useRef(run);
  newest.current = run;
  const finish = (state: BulkState | null): void => {
    if (state === null || state.left > 0) return;
    forget();
    if (state.refused + state.conflicting + state.before > 0 || itemIds.length > MAX_BULK) return;
    if (state.waiting > 0) toast({ tone: 'neutral', title: (say) => say.t('common.sentLater') });
    onClose();
  };
  const start = (ids: readonly string[], from: BulkRun | null): void => {
    setTotal(ids.length);
    void bulk.start(ids, from, { build, keep }).then(finish);
  };
  const { state } = bulk;
  if (state === null)
    return (
      <FormDialog
        title={title}
        description={t('inventory.bulk.about', { max: format.integer(MAX_BULK) })}
        action={run === null ? action : t('inventory.bulk.resume')}
        busy={bulk.running}
        disabled={!ready || tooMany || itemIds.length === 0}
        problem={tooMany ? t('inventory.bulk.tooMany', { max: format.integer(MAX_RUN_ITEMS) }) : problem}
        onSubmit={() => start(itemIds, run)}
        onClose={onClose}
      >
        {run !== null && (
          <p role="status" className="flex items-center gap-2 rounded-md bg-warn-soft px-3 py-2">
            <span className="min-w-0 flex-1">{t('inventory.bulk.interrupted')}</span>
            <Button size="sm" onClick={forget}>
              {t('inventory.bulk.anew')}
            </Button>
          </p>
        )}
        {children}
      </FormDialog>
    );
  const broken = !bulk.running && state.left > 0;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={title}
      footer={
        <>
          {broken && (
            <Button variant="primary" onClick={() => start(itemIds, newest.current)}>
              {t('inventory.bulk.resume')}
            </Button>
          )}
          <Button onClick={onClose}>
            {t(bulk.running ? 'inventory.bulk.stopAndClose' : 'common.close')}
          </Button>
        </>
      }
    >
      <BulkSummary
        state={state}
        total={total}
        running={bulk.running}
        error={bulk.error}
        mine={mine}
        onCancel={bulk.cancel}
        onAnyway={() => start([...new Set(state.conflicts.map(({ itemId }) => itemId))], null)}
      />
    </Dialog>
  );
}
