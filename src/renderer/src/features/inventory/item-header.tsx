import { Archive, BadgePercent, Copy, Ellipsis, Gauge, Pencil, SlidersHorizontal, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Item } from '#shared/domain/inventory.ts';
import { Badge } from '../../components/badge.tsx';
import { Button, IconButton } from '../../components/button.tsx';
import { Menu } from '../../components/menu.tsx';
import { Tooltip } from '../../components/overlay.tsx';
import { useCommand } from '../../hooks/use-command.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { toast } from '../../stores/toasts.ts';
import { BulkEditDialog } from './items/bulk-edit-dialog.tsx';
import { BulkLimitsDialog } from './items/bulk-limits-dialog.tsx';
import { EditItemDialog } from './items/edit-item-dialog.tsx';
import { Picture } from './items/picture.tsx';

/** The item's name and facts, with buttons to adjust its stock and to close the detail. */
export function ItemHeader({
  item,
  image,
  canAdjust,
  onAdjust,
  onClose,
}: {
  readonly item: Item;
  readonly image: string | null;
  readonly canAdjust: boolean;
  /** Null where there is no level to adjust. */
  readonly onAdjust: (() => void) | null;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const enabled = canAdjust && onAdjust !== null;
  return (
    <header className="flex shrink-0 items-start gap-2 border-b border-line bg-surface px-4 py-2.5">
      <Picture image={image} name={item.name} />
      <div className="min-w-0 flex-1">
        <h2 dir="auto" className="text-md leading-5 font-semibold break-words">
          {item.name}
        </h2>
        <ItemFacts item={item} />
      </div>
      <Tooltip
        content={
          canAdjust
            ? t('inventory.adjust.title')
            : t('inventory.detail.adjustNeeds', { permission: 'inventory:write' })
        }
        keys={canAdjust ? 'shortcuts.adjust' : undefined}
      >
        {/* Stays focusable while disabled, so that the reason can be read. */}
        <Button
          variant="primary"
          icon={SlidersHorizontal}
          aria-disabled={!enabled}
          className={enabled ? undefined : 'opacity-55'}
          onClick={() => enabled && onAdjust()}
        >
          {t('inventory.detail.adjust')}
        </Button>
      </Tooltip>
      {canAdjust && <ItemMenu item={item} image={image} />}
      <IconButton icon={X} label={t('inventory.detail.close')} keys={['Escape']} onClick={onClose} />
    </header>
  );
}

/** Edits the item, or takes it out of the lists. */
function ItemMenu({ item, image }: { readonly item: Item; readonly image: string | null }): ReactNode {
  const { t } = useTranslation();
  const { submit } = useCommand('inventory.edit_items');
  const [open, setOpen] = useState<'edit' | 'price' | 'limits' | null>(null);
  const close = (): void => setOpen(null);
  const { id: itemId, status } = item;
  const next = status === 'active' ? 'archived' : 'active';
  return (
    <>
      <Menu
        label={t('inventory.items.menu')}
        trigger={<IconButton icon={Ellipsis} label={t('inventory.items.menu')} />}
        groups={[
          [
            {
              key: 'edit',
              label: t('inventory.items.editItem'),
              icon: <Pencil size={14} aria-hidden />,
              run: () => setOpen('edit'),
            },
            {
              key: 'price',
              label: t('inventory.items.changePrice'),
              icon: <BadgePercent size={14} aria-hidden />,
              run: () => setOpen('price'),
            },
            {
              key: 'limits',
              label: t('inventory.items.setLimits'),
              icon: <Gauge size={14} aria-hidden />,
              run: () => setOpen('limits'),
            },
            {
              key: 'status',
              label: t(status === 'active' ? 'inventory.items.archive' : 'inventory.items.unarchive'),
              icon: <Archive size={14} aria-hidden />,
              run: () =>
                void submit({ changes: { status: next }, items: [{ itemId, expected: { status } }] }),
            },
          ],
        ]}
      />
      {open === 'edit' && <EditItemDialog item={item} image={image} onClose={close} />}
      {open === 'price' && <BulkEditDialog itemIds={[itemId]} selection={itemId} onClose={close} />}
      {open === 'limits' && <BulkLimitsDialog itemIds={[itemId]} selection={itemId} onClose={close} />}
    </>
  );
}

function ItemFacts({ item }: { readonly item: Item }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const copySku = async (): Promise<void> => {
    await navigator.clipboard.writeText(item.sku);
    toast({ tone: 'ok', title: ({ t }) => t('common.copied') });
  };
  return (
    <p className="mt-0.5 flex flex-wrap items-center gap-x-1.5 text-xs text-ink-3">
      <span className="inline-flex max-w-full items-center gap-1.5">
        <span className="truncate font-mono">{item.sku}</span>
        <button
          type="button"
          aria-label={t('inventory.detail.copySku')}
          title={t('inventory.detail.copySku')}
          onClick={() => void copySku()}
          className="inline-flex size-6 shrink-0 items-center justify-center rounded-sm hover:bg-hover hover:text-ink"
        >
          <Copy size={12} aria-hidden />
        </button>
      </span>
      <span className="inline-flex max-w-full items-center gap-1.5">
        <span className="truncate">{item.category}</span>
        <span aria-hidden>·</span>
        <span className="whitespace-nowrap">{format.money(item.price, item.currency)}</span>
      </span>
      {item.status === 'archived' && <Badge>{t('inventory.detail.archived')}</Badge>}
    </p>
  );
}
