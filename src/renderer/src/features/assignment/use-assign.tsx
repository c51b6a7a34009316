import { type ReactNode, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { Id } from '#shared/domain/ids.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/overlay.tsx';
import { useAnswer } from '../../hooks/use-answer.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { refusalSentence } from '../../i18n/errors.ts';
import { useIsLive } from '../../stores/connection.ts';
import { toast } from '../../stores/toasts.ts';

/** What a conflict says about who has the conversation now. */
const Current = z.object({ assigneeId: Id.nullable(), assigneeName: z.string().nullable() });

/**
 * Returns a function that assigns a conversation to somebody, and the question that is asked where somebody else took it at the
 * same time: nobody is overwritten unseen.
 */
export function useAssign(
  conversationId: string,
  assigneeId: string | null,
): { readonly assign: (next: string | null) => void; readonly question: ReactNode } {
  const { t } = useTranslation();
  const live = useIsLive();
  const { submit, entry } = useCommand('chat.assign');
  const [wanted, setWanted] = useState<string | null>(null);
  const [taken, setTaken] = useState<z.infer<typeof Current> | null>(null);
  const [, wait] = useAnswer(entry, {
    onAccepted: () => undefined,
    onSilence: () => undefined,
    onRefused: (refusal) => {
      const current = refusal.code === 'conflict' ? Current.safeParse(refusal.current).data : undefined;
      if (current) setTaken(current);
      else
        toast({
          tone: 'crit',
          title: (context) => context.t('common.refused', { reason: refusalSentence(context, refusal) }),
        });
    },
  });
  const send = useCallback(
    async (next: string | null, seenAssigneeId: string | null) => {
      setTaken(null);
      setWanted(next);
      const sent = await submit({ conversationId, assigneeId: next, seenAssigneeId });
      if (sent.ok && live) wait(sent.entry.id);
    },
    [submit, conversationId, live, wait],
  );
  const assign = useCallback(
    (next: string | null) => {
      if (next !== assigneeId) void send(next, assigneeId);
    },
    [send, assigneeId],
  );
  const question = taken !== null && (
    <Dialog
      open
      onOpenChange={() => setTaken(null)}
      width="sm"
      title={
        taken.assigneeName === null
          ? t('assignment.taken.nobody')
          : t('assignment.taken.title', { name: taken.assigneeName })
      }
      description={t('assignment.taken.body')}
      footer={
        <>
          <Button onClick={() => void send(wanted, taken.assigneeId)}>{t('assignment.taken.take')}</Button>
          <Button variant="primary" onClick={() => setTaken(null)}>
            {t('assignment.taken.leave')}
          </Button>
        </>
      }
    />
  );
  return { assign, question };
}
