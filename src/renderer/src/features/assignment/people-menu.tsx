import { UsersRound } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationRow } from '#shared/bridge/chat.ts';
import { MAX_PARTICIPANTS } from '#shared/domain/assignment.ts';
import { Button } from '../../components/button.tsx';
import { Field, Select } from '../../components/field.tsx';
import { Popover } from '../../components/overlay.tsx';
import { useCommand } from '../../hooks/use-command.ts';
import { useHotkeys } from '../../hooks/use-hotkeys.ts';
import { usePeople, useTeams } from './use-assignment.ts';

/** The team of a conversation and who else takes part in it, with a way to change both. */
export function PeopleMenu({
  conversation,
  open,
  onOpenChange: setOpen,
}: {
  readonly conversation: ConversationRow;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}): ReactNode {
  const { t } = useTranslation();
  const teams = useTeams();
  const people = usePeople();
  const { submit: setTeam } = useCommand('assignment.set_team');
  const { submit: setParticipants } = useCommand('assignment.set_participants');
  useHotkeys({ 'shortcuts.people': () => setOpen(true) });
  const { id: conversationId, teamId, participantIds, assigneeId } = conversation;
  const team = teams.find(({ id }) => id === teamId);
  const full = participantIds.length >= MAX_PARTICIPANTS;
  const others = participantIds.length;
  return (
    <Popover
      label={t('assignment.people.label')}
      className="w-72"
      align="end"
      open={open}
      onOpenChange={setOpen}
      focusPanel
      trigger={
        <Button size="sm" variant="ghost">
          <UsersRound size={13} aria-hidden />
          <span className="sr-only">{t('assignment.people.label')}: </span>
          <span dir="auto" className="max-w-28 truncate">
            {team?.name ?? t('assignment.people.button')}
          </span>
          {others > 0 && (
            <span className="text-2xs text-ink-3">
              <span aria-hidden>+{others}</span>
              <span className="sr-only">{t('assignment.people.count', { count: others })}</span>
            </span>
          )}
        </Button>
      }
    >
      <Field label={t('assignment.people.team')}>
        {(props) => (
          <Select
            {...props}
            className="w-full"
            value={teamId ?? ''}
            onChange={(next) => void setTeam({ conversationId, teamId: next === '' ? null : next })}
            options={[
              { value: '', label: t('assignment.people.noTeam') },
              ...teams
                .filter(({ archived, id }) => !archived || id === teamId)
                .map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        )}
      </Field>
      <fieldset className="mt-3">
        <legend className="mb-1 text-xs font-medium text-ink-2">
          {t('assignment.people.participants', { max: MAX_PARTICIPANTS })}
        </legend>
        <div className="max-h-56 overflow-y-auto rounded-md border border-line">
          {people
            .filter(({ id }) => id !== assigneeId || participantIds.includes(id))
            .map(({ id, name }) => {
              const chosen = participantIds.includes(id);
              return (
                <label key={id} className="flex h-8 items-center gap-2 px-2.5 hover:bg-hover">
                  <input
                    type="checkbox"
                    checked={chosen}
                    disabled={!chosen && full}
                    onChange={() =>
                      void setParticipants({
                        conversationId,
                        add: chosen ? [] : [id],
                        remove: chosen ? [id] : [],
                      })
                    }
                  />
                  <span dir="auto" className="min-w-0 truncate">
                    {name}
                  </span>
                </label>
              );
            })}
        </div>
        <p className="mt-1 text-2xs text-ink-3">{t('assignment.people.hint')}</p>
      </fieldset>
    </Popover>
  );
}
