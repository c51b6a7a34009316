import { Globe, Search } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Kbd, useAriaKeys } from '../components/kbd.tsx';
import { Tooltip } from '../components/overlay.tsx';
import { usePageSlot } from '../components/page.tsx';
import { useZoneNote } from '../hooks/use-zone-note.ts';
import { useUi } from '../stores/ui.ts';
import { ConnectionBadge } from './connection-badge.tsx';
import { NoticesBell } from './notices/bell.tsx';
import { OutboxBadge } from './outbox/badge.tsx';

const takeSlot = (element: HTMLElement | null): void => usePageSlot.setState({ actions: element });

/** Names the time zone of all times, where it is not that of this machine. */
function ZoneNote(): ReactNode {
  const zone = useZoneNote();
  if (zone === null) return null;
  return (
    <Tooltip content={zone.note}>
      <span
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the tooltip must be reachable by keyboard
        tabIndex={0}
        data-zone={zone.zone}
        className="inline-flex max-w-40 shrink-0 items-center gap-1 rounded-md border border-line px-1.5 text-xs text-ink-2"
      >
        <Globe size={12} aria-hidden />
        <span className="truncate">{zone.zone.split('/').at(-1)?.replaceAll('_', ' ')}</span>
        <span className="sr-only">{zone.note}</span>
      </span>
    </Tooltip>
  );
}

/** The page's heading and controls on the left; search, outbox and connection on the right. */
export function TopBar(): ReactNode {
  const { t } = useTranslation();
  const title = usePageSlot((state) => state.title);
  const paletteKeys = useAriaKeys('shortcuts.palette');
  return (
    <header className="flex min-h-12 shrink-0 items-center gap-x-3 border-b border-line bg-surface px-4 max-[900px]:flex-wrap max-[900px]:gap-y-2 max-[900px]:py-2">
      <h1 dir="auto" className="truncate text-lg font-semibold tracking-[-0.01em]">
        {title}
      </h1>
      <ZoneNote />
      {/* In a narrow window the page's controls have a row of their own. */}
      <div
        ref={takeSlot}
        className="flex min-w-0 items-center gap-2 max-[900px]:order-last max-[900px]:basis-full max-[900px]:empty:hidden"
      />
      <span className="flex-1" />
      <button
        type="button"
        aria-keyshortcuts={paletteKeys}
        onClick={() => useUi.setState({ paletteOpen: true })}
        // Where room is short, its words are the first to go.
        className="flex h-[30px] min-w-0 shrink-[20] items-center gap-2 rounded-md border border-line-strong bg-sunken px-2 text-ink-3 hover:bg-hover hover:text-ink-2"
      >
        <Search size={14} aria-hidden className="shrink-0" />
        <span className="sr-only wide:not-sr-only wide:w-40 wide:min-w-0 wide:text-left">
          <span className="block truncate">{t('palette.open')}</span>
        </span>
        <Kbd keys="shortcuts.palette" />
      </button>
      <NoticesBell />
      <OutboxBadge />
      <ConnectionBadge />
    </header>
  );
}
