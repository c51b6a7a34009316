import { ShoppingCart } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_PROPOSED } from '#shared/bridge/reorder.ts';
import { bridge } from '../../../bridge/client.ts';
import { Button } from '../../../components/button.tsx';
import { useFormat } from '../../../hooks/use-format.ts';
import { failureWords } from '../../../i18n/errors.ts';
import { useCan } from '../../../stores/session.ts';
import { toast } from '../../../stores/toasts.ts';
import type { ReorderFilters } from '../filters.ts';
import { OrderDialog } from '../order/order-dialog.tsx';

const PAGE = 200;

/** Orders the chosen rows, or all of the filter that are due. */
export function OrderButton({
  filters,
  chosen,
  due,
  onDrafted,
}: {
  readonly filters: ReorderFilters;
  readonly chosen: ReadonlySet<string>;
  /** How many items of the filter are due. */
  readonly due: number;
  readonly onDrafted: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const allowed = useCan('purchasing:write');
  const [ordering, setOrdering] = useState<readonly string[] | null>(null);
  const [busy, setBusy] = useState(false);
  if (!allowed) return null;
  const open = async (): Promise<void> => {
    if (chosen.size > 0) return setOrdering([...chosen]);
    setBusy(true);
    try {
      setOrdering(await dueItems(filters));
    } catch (error) {
      toast({ tone: 'crit', ...failureWords(error) });
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Button
        size="sm"
        variant="primary"
        icon={ShoppingCart}
        busy={busy}
        disabled={chosen.size === 0 && due === 0}
        onClick={() => void open()}
      >
        {chosen.size > 0
          ? t('reorder.order.open', { formatted: format.integer(chosen.size) })
          : t('reorder.order.openAll')}
      </Button>
      {ordering !== null && (
        <OrderDialog
          itemIds={ordering}
          scope={filters.locationId}
          onClose={() => setOrdering(null)}
          onDrafted={onDrafted}
        />
      )}
    </>
  );
}

/** Returns the items of a filter that are due, at most as many as fit into a proposal. */
async function dueItems(filters: ReorderFilters): Promise<string[]> {
  const found: string[] = [];
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof duePage>> = await duePage(filters, after);
    found.push(...page.rows.map(({ itemId }) => itemId));
    after = page.next;
  } while (after !== null && found.length < MAX_PROPOSED);
  return found.slice(0, MAX_PROPOSED);
}

const duePage = (filters: ReorderFilters, after: string | null) =>
  bridge.call('reorder.list', { ...filters, need: 'now', after, limit: PAGE });
