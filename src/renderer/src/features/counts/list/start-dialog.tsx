import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { FormFields } from '#shared/bridge/forms.ts';
import { type CountChoice, MAX_COUNT_LINES } from '#shared/domain/counts.ts';
import { bridge } from '../../../bridge/client.ts';
import { IconButton } from '../../../components/button.tsx';
import { Field, Input, Select } from '../../../components/field.tsx';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { ScanField, type ScanResult } from '../../../components/scan-field.tsx';
import { Segmented } from '../../../components/segmented.tsx';
import { useCodeQueue } from '../../../hooks/use-code-queue.ts';
import { useDecision } from '../../../hooks/use-decision.ts';
import { formKind, useForm } from '../../../hooks/use-form.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import { usePlaces } from '../../../hooks/use-places.ts';
import { useScans } from '../../../hooks/use-scans.ts';
import { findCode, stockQuery, stockRowAt } from '../../../lib/find-code.ts';
import { newId } from '../../../lib/new-id.ts';
import { pickMatch } from '../../../lib/scan-match.ts';

type Start = FormFields<'counts.start'>;

/** The most items that can be chosen by hand. */
const MAX_CHOSEN = 80;
const EMPTY: Start = { name: '', locationId: null, choice: 'all', category: null, items: [], blind: false };
const STARTS = formKind(
  'counts.start',
  EMPTY,
  ({ name, locationId, items }) => name.trim() === '' && locationId === null && items.length === 0,
);
const CHOICES: readonly CountChoice[] = ['all', 'category', 'items'];

function isComplete({ locationId, choice, category, items }: Start): boolean {
  if (locationId === null) return false;
  return choice === 'all' || (choice === 'category' ? category !== null : items.length > 0);
}

