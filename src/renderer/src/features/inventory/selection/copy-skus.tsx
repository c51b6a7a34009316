import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/overlay.tsx';
import { StepsProgress, useSteps } from '../../../components/selection-steps.tsx';
import { useSay } from '../../../hooks/use-say.ts';
import { failureWords, problemText } from '../../../i18n/errors.ts';
import type { SelectionActionProps } from '../../../lib/selection.ts';
import { toast } from '../../../stores/toasts.ts';

/** Copies the SKUs of the selected items, one a line, each once. */
export default function CopySkus({ rows, onClose }: SelectionActionProps): ReactNode {
  const { t } = useTranslation();
  const say = useSay();
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
    <Dialog
      open
      onOpenChange={onClose}
      title={t('selection.actions.copySkus')}
      width="sm"
      footer={<Button onClick={onClose}>{t('common.cancel')}</Button>}
    >
      <StepsProgress steps={steps} count={rows.count} />
      {steps.error !== null && (
        <p role="alert" className="mt-2 text-crit">
          {problemText(say, steps.error)}
        </p>
      )}
    </Dialog>
  );
}
