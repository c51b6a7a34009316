import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type EmojiChoice,
  emojiChoiceOf,
  type KnownEmoji,
  withEmojiChoice,
  withRecent,
} from '#shared/domain/emoji.ts';
import { bridge } from '../bridge/client.ts';
import { loadEmoji } from '../lib/emoji-data.ts';
import { useSession, useUserId } from '../stores/session.ts';

const NONE: readonly KnownEmoji[] = [];

/** The emoji with their names; empty until they are loaded. `wanted`: whether to load them. */
export function useEmoji(wanted: boolean): { readonly all: readonly KnownEmoji[]; readonly failed: boolean } {
  const { i18n } = useTranslation();
  const language = i18n.language.startsWith('de') ? 'de' : 'en';
  const [all, setAll] = useState(NONE);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    if (!wanted) return;
    let ended = false;
    loadEmoji(language).then(
      (loaded) => {
        if (ended) return;
        setFailed(false);
        setAll(loaded);
      },
      () => !ended && setFailed(true),
    );
    return () => {
      ended = true;
    };
  }, [wanted, language]);
  return { all, failed };
}

/** What the user has chosen: the skin tone and the emoji used last. */
export function useEmojiChoice(): EmojiChoice {
  const userId = useUserId();
  return useSession((state) => emojiChoiceOf(state.settings?.emoji, userId));
}

/** Saves a choice of the user. One that is not saved lasts as long as the window. */
export function setEmojiChoice(change: (before: EmojiChoice) => EmojiChoice): void {
  const { session, settings } = useSession.getState();
  const userId = session?.user?.id;
  if (userId === undefined || settings === null) return;
  const emoji = withEmojiChoice(settings.emoji, userId, change(emojiChoiceOf(settings.emoji, userId)));
  useSession.setState({ settings: { ...settings, emoji } });
  bridge.call('settings.set', { emoji }).catch(() => undefined);
}

/** Puts an emoji in place of a part of a field, as if it was typed, so that it can be undone, and remembers it. */
export function insertEmoji(field: HTMLTextAreaElement, start: number, end: number, emoji: string): void {
  field.focus();
  field.setSelectionRange(start, end);
  // The only way to write into a field that its undo knows. It fires the events of typing.
  document.execCommand('insertText', false, emoji);
  setEmojiChoice((before) => ({ ...before, recent: withRecent(before.recent, emoji) }));
}
