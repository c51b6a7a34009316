import { Command } from 'cmdk';
import type { LucideIcon } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Kbd } from '../../components/kbd.tsx';
import { Dialog } from '../../components/overlay.tsx';
import { SearchNote } from '../../components/search-note.tsx';
import { RelativeTime } from '../../components/values.tsx';
import { useAttempt } from '../../hooks/use-attempt.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { describeError } from '../../i18n/errors.ts';
import type { NavEntry, PaletteAction } from '../../lib/feature.ts';
import { useSession } from '../../stores/session.ts';
import { useUi } from '../../stores/ui.ts';
import { CATALOG } from '../catalog.ts';
import { HOME_PATH, NAV } from '../nav.ts';
import { useActions } from './use-actions.ts';
import { type SearchGroup, useSearch } from './use-search.ts';

const close = (): void => useUi.setState({ paletteOpen: false });

/** Ctrl/⌘ K: pages, commands, and full-text search of the cache. */
export function CommandPalette(): ReactNode {
  const { t } = useTranslation();
  const open = useUi((state) => state.paletteOpen);
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => useUi.setState({ paletteOpen: next })}
      title={t('palette.title')}
      width="lg"
      hideHeader
    >
      <Palette />
    </Dialog>
  );
}

function matches(text: string, ...words: readonly string[]): boolean {
  const needle = text.trim().toLocaleLowerCase();
  return needle === '' || words.some((word) => word.toLocaleLowerCase().includes(needle));
}

function Palette(): ReactNode {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const attempt = useAttempt();
  const [text, setText] = useState('');
  const permissions = useSession((state) => state.session?.permissions);
  const search = useSearch(text);
  const pages = NAV.filter(
    (entry) =>
      (entry.permission === null || permissions?.includes(entry.permission)) &&
      matches(text, t(entry.label), entry.path),
  );
  const actions = useActions().filter((action) => matches(text, t(action.label)));
  const nothing = pages.length === 0 && actions.length === 0 && search.groups.length === 0;
  const go = (path: string): void => {
    close();
    void navigate(path);
  };
  return (
    <Command shouldFilter={false} loop label={t('palette.title')} className="flex max-h-[60vh] flex-col">
      <Command.Input
        autoFocus
        value={text}
        onValueChange={setText}
        placeholder={t('palette.placeholder')}
        className="h-12 shrink-0 border-b border-line bg-transparent px-4 text-md outline-none placeholder:text-ink-3 focus-visible:outline-none"
      />
      <SearchNote searching={search.active} />
      <Command.List className="min-h-0 flex-1 overflow-auto p-1.5 [&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-2xs [&_[cmdk-group-heading]]:font-semibold [&_[cmdk-group-heading]]:text-ink-3">
        {search.groups.map((group) => (
          <Results key={group.kind.kind} group={group} onGo={go} />
        ))}
        <Pages entries={pages} onGo={go} />
        <Actions
          actions={actions}
          onRun={(action) => {
            close();
            attempt(action.run());
          }}
        />
        {search.error && (
          <p className="px-3 py-2 text-crit">
            {t('palette.failed', { reason: describeError(t, search.error).title })}
          </p>
        )}
        {nothing && (
          <p className="px-3 py-6 text-center text-ink-2">
            {search.busy ? t('palette.searching') : t('palette.empty', { text })}
          </p>
        )}
      </Command.List>
      {search.active && search.asOf !== null && <SearchedAsOf at={search.asOf} />}
    </Command>
  );
}

function Results({
  group: { kind, rows },
  onGo,
}: {
  readonly group: SearchGroup;
  readonly onGo: (path: string) => void;
}): ReactNode {
  const { t } = useTranslation();
  return (
    <Command.Group heading={t(kind.label)}>
      {rows.map((row) => (
        <Row
          key={row.id}
          value={`${row.kind}:${row.id}`}
          icon={kind.icon}
          onSelect={() => onGo(CATALOG.pathOf(row.subject) ?? HOME_PATH)}
        >
          <span className="max-w-[45%] shrink-0 truncate font-medium proportional-nums">{row.title}</span>
          <span className="min-w-0 flex-1 truncate text-ink-3 proportional-nums">{row.snippet}</span>
          {row.at !== null && <RelativeTime at={row.at} short className="text-xs text-ink-3" />}
        </Row>
      ))}
    </Command.Group>
  );
}

function Pages({
  entries,
  onGo,
}: {
  readonly entries: readonly NavEntry[];
  readonly onGo: (path: string) => void;
}): ReactNode {
  const { t } = useTranslation();
  if (entries.length === 0) return null;
  return (
    <Command.Group heading={t('palette.pages')}>
      {entries.map((entry) => (
        <Row
          key={entry.path}
          value={`page:${entry.path}`}
          icon={entry.icon}
          onSelect={() => onGo(entry.path)}
        >
          <span className="flex-1">{t(entry.label)}</span>
          <Kbd keys={entry.keys} />
        </Row>
      ))}
    </Command.Group>
  );
}

function Actions({
  actions,
  onRun,
}: {
  readonly actions: readonly PaletteAction[];
  readonly onRun: (action: PaletteAction) => void;
}): ReactNode {
  const { t } = useTranslation();
  if (actions.length === 0) return null;
  return (
    <Command.Group heading={t('palette.actions')}>
      {actions.map((action) => (
        <Row key={action.id} value={`action:${action.id}`} icon={action.icon} onSelect={() => onRun(action)}>
          {t(action.label)}
        </Row>
      ))}
    </Command.Group>
  );
}

function SearchedAsOf({ at }: { readonly at: number }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <p className="shrink-0 border-t border-line px-4 py-1.5 text-xs text-ink-3">
      {t('palette.hint', { time: format.moment(at) })}
    </p>
  );
}

function Row({
  value,
  icon: Icon,
  onSelect,
  children,
}: {
  readonly value: string;
  readonly icon: LucideIcon;
  readonly onSelect: () => void;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex h-9 cursor-pointer items-center gap-2.5 rounded-md px-2.5 data-[selected=true]:bg-accent-soft data-[selected=true]:text-ink"
    >
      <Icon size={15} aria-hidden className="shrink-0 text-ink-3" />
      {children}
    </Command.Item>
  );
}
