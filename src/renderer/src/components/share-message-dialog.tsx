import { useQuery } from '@tanstack/react-query';
import { Hash, Lock } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mentionedIds } from '#shared/domain/mentions.ts';
import { MAX_ROOM_MESSAGE, type SharedMessage, seesRoom } from '#shared/domain/rooms.ts';
import { bridge } from '../bridge/client.ts';
import { useDecision } from '../hooks/use-decision.ts';
import { useTeamMembers } from '../hooks/use-team.ts';
import { newId } from '../lib/new-id.ts';
import { useUserId } from '../stores/session.ts';
import { toast } from '../stores/toasts.ts';
import { Field, Input } from './field.tsx';
import { FormDialog } from './form-dialog.tsx';

/** Shares a message of a conversation into a room of the team, with a comment. */
export function ShareMessageDialog({
  shared,
  onClose,
}: {
  readonly shared: SharedMessage;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const userId = useUserId();
  const rooms = useQuery({ queryKey: ['rooms', 'list'], queryFn: () => bridge.call('rooms.list', {}) });
  const team = useTeamMembers();
  const users = team.data?.users ?? [];
  const open = (rooms.data?.rooms ?? []).filter(({ archivedAt }) => archivedAt === null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [comment, setComment] = useState('');
  const [messageId] = useState(newId);
  const room = open.find(({ id }) => id === chosen) ?? open[0];
  const decision = useDecision('rooms.post', () => {
    toast({ tone: 'ok', title: ({ t: say }) => say('rooms.shared.done') });
    onClose();
  });
  return (
    <FormDialog
      title={t('rooms.shared.title')}
      description={t('rooms.shared.body')}
      action={t('rooms.shared.action')}
      busy={decision.busy}
      disabled={room === undefined}
      problem={decision.problem}
      onSubmit={() => {
        if (room === undefined) return;
        const readers = users.filter(({ id }) => seesRoom(room, id));
        const body = comment.trim();
        void decision.send({
          roomId: room.id,
          messageId,
          body,
          mentions: mentionedIds(body, readers),
          shared,
        });
      }}
      onClose={onClose}
    >
      <fieldset>
        <legend className="mb-1 text-xs font-medium text-ink-2">{t('rooms.shared.room')}</legend>
        <div className="max-h-52 overflow-y-auto rounded-md border border-line">
          {rooms.data !== undefined && open.length === 0 && (
            <p className="px-2.5 py-2 text-ink-3">{t('rooms.list.empty')}</p>
          )}
          {open.map((one) => {
            const Icon = one.kind === 'private' ? Lock : Hash;
            const others = users.filter(({ id }) => id !== userId && one.memberIds.includes(id));
            return (
              <label key={one.id} className="flex h-8 items-center gap-2 px-2.5 hover:bg-hover">
                <input
                  type="radio"
                  name="room"
                  checked={one.id === room?.id}
                  onChange={() => setChosen(one.id)}
                />
                <Icon size={13} aria-hidden className="shrink-0 text-ink-3" />
                <span dir="auto" className="min-w-0 truncate">
                  {one.name || others.map(({ name }) => name).join(', ') || t('rooms.justYou')}
                </span>
              </label>
            );
          })}
        </div>
      </fieldset>
      <Field label={t('rooms.shared.comment')}>
        {(props) => (
          <Input
            {...props}
            maxLength={MAX_ROOM_MESSAGE}
            autoComplete="off"
            value={comment}
            onChange={(event) => setComment(event.target.value)}
          />
        )}
      </Field>
    </FormDialog>
  );
}
