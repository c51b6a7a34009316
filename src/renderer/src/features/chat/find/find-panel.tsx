import { type ReactNode, useState } from 'react';
import type { ConversationRow } from '#shared/bridge/chat.ts';
import { useDebouncedText } from '../../../hooks/use-debounced.ts';
import { closeTool, useConversationTools } from '../tools.ts';
import { FindBar } from './find-bar.tsx';
import { FoundThread } from './found-thread.tsx';
import { useFind } from './use-find.ts';

/**
 * The messages of a conversation and, above them, the search while it is open. A hit is shown in a window of its own over the
 * messages, which stay where they are: closing the search is coming back.
 */
export function Findable({
  conversation,
  children,
}: {
  readonly conversation: ConversationRow;
  readonly children: ReactNode;
}): ReactNode {
  const finding = useConversationTools(({ tool }) => tool === 'find');
  const [searched, setSearched] = useState('');
  const [text, setText] = useDebouncedText(searched, setSearched, 120);
  const found = useFind(conversation.id, searched, finding);
  const hit = finding ? found.hit : null;
  return (
    <>
      {finding && (
        <FindBar text={text} onText={setText} searched={searched} found={found} onClose={closeTool} />
      )}
      <div className="relative min-h-0 flex-1">
        <div inert={hit !== null} className="h-full">
          {children}
        </div>
        {hit !== null && (
          <div className="absolute inset-0 bg-canvas">
            <FoundThread key={hit.id} conversation={conversation} hit={hit} hits={found.hits} />
          </div>
        )}
      </div>
    </>
  );
}
