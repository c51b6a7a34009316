import { bridge } from '../../bridge/client.ts';
import { type KeptWords, useKeptWords, type WordsPlace } from '../../hooks/use-kept-words.ts';
import { ownWords } from '../../stores/owned.ts';
import { madeBy } from '../../stores/session.ts';
import { type Draft, decodeDraft, encodeDraft } from './draft.ts';

/** How many drafts a window remembers. */
const MAX_DRAFTS = 200;

const DRAFTS: WordsPlace<Draft> = {
  words: ownWords('drafts', MAX_DRAFTS),
  empty: { mode: 'reply', text: '' },
  isEmpty: (draft) => encodeDraft(draft) === '',
  load: async (conversationId) => {
    const { body } = await bridge.call('chat.draft', { conversationId });
    return body === '' ? null : decodeDraft(body);
  },
  save: (conversationId, draft, by) =>
    bridge.call('chat.save_draft', { conversationId, body: encodeDraft(draft), ...madeBy(by) }),
};

/** The draft of one conversation. Remount it for another (`key`). */
export function useDraft(conversationId: string): KeptWords<Draft> {
  return useKeptWords(DRAFTS, conversationId);
}
