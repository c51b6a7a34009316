import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_REDACTION_REASON } from '#shared/domain/redaction.ts';
import { useDecision } from '../hooks/use-decision.ts';
import { toast } from '../stores/toasts.ts';
import { FormDialog } from './form-dialog.tsx';
import { ReasonInput } from './reason-input.tsx';

/** A message that can be removed, of a conversation or of a room. */
export type Redactable =
  | { readonly type: 'chat.redact_message'; readonly conversationId: string; readonly messageId: string }
  | { readonly type: 'rooms.redact_message'; readonly roomId: string; readonly messageId: string };

/** Removes a message for good, with a reason. It says so before. */
export function RedactDialog({
  message: { type, ...message },
  onClose,
}: {
  readonly message: Redactable;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const decision = useDecision(type, () => {
    toast({ tone: 'ok', title: ({ t: say }) => say('chat.redact.done') });
    onClose();
  });
  const given = reason.trim();
  return (
    <FormDialog
      title={t('chat.redact.title')}
      description={t(type === 'chat.redact_message' ? 'chat.redact.body' : 'chat.redact.bodyRoom')}
      action={t('chat.redact.action')}
      danger
      busy={decision.busy}
      disabled={given === ''}
      problem={decision.problem}
      onSubmit={() => void decision.send({ ...message, reason: given })}
      onClose={onClose}
    >
      <ReasonInput
        label={t('chat.redact.reason')}
        hint={t('chat.redact.reasonHint')}
        maxLength={MAX_REDACTION_REASON}
        value={reason}
        onChange={setReason}
      />
    </FormDialog>
  );
}