/** Starts a sheet: where, what, and whether blind. */
export function StartDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const places = usePlaces().data;
  const [countId] = useState(newId);
  const kept = useForm(STARTS, 'new', ({ name, locationId }) => ({ name, locationId }));
  const form = kept.value;
  const change = (part: Partial<Start>): void => kept.change({ ...form, ...part });
  const decision = useDecision('counts.start', () => {
    kept.clear();
    onClose();
    void navigate(`/counts/${countId}`);
  });
  const lines = useLineCount(form);
  const submit = (): void => {
    const { name, locationId, choice, category, items, blind } = form;
    if (locationId === null) return;
    void decision.send({
      ...{ countId, name: name.trim(), locationId, choice, blind },
      category: choice === 'category' ? category : null,
      itemIds: choice === 'items' ? items.map(({ itemId }) => itemId) : [],
    });
  };
  return (
    <FormDialog
      title={t('counts.start.title')}
      description={t('counts.start.description')}
      action={t('counts.start.action')}
      busy={decision.busy}
      disabled={!isComplete(form) || lines === 0 || (lines ?? 0) > MAX_COUNT_LINES}
      problem={decision.problem}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field label={t('counts.start.name')}>
        {(props) => (
          <Input
            {...props}
            maxLength={120}
            autoComplete="off"
            value={form.name}
            onChange={(event) => change({ name: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('counts.start.location')}>
        {(props) => (
          <Select
            {...props}
            value={form.locationId ?? ''}
            onChange={(value) => change({ locationId: value === '' ? null : value, items: [] })}
            options={[
              { value: '', label: t('counts.start.choose') },
              ...(places?.locations ?? []).map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        )}
      </Field>
      <div>
        <p className="mb-1 text-xs font-medium text-ink-2">{t('counts.start.what')}</p>
        <Segmented
          label={t('counts.start.what')}
          value={form.choice}
          onChange={(choice) => change({ choice })}
          segments={CHOICES.map((value) => ({ value, label: t(`counts.choices.${value}`) }))}
        />
      </div>
      {form.choice === 'category' && (
        <Field label={t('counts.start.category')}>
          {(props) => (
            <Select
              {...props}
              value={form.category ?? ''}
              onChange={(value) => change({ category: value === '' ? null : value })}
              options={[
                { value: '', label: t('counts.start.chooseCategory') },
                ...(places?.categories ?? []).map((value) => ({ value, label: value })),
              ]}
            />
          )}
        </Field>
      )}
      {form.choice === 'items' && form.locationId !== null && (
        <ItemList
          locationId={form.locationId}
          items={form.items}
          onItems={(items) => change({ items: [...items] })}
        />
      )}
      <LineCount lines={form.choice === 'items' ? form.items.length : lines} />
      <label className="flex items-center gap-2">
        <input
          type="checkbox"
          checked={form.blind}
          onChange={(event) => change({ blind: event.target.checked })}
        />
        {t('counts.start.blind')}
      </label>
    </FormDialog>
  );
}

/** Returns how many lines the sheet will have; null while that is not known, or for a list. */
function useLineCount({ locationId, choice, category }: Start): number | null {
  const known = locationId !== null && choice !== 'items' && (choice === 'all' || category !== null);
  const query = useQuery({
    queryKey: ['count_levels', 'preview', locationId, choice, category],
    queryFn: () =>
      bridge.call('counts.preview', {
        locationId: locationId ?? '-',
        choice: choice === 'items' ? 'all' : choice,
        category,
      }),
    enabled: known,
    meta: { intervalMs: 5_000 },
  });
  return known ? (query.data?.lines ?? null) : null;
}

function LineCount({ lines }: { readonly lines: number | null }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  if (lines === null) return null;
  const tooMany = lines > MAX_COUNT_LINES;
  return (
    <p role={tooMany ? 'alert' : 'status'} className={tooMany ? 'text-xs text-crit' : 'text-xs text-ink-2'}>
      {tooMany
        ? t('counts.start.tooMany', { max: format.integer(MAX_COUNT_LINES) })
        : t('counts.start.lines', { count: lines, formatted: format.integer(lines) })}
    </p>
  );
}

/** The items of a list, added by scan or by words. */
function ItemList({
  locationId,
  items,
  onItems,
}: {
  readonly locationId: string;
  readonly items: Start['items'];
  readonly onItems: (items: Start['items']) => void;
}): ReactNode {
  const { t } = useTranslation();
  const [result, setResult] = useState<ScanResult | null>(null);
  const newest = useRef(items);
  newest.current = items;
  const add = ({ itemId, name }: Start['items'][number]): void => {
    const before = newest.current;
    if (before.length >= MAX_CHOSEN) {
      setResult({ tone: 'crit', text: t('counts.start.full', { max: MAX_CHOSEN }) });
      return;
    }
    newest.current = [...before.filter((item) => item.itemId !== itemId), { itemId, name }];
    onItems(newest.current);
    setResult({ tone: 'ok', text: t('counts.start.found', { name }) });
  };
  const take = async (code: string): Promise<void> => {
    const { matches } = await findCode(code);
    const stocked = new Map<string, Start['items'][number]>();
    for (const { item } of matches) {
      const row = await stockRowAt(item, locationId);
      if (row !== null) stocked.set(item.id, row);
    }
    const picked = pickMatch(matches, (itemId) => stocked.get(itemId));
    if (picked.kind === 'one') return add(picked.value);
    const { rows, total } = await bridge.call('inventory.list', stockQuery(code, locationId, 2));
    const [row] = rows;
    if (!row) return setResult({ tone: 'crit', text: t('counts.start.unknown', { code }) });
    if (total > 1)
      return setResult({ tone: 'crit', text: t('counts.start.several', { count: total, code }) });
    add(row);
  };
  const onCode = useCodeQueue(take);
  useScans(onCode);
  return (
    <div>
      <ScanField label={t('counts.start.search')} result={result} onCode={onCode} />
      {items.length > 0 && (
        <ul className="mt-1 max-h-36 overflow-auto rounded-md border border-line">
          {items.map(({ itemId, name }) => (
            <li
              key={itemId}
              className="flex items-center gap-2 border-b border-line px-2.5 py-0.5 last:border-0"
            >
              <bdi className="min-w-0 flex-1 truncate proportional-nums">{name}</bdi>
              <IconButton
                icon={X}
                size="sm"
                label={t('counts.start.remove', { name })}
                onClick={() => onItems(items.filter((item) => item.itemId !== itemId))}
              />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
