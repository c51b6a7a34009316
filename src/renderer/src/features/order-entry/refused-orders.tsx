import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommandData } from '#shared/protocol/commands/index.ts';
import { manualOrderCommands } from '#shared/protocol/commands/manual-orders.ts';
import { Button } from '../../components/button.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { refusalReason } from '../../i18n/errors.ts';
import { askToDiscard } from '../../stores/asking.ts';
import { useOutbox } from '../../stores/outbox.ts';
import { formOfEntry, type OrderForm } from './order-form.ts';

/** The most refused orders that are shown at once. */
const SHOWN = 5;

function enteredOf(data: unknown): CommandData<'orders.enter'> | null {
  return manualOrderCommands['orders.enter'].input.safeParse(data).data ?? null;
}

/** Orders that were sent later and refused, such as for stock that was gone: each can be opened again, changed and sent. */
export function RefusedOrders({
  action,
  busy,
  onAgain,
}: {
  readonly action: string;
  /** Whether another order is being entered, which must not be replaced. */
  readonly busy: boolean;
  readonly onAgain: (form: OrderForm, commandId: string) => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const entries = useOutbox((state) => state.entries);
  const refused = [...entries.values()]
    .filter(({ type, state, discarded }) => type === 'orders.enter' && state === 'refused' && !discarded)
    .slice(-SHOWN);
  return refused.map((entry) => {
    const data = enteredOf(entry.data);
    return (
      <div
        key={entry.id}
        role="alert"
        className="mb-3 flex flex-wrap items-center gap-2 rounded-md bg-crit-soft px-3 py-2"
      >
        <TriangleAlert size={15} aria-hidden className="shrink-0 text-crit" />
        <p className="min-w-48 flex-1">
          <span className="font-medium">
            <bdi>{data?.customer?.name ?? t('orders.guest')}</bdi>
          </span>{' '}
          <span className="text-ink-2">
            {entry.error &&
              t('orderEntry.waiting.refused', { reason: refusalReason({ t, format }, entry.error) })}
          </span>
        </p>
        {data !== null && (
          <Button
            size="sm"
            disabled={busy}
            title={busy ? t('orderEntry.waiting.againBusy') : undefined}
            onClick={() => onAgain(formOfEntry(data), entry.id)}
          >
            {action}
          </Button>
        )}
        <Button size="sm" variant="ghost" onClick={() => askToDiscard(entry)}>
          {t('orderEntry.waiting.discard')}
        </Button>
      </div>
    );
  });
}
