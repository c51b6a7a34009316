import { Check, Info, PanelRightClose, PanelRightOpen, RotateCcw, UserPlus } from 'lucide-react';
import { type ReactNode, type RefObject, useCallback, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListedMacro } from '#shared/bridge/canned.ts';
import type { ConversationRow } from '#shared/bridge/chat.ts';
import { isUnresolved } from '#shared/domain/chat.ts';
import type { Order } from '#shared/domain/orders.ts';
import { Avatar } from '../../components/avatar.tsx';
import { Badge } from '../../components/badge.tsx';
import { Button, IconButton } from '../../components/button.tsx';
import { Tooltip } from '../../components/overlay.tsx';
import { ErrorState, SkeletonRows } from '../../components/states.tsx';
import { useCommand } from '../../hooks/use-command.ts';
import { useHotkeys } from '../../hooks/use-hotkeys.ts';
import { useCan, useUserId } from '../../stores/session.ts';
import { toast } from '../../stores/toasts.ts';
import { PeopleMenu, useAssign } from '../assignment/index.ts';
import { MacroMenu, MacroRunBar, registerComposer, startMacro } from '../canned/index.ts';
import { AssignMenu } from './assign-menu.tsx';
import { DropZone } from './attachments/index.ts';
import { Composer, type ComposerHandle } from './composer.tsx';
import { useConversation } from './conversation-queries.ts';
import { ConversationTools } from './conversation-tools.tsx';
import { Findable } from './find/find-panel.tsx';
import { Messages } from './messages.tsx';
import { useRegisterOpen } from './open-conversation.ts';
import { CompanyBar } from './presence/company-bar.tsx';
import { useReportViewing } from './presence/use-report-viewing.ts';
import { RefusedChanges } from './refused-changes.tsx';
import { useTool } from './tools.ts';
import { VisitorNote } from './visitor-note.tsx';
import { WorkBar } from './work-bar.tsx';

const NO_ORDERS: readonly Order[] = [];

/** Returns functions to assign, resolve and reopen. Effects show immediately; the toast after resolving offers Undo. */
function useConversationActions(conversation: ConversationRow, onResolved: () => void) {
  const { submit: submitStatus } = useCommand('chat.set_status');
  const { id: conversationId, customer, assigneeId } = conversation;
  const { assign, question } = useAssign(conversationId, assigneeId);
  const reopen = useCallback(
    () => void submitStatus({ conversationId, status: 'open' }),
    [submitStatus, conversationId],
  );
  const resolve = useCallback(async () => {
    const result = await submitStatus({ conversationId, status: 'resolved' });
    if (!result.ok) return;
    toast({
      id: `resolved-${conversationId}`,
      tone: 'ok',
      title: ({ t }) => t('chat.conversation.resolved', { name: customer.name }),
      actions: [{ label: ({ t }) => t('chat.conversation.undo'), run: reopen }],
    });
    onResolved();
  }, [submitStatus, conversationId, customer.name, reopen, onResolved]);
  return { assign, question, resolve, reopen };
}

/** One conversation: header with actions, messages, composer. */
export function ConversationPane({
  conversationId,
  known,
  input,
  contextShown,
  onContext,
  onEscape,
  onResolved,
}: {
  readonly conversationId: string;
  /** The row from the list, shown until the conversation is read. */
  readonly known: ConversationRow | undefined;
  readonly input: RefObject<HTMLTextAreaElement | null>;
  readonly contextShown: boolean;
  readonly onContext: () => void;
  readonly onEscape: () => void;
  readonly onResolved: () => void;
}): ReactNode {
  const query = useConversation(conversationId);
  const conversation = query.data?.conversation ?? known;
  if (conversation === undefined) {
    return query.error ? (
      <ErrorState error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <SkeletonRows />
    );
  }
  return (
    <Loaded
      conversation={conversation}
      orders={query.data?.orders ?? NO_ORDERS}
      input={input}
      contextShown={contextShown}
      onContext={onContext}
      onEscape={onEscape}
      onResolved={onResolved}
    />
  );
}

