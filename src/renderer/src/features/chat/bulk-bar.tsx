import { AlarmClock, Check, Flag, Tag } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ConversationChange, PRIORITIES } from '#shared/domain/chat.ts';
import { IconButton } from '../../components/button.tsx';
import { Menu } from '../../components/menu.tsx';
import { SelectionBar } from '../../components/selection-bar.tsx';
import { useCommand } from '../../hooks/use-command.ts';
import { BulkAssignMenu } from './assign-menu.tsx';
import { useRegisterBulk } from './bulk-actions.ts';
import { LabelMenu } from './label-menu.tsx';
import { SnoozeMenu } from './snooze-menu.tsx';

/** What the selected conversations have in common is not known: labels are only added. */
const NO_LABELS: readonly string[] = [];

/** What can be done with the selected conversations at once. */
export function BulkBar({
  ids,
  onDone,
}: {
  readonly ids: readonly string[];
  readonly onDone: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const { submit, submitting } = useCommand('chat.change_many');
  const [labelling, setLabelling] = useState(false);
  const change = async (made: ConversationChange): Promise<void> => {
    if ((await submit({ conversationIds: [...ids], change: made })).ok) onDone();
  };
  useRegisterBulk(ids.length, (made) => void change(made));
  return (
    <SelectionBar
      label={t('chat.bulk.label')}
      selected={t('chat.bulk.selected', { count: ids.length })}
      clearLabel={t('chat.bulk.clear')}
      onClear={onDone}
    >
      <BulkAssignMenu
        disabled={submitting}
        onAssign={(assigneeId) => void change({ kind: 'assignee', assigneeId })}
      />
      <Menu
        label={t('chat.priority.title')}
        trigger={<IconButton icon={Flag} label={t('chat.priority.title')} variant="secondary" />}
        groups={[
          PRIORITIES.map((priority) => ({
            key: priority,
            label: t(`chat.priority.${priority}`),
            run: () => void change({ kind: 'priority', priority }),
          })),
        ]}
      />
      <LabelMenu
        labels={NO_LABELS}
        disabled={submitting}
        open={labelling}
        onOpenChange={setLabelling}
        onChange={(labels) => void change({ kind: 'labels', ...labels })}
        trigger={<IconButton icon={Tag} label={t('chat.labels.title')} variant="secondary" />}
      />
      <SnoozeMenu
        onSnooze={(snooze) => void change({ kind: 'snooze', ...snooze })}
        trigger={<IconButton icon={AlarmClock} label={t('chat.snooze.action')} variant="secondary" />}
      />
      <IconButton
        icon={Check}
        label={t('chat.conversation.resolve')}
        variant="secondary"
        disabled={submitting}
        onClick={() => void change({ kind: 'status', status: 'resolved' })}
      />
    </SelectionBar>
  );
}
