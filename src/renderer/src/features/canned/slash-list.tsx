import { Folder, UserRound } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListedReply } from '#shared/bridge/canned.ts';
import { preview } from '#shared/domain/chat.ts';
import { Kbd } from '../../components/kbd.tsx';
import { cx } from '../../lib/cx.ts';
import { rowId, type Slash } from './use-slash.ts';

/** The canned replies that match what was typed after `/`. The text field keeps the focus. */
export function SlashList({ slash }: { readonly slash: Slash }): ReactNode {
  const { t } = useTranslation();
  const { open, list, listId, active, query } = slash;
  const box = useRef<HTMLDivElement | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the active row scrolls into view when it changes
  useEffect(() => {
    box.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [active, list.rows.length]);
  const count = list.rows.length;
  const none = open && !list.isLoading && count === 0;
  return (
    <>
      <span role="status" className="sr-only">
        {open && !list.isLoading && t('canned.slash.found', { count })}
      </span>
      {open && (
        <div className="q-pop absolute inset-x-0 bottom-full z-20 mb-1 overflow-hidden rounded-lg border border-line-strong bg-raised shadow-pop">
          <div
            ref={box}
            id={listId}
            role="listbox"
            aria-label={t('canned.slash.label')}
            className="max-h-72 overflow-y-auto p-1"
          >
            {list.rows.map((reply, index) => (
              <Row
                key={reply.id}
                id={rowId(listId, index)}
                reply={reply}
                active={index === active}
                onPick={() => slash.pick(index)}
              />
            ))}
          </div>
          {none && (
            <p className="px-3 pb-2 text-ink-2">
              {query === '' ? t('canned.slash.empty') : t('canned.slash.none', { text: `/${query}` })}
            </p>
          )}
          {list.error !== null && <p className="px-3 pb-2 text-crit">{t('canned.slash.failed')}</p>}
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-line px-3 py-1.5 text-2xs text-ink-3">
            <span className="inline-flex items-center gap-1">
              <Kbd keys={['↑']} />
              <Kbd keys={['↓']} /> {t('canned.slash.move')}
            </span>
            <span className="inline-flex items-center gap-1">
              <Kbd keys={['Enter']} /> {t('canned.slash.insert')}
            </span>
            <span className="inline-flex items-center gap-1">
              <Kbd keys={['Esc']} /> {t('canned.slash.close')}
            </span>
          </p>
        </div>
      )}
    </>
  );
}

function Row({
  id,
  reply: { shortcut, title, folder, body, mine },
  active,
  onPick,
}: {
  readonly id: string;
  readonly reply: ListedReply;
  readonly active: boolean;
  readonly onPick: () => void;
}): ReactNode {
  const { t } = useTranslation();
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the text field, which holds the focus
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={active}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onPick}
      className={cx('cursor-pointer rounded-sm px-2 py-1.5 hover:bg-hover', active && 'bg-hover')}
    >
      <span className="flex items-baseline gap-2">
        <code className="shrink-0 text-xs text-accent-ink">/{shortcut}</code>
        <span dir="auto" className="min-w-0 truncate font-medium proportional-nums">
          {title}
        </span>
        <span className="flex-1" />
        {folder !== null && (
          <span className="inline-flex min-w-0 items-center gap-1 text-2xs text-ink-3">
            <Folder size={11} aria-hidden className="shrink-0" />
            <span dir="auto" className="max-w-32 truncate">
              {folder}
            </span>
          </span>
        )}
        {mine && <UserRound size={12} aria-label={t('canned.scopes.own')} className="shrink-0 text-ink-3" />}
      </span>
      <span dir="auto" className="block truncate text-xs text-ink-2 proportional-nums">
        {preview(body)}
      </span>
    </div>
  );
}
