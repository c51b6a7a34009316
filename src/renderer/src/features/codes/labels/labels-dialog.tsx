import { useQuery } from '@tanstack/react-query';
import { FileDown } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Item } from '#shared/domain/inventory.ts';
import { bridge } from '../../../bridge/client.ts';
import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/overlay.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../../components/states.tsx';
import { useCall } from '../../../hooks/use-call.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import { saveBlob } from '../../../lib/save-blob.ts';
import { useCodesUi } from '../ui.ts';
import { LabelFields } from './label-fields.tsx';
import type { LabelDrawing } from './layout.ts';
import { FIRST_CHOICE, type ItemLabels, type LabelChoice, labelsOf, MAX_LABELS, numberIn } from './order.ts';
import { LabelPreview, SheetPreview } from './sheet-preview.tsx';
import { labelsOn, SHEETS } from './sheets.ts';
import { createSystemText } from './system-text.ts';
import { loadTextTools, type SystemText, type TextTools } from './text-tools.ts';

const close = (): void => useCodesUi.setState({ labels: null });

/** Prints labels of items: which sheet, what stands on them, how many of each. */
export default function LabelsDialog({ itemIds }: { readonly itemIds: readonly string[] }): ReactNode {
  const { t } = useTranslation();
  const system = useMemo(createSystemText, []);
  const items = useQuery({
    queryKey: ['inventory', 'items', itemIds],
    queryFn: () => bridge.call('inventory.items', { itemIds: [...itemIds] }),
    meta: { intervalMs: 1000 },
  });
  const tools = useQuery({ queryKey: ['labels', 'tools'], queryFn: () => loadTextTools(system) });
  const error = items.error ?? tools.error;
  if (items.data && tools.data && items.data.items.length > 0)
    return <Labels items={items.data.items} tools={tools.data} system={system} />;
  return (
    <Dialog open onOpenChange={close} width="lg" title={t('codes.labels.title')}>
      {error !== null ? (
        <ErrorState error={error} onRetry={() => void Promise.all([items.refetch(), tools.refetch()])} />
      ) : items.data ? (
        <EmptyState title={t('codes.labels.empty')} body={t('codes.labels.emptyBody')} />
      ) : (
        <SkeletonRows />
      )}
    </Dialog>
  );
}

function Labels({
  items,
  tools,
  system,
}: {
  readonly items: readonly Item[];
  readonly tools: TextTools;
  readonly system: SystemText;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const [choice, setChoice] = useState<LabelChoice>(FIRST_CHOICE);
  const labels = useMemo(
    () => labelsOf(items, choice, { measure: tools.measure, format }),
    [items, choice, tools, format],
  );
  const sheet = SHEETS[choice.sheet];
  const perSheet = labelsOn(sheet);
  const skip = numberIn(choice.skip, 0, perSheet - 1);
  const total = labels.reduce((sum, { count }) => sum + count, 0);
  const { busy, problem, run } = useCall();
  const save = async (): Promise<void> => {
    // The library loads with the first PDF that is made.
    const { makePdf } = await import('./pdf.ts');
    const order = { sheet, labels, skip: skip ?? 0, title: t('codes.labels.title') };
    const bytes = await makePdf(order, tools, system);
    saveBlob(t('codes.labels.file'), new Blob([Uint8Array.from(bytes)], { type: 'application/pdf' }));
  };
  const shown = labels.find(({ count }) => count > 0)?.drawing;
  const tooMany = total > MAX_LABELS;
  return (
    <Dialog
      open
      onOpenChange={close}
      width="lg"
      title={t('codes.labels.title')}
      description={items.length === 1 ? items[0]?.name : t('codes.labels.items', { count: items.length })}
      className="max-w-[860px]"
      footer={
        <>
          <p role="status" className="mr-auto self-center text-ink-2">
            {tooMany
              ? t('codes.labels.tooMany', { count: MAX_LABELS })
              : `${t('codes.labels.total', { count: total })} · ${t('codes.labels.sheets', {
                  count: Math.ceil((total + (skip ?? 0)) / perSheet),
                })}`}
          </p>
          <Button onClick={close}>{t('common.cancel')}</Button>
          <Button
            variant="primary"
            icon={FileDown}
            busy={busy}
            disabled={total === 0 || tooMany || skip === null}
            onClick={() => void run(save())}
          >
            {t('codes.labels.save')}
          </Button>
        </>
      }
    >
      <div className="grid grid-cols-1 gap-5 min-[760px]:grid-cols-[minmax(0,1fr)_300px]">
        <LabelFields labels={labels} choice={choice} onChange={setChoice} />
        <div className="flex flex-col gap-2">
          {shown && <LabelPreview size={sheet.label} drawing={shown} isPlain={tools.isPlain} />}
          <SheetPreview sheet={sheet} labels={placed(labels, skip ?? 0, perSheet)} isPlain={tools.isPlain} />
          <p className="text-xs text-ink-3">{t('codes.labels.scale')}</p>
        </div>
      </div>
      {problem !== null && (
        <p role="alert" className="mt-3 rounded-md bg-crit-soft px-3 py-2 text-crit">
          {problem}
        </p>
      )}
    </Dialog>
  );
}

/** Returns the labels of the first sheet by their places. */
function placed(labels: readonly ItemLabels[], skip: number, perSheet: number): (LabelDrawing | null)[] {
  const places: (LabelDrawing | null)[] = Array.from({ length: skip }, () => null);
  for (const { drawing, count } of labels) {
    for (let n = 0; n < count && places.length < perSheet; n++) places.push(drawing);
  }
  return places;
}
