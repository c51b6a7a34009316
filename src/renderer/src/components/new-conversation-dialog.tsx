import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { messageLength } from '#shared/domain/chat.ts';
import type { Customer, Order } from '#shared/domain/orders.ts';
import { useCatalog } from '../hooks/use-catalog.ts';
import { useCommand } from '../hooks/use-command.ts';
import { useDecision } from '../hooks/use-decision.ts';
import { formKind, useForm } from '../hooks/use-form.ts';
import { useFormat } from '../hooks/use-format.ts';
import { useMessageLimit } from '../hooks/use-message-limit.ts';
import { newId } from '../lib/new-id.ts';
import { useIsLive } from '../stores/connection.ts';
import { Field, Input, TextArea } from './field.tsx';
import { FormDialog } from './form-dialog.tsx';

const MAX_SUBJECT = 200;

/** Conversations that were begun, by order or customer. */
const FIRST_MESSAGES = formKind(
  'chat.open_conversation',
  { subject: null, body: '' },
  ({ body }) => body.trim() === '',
);

/** Starts a conversation with a customer by a first message, and opens it. */
export function NewConversationDialog({
  customer,
  about,
  onClose,
}: {
  readonly customer: Customer;
  readonly about: Pick<Order, 'id' | 'number'> | null;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const { pathOf } = useCatalog();
  const live = useIsLive();
  const [conversationId] = useState(newId);
  const [messageId] = useState(newId);
  const key = about === null ? `customer:${customer.id}` : `order:${about.id}`;
  const form = useForm(FIRST_MESSAGES, key, (fields) => ({ customer, message: fields.body }));
  const { body } = form.value;
  const subject = form.value.subject ?? (about ? t('chat.about.subject', { number: about.number }) : '');
  const limit = useMessageLimit();
  const { over } = messageLength(body, limit);
  const first = useCommand('chat.send_message');
  const open = useDecision('chat.open_conversation', () => {
    form.clear();
    onClose();
    const path = pathOf({ kind: 'conversation', id: conversationId });
    if (live && path !== null) void navigate(path);
  });
  const send = async (): Promise<void> => {
    const orderIds = about ? [about.id] : [];
    await open.send({ conversationId, customer, subject: subject.trim() || null, orderIds });
    // The commands of one conversation stay in order, so the message waits for the conversation.
    await first.submit({ conversationId, messageId, kind: 'text', body: body.trim() });
  };
  return (
    <FormDialog
      title={t('chat.about.startTitle', { name: customer.name })}
      description={t('chat.about.startBody')}
      action={t('chat.about.send')}
      busy={open.busy || first.submitting}
      disabled={body.trim() === '' || over}
      problem={open.problem}
      onSubmit={() => void send()}
      onClose={onClose}
    >
      <Field label={t('chat.context.subject')}>
        {(props) => (
          <Input
            {...props}
            dir="auto"
            maxLength={MAX_SUBJECT}
            autoComplete="off"
            value={subject}
            onChange={(event) => form.change({ subject: event.target.value, body })}
          />
        )}
      </Field>
      <Field
        label={t('chat.about.message')}
        error={over ? t('chat.composer.tooLong', { max: format.integer(limit) }) : null}
      >
        {(props) => (
          <TextArea
            {...props}
            rows={4}
            dir="auto"
            value={body}
            onChange={(event) => form.change({ ...form.value, body: event.target.value })}
            className="h-auto py-1.5"
          />
        )}
      </Field>
    </FormDialog>
  );
}
