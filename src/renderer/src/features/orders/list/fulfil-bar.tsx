import { ClipboardList, PackageCheck } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Button } from '../../../components/button.tsx';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { SelectionBar } from '../../../components/selection-bar.tsx';
import { useAttempt } from '../../../hooks/use-attempt.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import { RunStrip } from '../fulfil/run-strip.tsx';
import { startRuns } from '../fulfil/runner.ts';
import { clearOrders, type Selected, useOrderSelection } from './selection.ts';

/** What can be done with the selected orders: fulfil them, or pick them first. Also what became of orders that were. */
export function FulfilBar(): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const chosen = useOrderSelection((state) => state.chosen);
  const [asking, setAsking] = useState(false);
  return (
    <>
      <RunStrip />
      {chosen.size > 0 && (
        <SelectionBar
          label={t('orders.list.selection')}
          selected={t('orders.list.selected', { count: chosen.size, formatted: format.integer(chosen.size) })}
          clearLabel={t('orders.list.clearSelection')}
          onClear={clearOrders}
        >
          <Button
            size="sm"
            icon={ClipboardList}
            onClick={() =>
              void navigate(`/orders/picking?orders=${[...chosen.keys()].map(encodeURIComponent).join(',')}`)
            }
          >
            {t('orders.picking.action')}
          </Button>
          <Button size="sm" icon={PackageCheck} onClick={() => setAsking(true)}>
            {t('orders.actions.fulfil')}
          </Button>
        </SelectionBar>
      )}
      {asking && <FulfilManyDialog orders={[...chosen.values()]} onClose={() => setAsking(false)} />}
    </>
  );
}

function FulfilManyDialog({
  orders,
  onClose,
}: {
  readonly orders: readonly Selected[];
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const attempt = useAttempt();
  const [busy, setBusy] = useState(false);
  const start = async (): Promise<void> => {
    setBusy(true);
    try {
      const whole = orders.map(({ id, number }) => ({ orderId: id, number, lines: null }));
      await startRuns(whole, null);
      clearOrders();
      onClose();
    } finally {
      setBusy(false);
    }
  };
  return (
    <FormDialog
      title={t('orders.run.ask', { count: orders.length, formatted: format.integer(orders.length) })}
      description={t('orders.run.askBody')}
      action={t('orders.actions.fulfil')}
      busy={busy}
      disabled={false}
      problem={null}
      onSubmit={() => attempt(start())}
      onClose={onClose}
    >
      <p className="max-h-40 overflow-auto text-ink-2 proportional-nums">
        {orders.map(({ id, number }) => (
          <bdi key={id} className="me-2 inline-block">
            {number}
          </bdi>
        ))}
      </p>
    </FormDialog>
  );
}
