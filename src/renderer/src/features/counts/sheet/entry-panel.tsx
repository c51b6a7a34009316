import { useQuery } from '@tanstack/react-query';
import { RotateCcw } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CountLineRow, CountSummary } from '#shared/bridge/counts.ts';
import { movedWhile } from '#shared/domain/counts.ts';
import { bridge } from '../../../bridge/client.ts';
import { Button } from '../../../components/button.tsx';
import { Field, Input } from '../../../components/field.tsx';
import { DetailRow } from '../../../components/panel.tsx';
import { SubjectLink } from '../../../components/subject-link.tsx';
import { useCommand } from '../../../hooks/use-command.ts';
import { formKind, useForm } from '../../../hooks/use-form.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import { hidesExpected } from './line-columns.tsx';
import { type Entry, quantityOf } from './use-entry.ts';

/** Quantities that were typed and not saved, by sheet and item. */
const ENTRIES = formKind('counts.enter', { quantity: '' }, ({ quantity }) => quantity.trim() === '');

interface PanelProps {
  readonly count: CountSummary;
  /** Whether the quantity is typed next. */
  readonly focus: boolean;
  readonly entry: Entry;
  readonly canEnter: boolean;
  /** Goes to the next or the previous line. */
  readonly onStep: (by: 1 | -1) => void;
}

/** The line that is being counted. */
export function EntryPanel({ itemId, ...props }: PanelProps & { readonly itemId: string | null }): ReactNode {
  const { t } = useTranslation();
  const countId = props.count.id;
  const query = useQuery({
    queryKey: ['count_levels', 'line', countId, itemId],
    queryFn: () => bridge.call('counts.find', { countId, code: itemId ?? '-' }),
    enabled: itemId !== null,
    placeholderData: (previous) => previous,
    meta: { intervalMs: 500 },
  });
  const line = query.data?.line ?? null;
  return (
    <section
      aria-label={t('counts.entry.panel')}
      className="w-80 shrink-0 overflow-auto border-l border-line bg-canvas p-4 max-[899px]:max-h-56 max-[899px]:w-full max-[899px]:border-b max-[899px]:border-l-0 max-[899px]:p-3"
    >
      {line === null || line.itemId !== itemId ? (
        <p className="text-ink-2">{t('counts.entry.choose')}</p>
      ) : (
        <LineEntry key={line.itemId} line={line} {...props} />
      )}
    </section>
  );
}

function LineEntry({
  line,
  count,
  focus,
  entry,
  canEnter,
  onStep,
}: PanelProps & { readonly line: CountLineRow }): ReactNode {
  const { t } = useTranslation();
  const kept = useForm(ENTRIES, `${count.id}:${line.itemId}`, ({ quantity }) => ({
    countId: count.id,
    entries: [{ itemId: line.itemId, counted: quantityOf(quantity) }],
  }));
  const [error, setError] = useState<'missing' | 'invalid' | null>(null);
  const input = useRef<HTMLInputElement | null>(null);
  useEffect(() => {
    if (focus) input.current?.focus();
  }, [focus]);
  const text = kept.value.quantity;
  const save = async (adds: boolean): Promise<void> => {
    const quantity = quantityOf(text);
    // A scanner types its code wherever the cursor is.
    if (quantity === null && /^[\w-]{8,}$/.test(text.trim())) {
      kept.clear();
      await entry.scan(text.trim());
      return;
    }
    if (quantity === null) return setError(text.trim() === '' ? 'missing' : 'invalid');
    setError(null);
    if (!(await entry.save(line, quantity, adds))) return;
    kept.clear();
    onStep(1);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      void save(event.shiftKey);
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      onStep(event.key === 'ArrowDown' ? 1 : -1);
    }
  };
  return (
    <>
      <h2 className="font-semibold proportional-nums" dir="auto">
        <SubjectLink subject={{ kind: 'item', id: line.itemId }} className="hover:underline">
          {line.name}
        </SubjectLink>
      </h2>
      <p className="mb-2 text-xs text-ink-3">
        {line.sku}
        {line.barcode !== null && ` · ${line.barcode}`}
      </p>
      {canEnter && (
        <div className="mb-3">
          <Field label={t('counts.entry.quantity')} error={error && t(`counts.entry.${error}`)}>
            {(props) => (
              <Input
                {...props}
                ref={input}
                inputMode="numeric"
                autoComplete="off"
                value={text}
                onChange={(event) => {
                  kept.change({ quantity: event.target.value });
                  setError(null);
                }}
                onKeyDown={onKeyDown}
                className="text-right text-md"
              />
            )}
          </Field>
          <div className="mt-2 flex gap-2">
            <Button variant="primary" className="flex-1" onClick={() => void save(false)}>
              {t('counts.entry.save')}
            </Button>
            {line.counted !== null && (
              <Button className="flex-1" onClick={() => void save(true)}>
                {t('counts.entry.add')}
              </Button>
            )}
          </div>
        </div>
      )}
      <LineFacts line={line} count={count} />
      {canEnter && line.counted !== null && <RecountButton countId={count.id} itemId={line.itemId} />}
      <p className="mt-3 text-xs text-ink-3">{t(canEnter ? 'counts.entry.keys' : 'counts.entry.noRight')}</p>
    </>
  );
}

function LineFacts({
  line,
  count,
}: {
  readonly line: CountLineRow;
  readonly count: CountSummary;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const moved = movedWhile(line);
  return (
    <>
      <dl>
        <DetailRow label={t('counts.lines.expected')}>
          {hidesExpected(count) ? (
            <span className="text-ink-3">{t('counts.entry.hidden')}</span>
          ) : (
            format.integer(line.expected)
          )}
        </DetailRow>
        <DetailRow label={t('counts.lines.counted')}>
          {line.counted === null ? (
            <span className="text-ink-3">{t('counts.entry.notCounted')}</span>
          ) : (
            <strong className="font-semibold">{format.integer(line.counted)}</strong>
          )}
        </DetailRow>
        {line.countedBy !== null && line.countedAt !== null && (
          <DetailRow label={t('counts.lines.by')}>
            <bdi>
              {t('counts.entry.countedBy', {
                name: line.countedBy.name,
                time: format.moment(line.countedAt),
              })}
            </bdi>
          </DetailRow>
        )}
      </dl>
      {line.hurdle !== null && !hidesExpected(count) && (
        <p className="mt-2 rounded-md bg-crit-soft px-2.5 py-1.5 text-xs">
          {t(`counts.lines.${line.hurdle}Hint`)}
        </p>
      )}
      {moved !== 0 && (
        <p className="mt-2 rounded-md bg-warn-soft px-2.5 py-1.5 text-xs">
          {t('counts.lines.movedWhileHint')}
        </p>
      )}
    </>
  );
}

function RecountButton({
  countId,
  itemId,
}: {
  readonly countId: string;
  readonly itemId: string;
}): ReactNode {
  const { t } = useTranslation();
  const { submit, submitting } = useCommand('counts.recount');
  return (
    <Button
      size="sm"
      icon={RotateCcw}
      className="mt-2"
      busy={submitting}
      onClick={() => void submit({ countId, itemIds: [itemId] })}
    >
      {t('counts.entry.again')}
    </Button>
  );
}