function Loaded({
  conversation,
  orders,
  input,
  contextShown,
  onContext,
  onEscape,
  onResolved,
}: {
  readonly conversation: ConversationRow;
  readonly orders: readonly Order[];
  readonly input: RefObject<HTMLTextAreaElement | null>;
  readonly contextShown: boolean;
  readonly onContext: () => void;
  readonly onEscape: () => void;
  readonly onResolved: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const userId = useUserId();
  const canWrite = useCan('chat:write');
  const { assign, question, resolve, reopen } = useConversationActions(conversation, onResolved);
  const done = !isUnresolved(conversation);
  const people = useTool('people');
  const assigning = useTool('assign');
  useReportViewing(conversation.id, conversation.hasDraft, canWrite);
  const composer = useRef<ComposerHandle | null>(null);
  const runMacro = (macro: ListedMacro): Promise<void> => startMacro(macro, conversation.id);
  useEffect(
    () =>
      canWrite ? registerComposer(conversation.id, (text) => composer.current?.add(text, true)) : undefined,
    [conversation.id, canWrite],
  );
  useRegisterOpen(canWrite ? conversation.id : null, {
    done,
    assignMe: () => assign(userId),
    resolve: () => void resolve(),
    reopen,
    addNote: () => composer.current?.note(),
    insertReply: () => composer.current?.openReplies(),
    runMacro,
  });
  useHotkeys(
    canWrite
      ? {
          'shortcuts.reply': () => composer.current?.reply(),
          'shortcuts.resolve': () => void (done ? reopen() : resolve()),
          'shortcuts.mine': () => assign(userId),
          'shortcuts.note': () => composer.current?.note(),
          'shortcuts.attach': () => composer.current?.chooseFiles(),
        }
      : {},
  );
  return (
    <DropZone
      onAdd={canWrite ? (files) => composer.current?.attach(files) : null}
      className="relative flex h-full min-h-0 flex-col"
    >
      <header className="@container flex h-14 shrink-0 items-center gap-2.5 border-b border-line bg-surface px-4 max-[800px]:gap-1.5 max-[800px]:px-3">
        <span className="hidden @min-[30rem]:inline-flex">
          <Avatar name={conversation.customer.name} />
        </span>
        <div className="min-w-0 flex-1">
          <h2 dir="auto" className="truncate text-md leading-5 font-semibold">
            {conversation.customer.name}
          </h2>
          <p dir="auto" className="truncate text-xs text-ink-3 proportional-nums">
            {conversation.subject ?? conversation.customer.email ?? t(`chat.status.${conversation.status}`)}
          </p>
        </div>
        {conversation.status !== 'open' && (
          <span className="hidden @min-[40rem]:inline-flex">
            <Badge tone={done ? 'ok' : 'neutral'}>{t(`chat.status.${conversation.status}`)}</Badge>
          </span>
        )}
        <span className="inline-flex">
          {conversation.assigneeId === null && (
            <Tooltip content={t('chat.conversation.assignMe')} keys="shortcuts.mine">
              <Button
                icon={UserPlus}
                disabled={!canWrite}
                onClick={() => assign(userId)}
                className="rounded-r-none"
                aria-label={t('chat.conversation.assignMe')}
              >
                <span className="hidden min-[1180px]:inline">{t('chat.conversation.assignMe')}</span>
              </Button>
            </Tooltip>
          )}
          <AssignMenu conversation={conversation} disabled={!canWrite} onAssign={assign} {...assigning} />
          {question}
        </span>
        {done ? (
          <Tooltip content={t('chat.conversation.reopen')} keys="shortcuts.resolve">
            <Button icon={RotateCcw} disabled={!canWrite} onClick={reopen}>
              {t('chat.conversation.reopen')}
            </Button>
          </Tooltip>
        ) : (
          <Tooltip content={t('chat.conversation.resolve')} keys="shortcuts.resolve">
            <Button icon={Check} disabled={!canWrite} onClick={() => void resolve()}>
              {t('chat.conversation.resolve')}
            </Button>
          </Tooltip>
        )}
        <span className="inline-flex shrink-0">
          <ConversationTools conversation={conversation} />
          <IconButton
            icon={contextShown ? PanelRightClose : PanelRightOpen}
            label={contextShown ? t('chat.conversation.hideContext') : t('chat.conversation.showContext')}
            aria-expanded={contextShown}
            keys="shortcuts.context"
            onClick={onContext}
          />
        </span>
      </header>
      <WorkBar
        conversation={conversation}
        orders={orders}
        extra={
          canWrite && (
            <>
              <PeopleMenu conversation={conversation} {...people} />
              <MacroMenu onRun={(macro) => void runMacro(macro)} />
            </>
          )
        }
      />
      <MacroRunBar conversationId={conversation.id} />
      <CompanyBar conversationId={conversation.id} />
      <RefusedChanges conversationId={conversation.id} />
      <VisitorNote conversation={conversation} />
      <Findable key={`messages-${conversation.id}`} conversation={conversation}>
        <Messages conversation={conversation} />
      </Findable>
      {done && (
        <p className="mx-auto flex max-w-[48rem] items-center gap-1.5 px-5 py-1 text-xs text-ink-3">
          <Info size={12} aria-hidden />
          {t('chat.conversation.resolvedBar')}
        </p>
      )}
      {canWrite ? (
        <Composer
          key={conversation.id}
          conversation={conversation}
          input={input}
          handle={composer}
          onEscape={onEscape}
        />
      ) : (
        <p className="border-t border-line px-5 py-3 text-ink-2">{t('chat.conversation.readOnly')}</p>
      )}
    </DropZone>
  );
}
