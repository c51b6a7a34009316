import { Ellipsis, Search } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationRow } from '#shared/bridge/chat.ts';
import { IconButton } from '../../components/button.tsx';
import { Menu } from '../../components/menu.tsx';
import { useHotkeys } from '../../hooks/use-hotkeys.ts';
import { useCan, useSession } from '../../stores/session.ts';
import { TransferDialog } from '../assignment/index.ts';
import { closeTool, openTool, toolsFor, useConversationTools } from './tools.ts';

const TranscriptDialog = lazy(() => import('./transcript/dialog.tsx'));

/** The icon of the search and the menu of the conversation. */
export function ConversationTools({ conversation }: { readonly conversation: ConversationRow }): ReactNode {
  const { t } = useTranslation();
  const tool = useConversationTools((state) => state.tool);
  const { id } = conversation;
  useEffect(() => {
    useConversationTools.setState({ conversationId: id, tool: null });
    return () => useConversationTools.setState({ conversationId: null, tool: null });
  }, [id]);
  const canTransfer = useCan('assignment:write');
  const permissions = useSession((state) => state.session?.permissions) ?? [];
  useHotkeys({
    'shortcuts.find': () => openTool('find'),
    ...(canTransfer ? { 'shortcuts.transfer': () => openTool('transfer') } : {}),
  });
  return (
    <>
      {/* Where room is short, the name of the customer comes first; the menu has the search as well. */}
      <span className="hidden @min-[34rem]:inline-flex">
        <IconButton
          icon={Search}
          label={t('chat.find.open')}
          keys="shortcuts.find"
          aria-expanded={tool === 'find'}
          onClick={() => (tool === 'find' ? closeTool() : openTool('find'))}
        />
      </span>
      <Menu
        label={t('chat.tools.menu')}
        trigger={
          <button
            type="button"
            aria-label={t('chat.tools.menu')}
            className="inline-flex h-[30px] w-6 shrink-0 items-center justify-center rounded-md text-ink-2 hover:bg-hover hover:text-ink @min-[34rem]:w-[30px]"
          >
            <Ellipsis size={16} aria-hidden />
          </button>
        }
        groups={[
          toolsFor(permissions, false).flatMap(([one, { menu, icon: Icon, keys }]) =>
            menu === undefined
              ? []
              : [
                  {
                    key: one,
                    label: t(menu),
                    icon: <Icon size={14} aria-hidden />,
                    keys,
                    run: () => openTool(one),
                  },
                ],
          ),
        ]}
      />
      {tool === 'transfer' && (
        <Suspense fallback={null}>
          <TransferDialog conversation={conversation} onClose={closeTool} />
        </Suspense>
      )}
      {tool === 'transcript' && (
        <Suspense fallback={null}>
          <TranscriptDialog conversation={conversation} onClose={closeTool} />
        </Suspense>
      )}
    </>
  );
}
