import { useQuery } from '@tanstack/react-query';
import { Factory } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useSearchParams } from 'react-router';
import type { Supplier } from '#shared/domain/suppliers.ts';
import { bridge } from '../../../bridge/client.ts';
import { Button } from '../../../components/button.tsx';
import { Field, SearchInput } from '../../../components/field.tsx';
import { ListStates } from '../../../components/list-states.tsx';
import { Page } from '../../../components/page.tsx';
import { Panel } from '../../../components/panel.tsx';
import { BackLink } from '../../../components/record-page.tsx';
import { EmptyState, NoPermission, SkeletonRows } from '../../../components/states.tsx';
import { useDebouncedText } from '../../../hooks/use-debounced.ts';
import { useDecision } from '../../../hooks/use-decision.ts';
import { formKind, useForm } from '../../../hooks/use-form.ts';
import { useHotkeys } from '../../../hooks/use-hotkeys.ts';
import { useInfinite } from '../../../hooks/use-infinite.ts';
import { useLocations } from '../../../hooks/use-locations.ts';
import { newId } from '../../../lib/new-id.ts';
import { useCan } from '../../../stores/session.ts';
import { DraftEditor } from './draft-editor.tsx';
import { draftData, EMPTY_DRAFT } from './draft-form.ts';
import { Problem } from './problem.tsx';

/** Orders that were begun and not sent, by supplier. */
const NEW_ORDERS = formKind(
  'purchasing.create_order',
  { ...EMPTY_DRAFT, supplierId: null },
  ({ lines, note }) => lines.length === 0 && note.trim() === '',
);

/** A new order: first the supplier, then the lines. */
export default function NewPurchasePage(): ReactNode {
  const { t } = useTranslation();
  const allowed = useCan('purchasing:write');
  const [params] = useSearchParams();
  const supplierId = params.get('supplier')?.slice(0, 64) || null;
  return (
    <Page title={t('purchasing.new')}>
      {!allowed ? (
        <NoPermission permission="purchasing:write" />
      ) : (
        <div className="h-full overflow-auto p-4">
          <div className="mx-auto max-w-[1180px]">
            <BackLink to="/purchasing" className="mb-3 min-h-[30px]">
              {t('purchasing.title')}
            </BackLink>
            {supplierId === null ? <ChooseSupplier /> : <NewOrder key={supplierId} supplierId={supplierId} />}
          </div>
        </div>
      )}
    </Page>
  );
}

function ChooseSupplier(): ReactNode {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const [text, setText] = useDebouncedText(search, setSearch);
  const list = useInfinite(['suppliers', 'choice', search], (after) =>
    bridge.call('suppliers.list', { search, status: 'active', after, limit: 20 }),
  );
  return (
    <Panel title={t('purchasing.editor.chooseSupplier')} className="mx-auto max-w-[560px]">
      <div className="border-b border-line p-3">
        <Field label={t('purchasing.supplier')}>
          {(props) => (
            <SearchInput
              {...props}
              autoFocus
              value={text}
              onValue={setText}
              label={t('suppliers.search')}
              clearLabel={t('suppliers.clearSearch')}
            />
          )}
        </Field>
      </div>
      <ListStates
        list={list}
        count={list.rows.length}
        loadingRows={4}
        none={
          <EmptyState
            icon={Factory}
            title={t(search === '' ? 'suppliers.empty' : 'suppliers.emptyFilter')}
            body={t(search === '' ? 'suppliers.emptyBody' : 'suppliers.emptyFilterBody')}
          />
        }
      >
        <ul>
          {list.rows.map(({ id, name, contactName }) => (
            <li key={id} className="border-b border-line last:border-0">
              <Link
                to={`/purchasing/new?supplier=${encodeURIComponent(id)}`}
                className="flex items-baseline gap-3 px-3 py-2 hover:bg-hover focus-visible:-outline-offset-2"
              >
                <span className="min-w-0 flex-1 truncate font-medium proportional-nums" dir="auto">
                  {name}
                </span>
                <span className="truncate text-xs text-ink-3" dir="auto">
                  {contactName}
                </span>
              </Link>
            </li>
          ))}
        </ul>
      </ListStates>
      {list.hasMore && (
        <Button size="sm" variant="ghost" className="m-2" onClick={list.more}>
          {t('suppliers.more')}
        </Button>
      )}
    </Panel>
  );
}

function NewOrder({ supplierId }: { readonly supplierId: string }): ReactNode {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: ['suppliers', 'supplier', supplierId],
    queryFn: () => bridge.call('suppliers.supplier', { supplierId }),
  });
  if (query.data === undefined) return <SkeletonRows />;
  const { supplier } = query.data;
  if (supplier === null || supplier.status === 'archived')
    return <EmptyState icon={Factory} title={t('suppliers.none')} body={t('suppliers.noneBody')} />;
  return <Editor supplier={supplier} />;
}

function Editor({ supplier }: { readonly supplier: Supplier }): ReactNode {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const locations = useLocations();
  const [purchaseId] = useState(newId);
  const [checked, setChecked] = useState(false);
  const kept = useForm(NEW_ORDERS, supplier.id, ({ lines, note }) => ({
    ...{ purchaseId, supplierId: supplier.id, note: note.trim() || null },
    lines: lines.slice(0, 1),
  }));
  const form = { ...kept.value, locationId: kept.value.locationId ?? locations[0]?.id ?? null };
  const decision = useDecision('purchasing.create_order', () => {
    kept.clear();
    void navigate(`/purchasing/${purchaseId}`, { replace: true });
  });
  const send = (place: boolean): void => {
    setChecked(true);
    const data = draftData(form, supplier.currency);
    if (data === null) return;
    void decision.send({ purchaseId, number: null, supplierId: supplier.id, ...data, place });
  };
  useHotkeys({ 'shortcuts.placeOrder': () => send(true) });
  return (
    <DraftEditor
      supplier={supplier}
      form={form}
      checked={checked}
      problem={<Problem text={decision.problem} />}
      onChange={(change) => kept.change({ ...form, ...change, supplierId: supplier.id })}
      actions={
        <>
          <Button variant="primary" busy={decision.busy} onClick={() => send(true)}>
            {t('purchasing.editor.place')}
          </Button>
          <Button busy={decision.busy} onClick={() => send(false)}>
            {t('purchasing.editor.saveDraft')}
          </Button>
          {!NEW_ORDERS.isEmpty(kept.value) && (
            <Button variant="ghost" onClick={kept.clear}>
              {t('common.discard')}
            </Button>
          )}
        </>
      }
    />
  );
}
