import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { MAX_FOUND } from '#shared/bridge/chat.ts';
import { IconButton } from '../../../components/button.tsx';
import { SearchInput } from '../../../components/field.tsx';
import { useSay } from '../../../hooks/use-say.ts';
import { problemText } from '../../../i18n/errors.ts';
import type { Found } from './use-find.ts';

/** The field of the search, what it found and in which part of the conversation. Closing it gives the focus back. */
export function FindBar({
  text,
  onText,
  searched,
  found,
  onClose,
}: {
  readonly text: string;
  readonly onText: (text: string) => void;
  /** The text that the hits belong to. */
  readonly searched: string;
  readonly found: Found;
  readonly onClose: () => void;
}): ReactNode {
  const say = useSay();
  const { t, format } = say;
  const bar = useRef<HTMLDivElement | null>(null);
  useEffect(() => {
    const before = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    const field = bar.current?.querySelector('input');
    field?.focus();
    field?.select();
    return () => before?.focus();
  }, []);
  const { total, place, go, missingBefore, error } = found;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && event.target instanceof HTMLInputElement) {
      event.preventDefault();
      go(event.shiftKey ? -1 : 1);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      onClose();
    }
  };
  const count =
    searched.trim() === ''
      ? ''
      : total === 0
        ? t('chat.find.none')
        : t(total >= MAX_FOUND ? 'chat.find.atLeast' : 'chat.find.place', {
            place: format.integer(place),
            total: format.integer(total),
          });
  return (
    // biome-ignore lint/a11y/useSemanticElements: the element `search` is not known to all screen readers yet
    <div
      ref={bar}
      role="search"
      aria-label={t('chat.find.open')}
      onKeyDownCapture={onKeyDown}
      className="shrink-0 border-b border-line bg-surface px-4 py-1.5"
    >
      <div className="flex items-center gap-2">
        <SearchInput
          value={text}
          onValue={onText}
          label={t('chat.find.label')}
          clearLabel={t('chat.list.clearSearch')}
          className="min-w-32 flex-1"
        />
        <span role="status" className="text-right text-xs whitespace-nowrap text-ink-2">
          {count}
        </span>
        <IconButton
          icon={ChevronUp}
          label={t('chat.find.older')}
          keys={['Enter']}
          disabled={total === 0}
          onClick={() => go(1)}
        />
        <IconButton
          icon={ChevronDown}
          label={t('chat.find.newer')}
          keys={['Shift', 'Enter']}
          disabled={total === 0}
          onClick={() => go(-1)}
        />
        <IconButton icon={X} label={t('chat.find.close')} keys={['Escape']} onClick={onClose} />
      </div>
      <p className="pt-1 text-xs text-ink-3">
        {error !== null
          ? problemText(say, error)
          : missingBefore === null
            ? t('chat.find.all')
            : t('chat.find.from', { from: format.dateTime(missingBefore) })}
      </p>
    </div>
  );
}
