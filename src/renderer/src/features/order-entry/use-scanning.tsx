import { type ReactNode, type RefObject, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SellableItem } from '#shared/bridge/orders.ts';
import { useCodeQueue } from '../../hooks/use-code-queue.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { useScans } from '../../hooks/use-scans.ts';
import { cx } from '../../lib/cx.ts';
import { findCode } from '../../lib/find-code.ts';
import { pickMatch } from '../../lib/scan-match.ts';
import { type OrderForm, withItem } from './order-form.ts';
import { sellableItem } from './use-sellable.ts';

/** Takes scanned codes into an order: each counts up the line of its item. Returns what the last one did, in words. */
export function useScanning(
  form: RefObject<OrderForm>,
  ready: boolean,
  onChange: (form: OrderForm) => void,
): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const [said, say] = useState<{ readonly ok: boolean; readonly text: string } | null>(null);
  const refuse = (text: string): void => say({ ok: false, text });

  /** Why an item cannot be taken, in words; null if it can. */
  const obstacle = ({ name: item, status, currency: other }: SellableItem): string | null => {
    const { lines, currency } = form.current;
    if (status === 'archived') return t('orderEntry.archivedItem', { item });
    const mixed = lines.length > 0 && other !== currency;
    return mixed ? t('orderEntry.otherCurrency', { item, other, currency }) : null;
  };
  const add = (item: SellableItem, quantity: number): void => {
    const next = withItem(form.current, item, quantity);
    onChange(next);
    const count = Number(next.lines.find(({ itemId }) => itemId === item.id)?.quantity ?? 0);
    say({ ok: true, text: t('orderEntry.scanned', { item: item.name, formatted: format.integer(count) }) });
  };
  const take = async (text: string): Promise<void> => {
    const { code, matches } = await findCode(text);
    const picked = pickMatch(matches, (itemId) => itemId);
    const item = picked.kind === 'one' ? await sellableItem(picked.value) : undefined;
    if (item !== undefined) {
      const why = obstacle(item);
      if (why === null) add(item, code?.quantity ?? 1);
      else refuse(why);
      return;
    }
    const key = picked.kind === 'several' ? 'orderEntry.severalCode' : 'orderEntry.unknownCode';
    refuse(t(key, { code: code?.text ?? text }));
  };
  useScans(useCodeQueue(take, { ready }), true, 'page');
  return (
    <p
      role={said?.ok === false ? 'alert' : 'status'}
      className={cx('mt-1 min-h-4 text-xs', said?.ok === false ? 'font-medium text-crit' : 'text-ink-2')}
    >
      {said?.text}
    </p>
  );
}
