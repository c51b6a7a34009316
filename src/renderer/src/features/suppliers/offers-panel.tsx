import { Clock3, Pencil, Plus, Star, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OfferRow, SupplierRow } from '#shared/bridge/suppliers.ts';
import { bridge } from '../../bridge/client.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { SearchInput } from '../../components/field.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { ListStates } from '../../components/list-states.tsx';
import { Panel } from '../../components/panel.tsx';
import { EmptyState } from '../../components/states.tsx';
import { SubjectLink } from '../../components/subject-link.tsx';
import { Money } from '../../components/values.tsx';
import { useDebouncedText } from '../../hooks/use-debounced.ts';
import { useDecision } from '../../hooks/use-decision.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { useInfinite } from '../../hooks/use-infinite.ts';
import { useCan } from '../../stores/session.ts';
import { OfferDialog } from './offer-dialog.tsx';

const PAGE = 50;

type Open = { readonly what: 'edit' | 'remove'; readonly offer: OfferRow } | { readonly what: 'add' } | null;

/** What a supplier sells, with its own SKUs, pack sizes and prices. */
export function OffersPanel({ supplier }: { readonly supplier: SupplierRow }): ReactNode {
  const { t } = useTranslation();
  const canWrite = useCan('suppliers:write');
  const [search, setSearch] = useState('');
  const [text, setText] = useDebouncedText(search, setSearch);
  const [open, setOpen] = useState<Open>(null);
  const list = useInfinite(['suppliers', 'items', supplier.id, search], (after) =>
    bridge.call('suppliers.items', { supplierId: supplier.id, search, after, limit: PAGE }),
  );
  const close = (): void => setOpen(null);
  return (
    <Panel
      title={t('suppliers.items')}
      titleExtra={<span className="text-xs text-ink-3">{list.first?.total ?? ''}</span>}
      actions={
        canWrite && (
          <Button size="sm" icon={Plus} onClick={() => setOpen({ what: 'add' })}>
            {t('suppliers.offer.add')}
          </Button>
        )
      }
    >
      <div className="border-b border-line px-3 py-2">
        <SearchInput
          value={text}
          onValue={setText}
          label={t('suppliers.offer.search')}
          clearLabel={t('suppliers.clearSearch')}
        />
      </div>
      <ListStates
        list={list}
        count={list.rows.length}
        loadingRows={4}
        none={
          <EmptyState
            title={t(search === '' ? 'suppliers.offer.empty' : 'suppliers.offer.emptyFilter')}
            body={t(search === '' ? 'suppliers.offer.emptyBody' : 'suppliers.offer.emptyFilterBody')}
          />
        }
      >
        <table className="w-full table-fixed">
          <colgroup>
            <col />
            <col className="w-[120px]" />
            <col className="w-[70px]" />
            <col className="w-[110px]" />
            {canWrite && <col className="w-[76px]" />}
          </colgroup>
          <thead className="text-xs text-ink-3">
            <tr className="h-8 border-b border-line">
              <th className="px-3 text-left font-medium">{t('suppliers.offer.item')}</th>
              <th className="px-2 text-left font-medium">{t('suppliers.offer.skuShort')}</th>
              <th className="px-2 text-right font-medium">{t('suppliers.offer.pack')}</th>
              <th className="px-3 text-right font-medium">{t('suppliers.offer.priceShort')}</th>
              {canWrite && (
                <th>
                  <span className="sr-only">{t('suppliers.edit')}</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {list.rows.map((offer) => (
              <Offer
                key={offer.itemId}
                offer={offer}
                currency={supplier.currency}
                onOpen={canWrite ? (what) => setOpen({ what, offer }) : null}
              />
            ))}
          </tbody>
        </table>
      </ListStates>
      {list.hasMore && (
        <Button size="sm" variant="ghost" className="m-2" onClick={list.more}>
          {t('suppliers.more')}
        </Button>
      )}
      {open?.what === 'add' && <OfferDialog supplier={supplier} offer={null} onClose={close} />}
      {open?.what === 'edit' && <OfferDialog supplier={supplier} offer={open.offer} onClose={close} />}
      {open?.what === 'remove' && <RemoveDialog supplier={supplier} offer={open.offer} onClose={close} />}
    </Panel>
  );
}

function Offer({
  offer,
  currency,
  onOpen,
}: {
  readonly offer: OfferRow;
  readonly currency: string;
  readonly onOpen: ((what: 'edit' | 'remove') => void) | null;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <tr className="h-10 border-b border-line last:border-0">
      <td className="truncate px-3">
        <span className="inline-flex max-w-full items-center gap-1.5">
          <SubjectLink
            subject={{ kind: 'item', id: offer.itemId }}
            className="truncate proportional-nums hover:underline"
          >
            <bdi>{offer.name}</bdi>
          </SubjectLink>
          {offer.preferred && (
            <Star
              size={12}
              aria-label={t('suppliers.offer.preferred')}
              className="shrink-0 text-accent-ink"
            />
          )}
          {offer.pending && (
            <Clock3 size={12} aria-label={t('suppliers.pending')} className="shrink-0 text-warn" />
          )}
        </span>
      </td>
      <td className="truncate px-2 text-xs text-ink-2" title={offer.supplierSku ?? ''}>
        {offer.supplierSku ?? '–'}
      </td>
      <td className="px-2 text-right">{format.integer(offer.packSize)}</td>
      <td className="px-3 text-right">
        <Money amount={offer.price} currency={currency} />
      </td>
      {onOpen !== null && (
        <td className="pr-2 text-right whitespace-nowrap">
          <IconButton
            size="sm"
            icon={Pencil}
            label={t('suppliers.offer.edit', { item: offer.name })}
            onClick={() => onOpen('edit')}
          />
          <IconButton
            size="sm"
            icon={Trash2}
            label={t('suppliers.offer.remove', { item: offer.name })}
            onClick={() => onOpen('remove')}
          />
        </td>
      )}
    </tr>
  );
}

function RemoveDialog({
  supplier,
  offer,
  onClose,
}: {
  readonly supplier: SupplierRow;
  readonly offer: OfferRow;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const decision = useDecision('suppliers.remove_item', onClose);
  return (
    <FormDialog
      title={t('suppliers.offer.removeTitle', { item: offer.name })}
      description={t('suppliers.offer.removeBody', { name: supplier.name })}
      action={t('suppliers.offer.removeAction')}
      busy={decision.busy}
      disabled={false}
      problem={decision.problem}
      onSubmit={() =>
        void decision.send({ supplierId: supplier.id, itemId: offer.itemId, expected: offer.version })
      }
      onClose={onClose}
    >
      {null}
    </FormDialog>
  );
}
