import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PRIVATE_MEMBERS, ROOM_KINDS } from '#shared/domain/rooms.ts';
import { Field, Input } from '../../components/field.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { useDecision } from '../../hooks/use-decision.ts';
import { formKind, useForm } from '../../hooks/use-form.ts';
import { useTeam } from '../../hooks/use-team.ts';
import { newId } from '../../lib/new-id.ts';
import { useUserId } from '../../stores/session.ts';

/** A room that was begun and not made. */
const NEW_ROOMS = formKind(
  'rooms.create',
  { kind: 'general', name: '', topic: '', memberIds: [] },
  ({ name, topic, memberIds }) => `${name}${topic}`.trim() === '' && memberIds.length === 0,
);

/** Makes a room: an open one with a name, or a private one with members. `onCreated` gets its id. */
export function NewRoomDialog({
  onClose,
  onCreated,
}: {
  readonly onClose: () => void;
  readonly onCreated: (roomId: string) => void;
}): ReactNode {
  const { t } = useTranslation();
  const team = useTeam();
  const userId = useUserId();
  const [roomId] = useState(newId);
  const [checked, setChecked] = useState(false);
  const kept = useForm(NEW_ROOMS, 'new', ({ name }) => ({ roomId, name }));
  const { kind, name, topic, memberIds } = kept.value;
  const change = (part: Partial<typeof kept.value>): void => kept.change({ ...kept.value, ...part });
  const isPrivate = kind === 'private';
  const problems = {
    name: !isPrivate && name.trim() === '',
    members: isPrivate && memberIds.length < PRIVATE_MEMBERS.min - 1,
  };
  const full = memberIds.length >= PRIVATE_MEMBERS.max - 1;
  const decision = useDecision('rooms.create', () => {
    kept.clear();
    onCreated(roomId);
  });
  return (
    <FormDialog
      title={t('rooms.create.title')}
      action={t('rooms.create.action')}
      busy={decision.busy}
      disabled={false}
      problem={decision.problem}
      onSubmit={() => {
        setChecked(true);
        if (!problems.name && !problems.members)
          void decision.send({ roomId, kind, name, topic, memberIds: isPrivate ? memberIds : [] });
      }}
      onClose={onClose}
    >
      <Segmented
        value={kind}
        label={t('rooms.create.kind')}
        segments={ROOM_KINDS.map((value) => ({ value, label: t(`rooms.kinds.${value}`) }))}
        onChange={(next) => change({ kind: next })}
      />
      <p className="text-xs text-ink-3">{t(`rooms.details.whoSees.${kind}`)}</p>
      <Field
        label={t(isPrivate ? 'rooms.create.nameOptional' : 'rooms.create.name')}
        error={checked && problems.name ? t('rooms.create.nameMissing') : null}
      >
        {(props) => (
          <Input
            {...props}
            maxLength={80}
            autoComplete="off"
            value={name}
            onChange={(event) => change({ name: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('rooms.create.topic')}>
        {(props) => (
          <Input
            {...props}
            maxLength={250}
            autoComplete="off"
            value={topic}
            onChange={(event) => change({ topic: event.target.value })}
          />
        )}
      </Field>
      {isPrivate && (
        <fieldset>
          <legend className="mb-1 text-xs font-medium text-ink-2">
            {t('rooms.create.members', { max: PRIVATE_MEMBERS.max - 1 })}
          </legend>
          <div className="max-h-52 overflow-y-auto rounded-md border border-line">
            {team
              .filter(({ id }) => id !== userId)
              .map((user) => {
                const chosen = memberIds.includes(user.id);
                return (
                  <label key={user.id} className="flex h-8 items-center gap-2 px-2.5 hover:bg-hover">
                    <input
                      type="checkbox"
                      checked={chosen}
                      disabled={!chosen && full}
                      onChange={() =>
                        change({
                          memberIds: chosen
                            ? memberIds.filter((id) => id !== user.id)
                            : [...memberIds, user.id],
                        })
                      }
                    />
                    <span dir="auto" className="min-w-0 truncate">
                      {user.name}
                    </span>
                    <span className="truncate text-xs text-ink-3">@{user.username}</span>
                  </label>
                );
              })}
          </div>
          {checked && problems.members && (
            <p role="alert" className="mt-1 text-xs text-crit">
              {t('rooms.create.membersMissing')}
            </p>
          )}
        </fieldset>
      )}
    </FormDialog>
  );
}
