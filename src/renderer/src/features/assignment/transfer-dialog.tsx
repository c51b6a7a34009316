import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import type { ConversationRow } from '#shared/bridge/chat.ts';
import { Id } from '#shared/domain/ids.ts';
import { ConflictNote } from '../../components/conflict-note.tsx';
import { Field, Select, TextArea } from '../../components/field.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { useDecision } from '../../hooks/use-decision.ts';
import { formKind, useForm } from '../../hooks/use-form.ts';
import { newId } from '../../lib/new-id.ts';
import { toast } from '../../stores/toasts.ts';
import { usePeople, useTeams } from './use-assignment.ts';

/** Transfers that were begun and not sent, by conversation. */
const TRANSFERS = formKind(
  'assignment.transfer',
  { kind: 'person', to: '', note: '' },
  ({ to, note }) => to === '' && note.trim() === '',
);
/** What a conflict says about who has the conversation now. */
const Current = z.object({ assigneeId: Id.nullable(), assigneeName: z.string().nullable() });

/** Hands a conversation to a person or a team, with a note for them. */
export default function TransferDialog({
  conversation,
  onClose,
}: {
  readonly conversation: ConversationRow;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const { id: conversationId, assigneeId } = conversation;
  const people = usePeople().filter(({ id }) => id !== assigneeId);
  const teams = useTeams().filter(
    ({ id, archived }) => !archived && (assigneeId !== null || id !== conversation.teamId),
  );
  const [messageId] = useState(newId);
  const [checked, setChecked] = useState(false);
  const [seen] = useState(assigneeId);
  const kept = useForm(TRANSFERS, conversationId, ({ note }) => ({ conversationId, note }));
  const { kind, to, note } = kept.value;
  const choices = (kind === 'person' ? people : teams).map(({ id, name }) => ({ value: id, label: name }));
  const chosen = choices.find(({ value }) => value === to);
  const decision = useDecision('assignment.transfer', () => {
    kept.clear();
    toast({ tone: 'ok', title: (context) => context.t('assignment.transfer.done') });
    onClose();
  });
  const current =
    decision.refusal?.code === 'conflict' ? (Current.safeParse(decision.refusal.current).data ?? null) : null;
  const send = (seenAssigneeId: string | null): void => {
    setChecked(true);
    if (chosen === undefined || note.trim() === '') return;
    void decision.send({
      conversationId,
      to: { kind, id: to },
      messageId,
      note: note.trim(),
      seenAssigneeId,
    });
  };
  return (
    <FormDialog
      title={t('assignment.transfer.title')}
      action={t('assignment.transfer.send')}
      busy={decision.busy}
      disabled={false}
      problem={current === null ? decision.problem : null}
      onSubmit={() => send(seen)}
      onClose={onClose}
    >
      {current !== null && (
        <ConflictNote
          title={t('assignment.transfer.changed')}
          fields={[
            {
              label: t('assignment.transfer.assignee'),
              mine: chosen?.label ?? '',
              theirs: current.assigneeName ?? t('chat.list.nobody'),
            },
          ]}
          onMine={() => send(current.assigneeId)}
          onTheirs={() => {
            kept.clear();
            onClose();
          }}
        />
      )}
      <Segmented
        value={kind}
        label={t('assignment.transfer.to')}
        segments={(['person', 'team'] as const).map((value) => ({
          value,
          label: t(`assignment.transfer.${value}`),
        }))}
        onChange={(next) => kept.change({ ...kept.value, kind: next, to: '' })}
      />
      <Field
        label={t(`assignment.transfer.${kind}`)}
        error={checked && chosen === undefined ? t('assignment.transfer.toMissing') : null}
      >
        {(props) => (
          <Select
            {...props}
            className="w-full"
            value={chosen?.value ?? ''}
            onChange={(value) => kept.change({ ...kept.value, to: value })}
            options={[{ value: '', label: t('assignment.transfer.choose') }, ...choices]}
          />
        )}
      </Field>
      <Field
        label={t('assignment.transfer.note')}
        hint={t('assignment.transfer.noteHint')}
        error={checked && note.trim() === '' ? t('assignment.transfer.noteMissing') : null}
      >
        {(props) => (
          <TextArea
            {...props}
            rows={4}
            maxLength={1000}
            value={note}
            onChange={(event) => kept.change({ ...kept.value, note: event.target.value })}
          />
        )}
      </Field>
    </FormDialog>
  );
}
