import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { StepsDialog, useSteps } from '../../../components/selection-steps.tsx';
import { failureWords } from '../../../i18n/errors.ts';
import type { SelectionActionProps } from '../../../lib/selection.ts';
import { toast } from '../../../stores/toasts.ts';

/** Copies the SKUs of the selected items, one a line, each once. */
export default function CopySkus({ rows, onClose }: SelectionActionProps): ReactNode {
  const { t } = useTranslation();
  const steps = useSteps(rows);
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    const skus = new Set<string>();
    const work = async (): Promise<void> => {
      const all = await steps.start(async (step) => {
        for (const { sku } of step) skus.add(sku);
      });
      if (!all) return;
      await navigator.clipboard.writeText([...skus].join('\n'));
      toast({
        tone: 'ok',
        title: ({ t: words, format }) =>
          words('selection.copied', { count: skus.size, formatted: format.integer(skus.size) }),
      });
      onClose();
    };
    work().catch((error: unknown) => {
      toast({ tone: 'crit', ...failureWords(error), sticky: true });
      onClose();
    });
  });
  return (
    <StepsDialog title={t('selection.actions.copySkus')} steps={steps} count={rows.count} onClose={onClose} />
  );
}
