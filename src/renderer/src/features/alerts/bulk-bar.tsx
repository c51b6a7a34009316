import { BadgeCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { SelectionBar } from '../../components/selection-bar.tsx';
import { useCommand } from '../../hooks/use-command.ts';
import { SilenceMenu } from './silence-menu.tsx';

/** What can be done with the selected alerts at once. */
export function BulkBar({
  ids,
  onDone,
}: {
  readonly ids: readonly string[];
  readonly onDone: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const acknowledge = useCommand('alerts.acknowledge_many');
  const silence = useCommand('alerts.silence_many');
  const finish = async (sent: Promise<{ readonly ok: boolean }>): Promise<void> => {
    if ((await sent).ok) onDone();
  };
  const alertIds = [...ids];
  return (
    <SelectionBar
      label={t('alerts.bulk.label')}
      selected={t('alerts.bulk.selected', { count: ids.length })}
      clearLabel={t('alerts.bulk.clear')}
      onClear={onDone}
    >
      <Button
        icon={BadgeCheck}
        busy={acknowledge.submitting}
        onClick={() => void finish(acknowledge.submit({ alertIds, note: null }))}
      >
        {t('alerts.detail.acknowledge')}
      </Button>
      <SilenceMenu onSilence={(until) => void finish(silence.submit({ alertIds, until }))} />
    </SelectionBar>
  );
}
