import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomListRow } from '#shared/bridge/rooms.ts';
import { Room } from '#shared/domain/rooms.ts';
import { ConflictNote } from '../../components/conflict-note.tsx';
import { Field, Input } from '../../components/field.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useDecision } from '../../hooks/use-decision.ts';
import { formKind, useForm } from '../../hooks/use-form.ts';

/** Changes of rooms that were begun and not sent, by room. */
const CHANGES = formKind(
  'rooms.edit',
  { name: '', topic: '', expected: null },
  ({ expected }) => expected === null,
);

const FIELDS = ['name', 'topic'] as const;

/** Changes name and topic. If somebody else has changed them meanwhile, shows both and lets the user choose. */
export function EditRoomDialog({
  room,
  onClose,
}: {
  readonly room: RoomListRow;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const roomId = room.id;
  const [start] = useState({ name: room.name, topic: room.topic, expected: room.version });
  const kept = useForm(CHANGES, roomId, ({ name, topic }) => ({ roomId, name, topic }));
  const form = kept.value.expected === null ? start : kept.value;
  const decision = useDecision('rooms.edit', () => {
    kept.clear();
    onClose();
  });
  const current = Room.safeParse(decision.refusal?.current).data ?? null;
  const send = (expected: number): void =>
    void decision.send({ roomId, name: form.name, topic: form.topic, expected });
  const missing = room.kind === 'general' && form.name.trim() === '';
  return (
    <FormDialog
      title={t('rooms.edit.title')}
      action={t('common.save')}
      busy={decision.busy}
      disabled={missing}
      problem={current === null ? decision.problem : null}
      onSubmit={() => send(form.expected ?? room.version)}
      onClose={onClose}
    >
      {current !== null && (
        <ConflictNote
          title={t('rooms.edit.conflict')}
          fields={FIELDS.filter((field) => current[field] !== form[field].trim()).map((field) => ({
            label: t(`rooms.create.${field}`),
            mine: form[field],
            theirs: current[field],
          }))}
          onMine={() => send(current.version)}
          onTheirs={() => {
            kept.clear();
            onClose();
          }}
        />
      )}
      {FIELDS.map((field) => (
        <Field
          key={field}
          label={t(`rooms.create.${field}`)}
          error={field === 'name' && missing ? t('rooms.create.nameMissing') : null}
        >
          {(props) => (
            <Input
              {...props}
              maxLength={field === 'name' ? 80 : 250}
              autoComplete="off"
              value={form[field]}
              onChange={(event) => kept.change({ ...form, [field]: event.target.value })}
            />
          )}
        </Field>
      ))}
    </FormDialog>
  );
}
