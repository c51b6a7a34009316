import { Command } from 'cmdk';
import type { TFunction } from 'i18next';
import type { LucideIcon } from 'lucide-react';
import {
  Fragment,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Kbd } from '../../components/kbd.tsx';
import { Dialog } from '../../components/overlay.tsx';
import { SearchNote } from '../../components/search-note.tsx';
import { RelativeTime } from '../../components/values.tsx';
import { useAttempt } from '../../hooks/use-attempt.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { useSay } from '../../hooks/use-say.ts';
import { describeError } from '../../i18n/errors.ts';
import { isPlain } from '../../keyboard/key-press.ts';
import type { NavEntry, PaletteAction } from '../../lib/feature.ts';
import { useSession } from '../../stores/session.ts';
import { useUi } from '../../stores/ui.ts';
import { CATALOG } from '../catalog.ts';
import { HOME_PATH, NAV } from '../nav.ts';
import { keepSelected, matchEntries } from './match.ts';
import { useActions, useInContext } from './use-actions.ts';
import { type SearchGroup, type SearchRow, useSearch } from './use-search.ts';

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

const idOf = {
  page: (entry: NavEntry): string => `page:${entry.path}`,
  action: (action: PaletteAction): string => `action:${action.id}`,
  record: (row: SearchRow): string => `${row.kind}:${row.id}`,
};

function labelOf(t: TFunction, { label, record = '' }: PaletteAction): string {
  return t(label, { name: record });
}

/** Enter with Ctrl, Alt or Shift is not Enter. */
function ignoreModifiedEnter(event: KeyboardEvent): void {
  if (event.key === 'Enter' && !isPlain(event)) event.preventDefault();
}

function Palette(): ReactNode {
  const { t } = useTranslation();
  const say = useSay();
  const navigate = useNavigate();
  const attempt = useAttempt();
  const [text, setText] = useState('');
  const permissions = useSession((state) => state.session?.permissions);
  const search = useSearch(text);
  const allowed = NAV.filter(
    ({ permission }) => permission === null || (permissions?.includes(permission) ?? false),
  );
  const pages = matchEntries(text, allowed, (entry) => [t(entry.label), entry.path]);
  const labelsOf = (action: PaletteAction): readonly string[] => [labelOf(t, action)];
  const actions = matchEntries(text, useActions(), labelsOf);
  const inContext = matchEntries(text, useInContext(), labelsOf);
  const here = text === '' ? inContext.entries.slice(0, FIRST_HERE) : inContext.entries;
  const nothing =
    pages.entries.length + actions.entries.length + here.length === 0 && search.groups.length === 0;
  const go = (path: string): void => {
    close();
    void navigate(path);
  };
  const run = (action: PaletteAction): void => {
    close();
    attempt(action.run());
  };
  const sections: readonly Section[] = [
    {
      key: 'here',
      rank: text === '' || inContext.byWord ? ABOVE_RECORDS : BELOW_RECORDS,
      openable: here.map(idOf.action),
      body: <Actions heading={t('palette.here')} actions={here} onRun={run} />,
    },
    {
      key: 'pages',
      rank: pages.byWord ? ABOVE_RECORDS : BELOW_RECORDS,
      openable: pages.entries.map(idOf.page),
      body: <Pages entries={pages.entries} onGo={go} />,
    },
    {
      key: 'actions',
      rank: actions.byWord ? ABOVE_RECORDS : BELOW_RECORDS,
      openable: actions.entries.map(idOf.action),
      body: <Actions heading={t('palette.actions')} actions={actions.entries} onRun={run} />,
    },
    {
      key: 'records',
      rank: RECORDS,
      openable: search.outdated ? [] : search.groups.flatMap(({ rows }) => rows.map(idOf.record)),
      body: search.groups.map((group) => (
        <Results key={group.kind.kind} group={group} outdated={search.outdated} onGo={go} />
      )),
    },
  ];
  const ordered = sections.toSorted((a, b) => a.rank - b.rank);
  const { selected, select, list } = useSelection(ordered.flatMap(({ openable }) => openable));
  return (
    <Command
      shouldFilter={false}
      loop
      // Otherwise Ctrl K would move the selection instead of closing the palette.
      vimBindings={false}
      value={selected}
      onValueChange={select}
      onKeyDown={ignoreModifiedEnter}
      label={t('palette.title')}
      className="flex max-h-[60vh] flex-col"
    >
      <Command.Input
        value={text}
        onValueChange={setText}
        placeholder={t('palette.placeholder')}
        className="h-12 shrink-0 border-b border-line bg-transparent px-4 text-md outline-none placeholder:text-ink-3 focus-visible:outline-none"
      />
      <SearchNote searching={search.active} />
      <Command.List
        ref={list}
        className="min-h-0 flex-1 overflow-auto p-1.5 [&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-2xs [&_[cmdk-group-heading]]:font-semibold [&_[cmdk-group-heading]]:text-ink-3"
      >
        {ordered.map(({ key, body }) => (
          <Fragment key={key}>{body}</Fragment>
        ))}
        {search.error && (
          <p className="px-3 py-2 text-crit">
            {t('palette.failed', { reason: describeError(say, search.error).title })}
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

/** A part of the list, and where it stands. */
interface Section {
  readonly key: string;
  readonly rank: number;
  /** The values of its rows that can be opened, in order. */
  readonly openable: readonly string[];
  readonly body: ReactNode;
}
/** What is offered for the open record before anything is typed. */
const FIRST_HERE = 8;
const ABOVE_RECORDS = 0;
const RECORDS = 1;
const BELOW_RECORDS = 2;

/** Keeps one of the rows that can be opened selected and in view, while rows come and go. */
function useSelection(openable: readonly string[]): {
  readonly selected: string;
  readonly select: (value: string) => void;
  readonly list: RefObject<HTMLDivElement | null>;
} {
  const list = useRef<HTMLDivElement | null>(null);
  const [chosen, select] = useState('');
  const selected = keepSelected(chosen, openable);
  // The list chooses rows as well, for example the first one for a new text. What it holds has to be what is shown.
  useLayoutEffect(() => {
    if (selected !== chosen) select(selected);
  }, [selected, chosen]);
  const order = openable.join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows that arrive above push the selected one out of view
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [order]);
  return { selected, select, list };
}

function Results({
  group: { kind, rows },
  outdated,
  onGo,
}: {
  readonly group: SearchGroup;
  /** Whether these are the results of an earlier text, which must not be opened for this one. */
  readonly outdated: boolean;
  readonly onGo: (path: string) => void;
}): ReactNode {
  const { t } = useTranslation();
  return (
    <Command.Group heading={t(kind.label)}>
      {rows.map((row) => (
        <Row
          key={row.id}
          value={idOf.record(row)}
          icon={kind.icon}
          disabled={outdated}
          onSelect={() => onGo(CATALOG.pathOf(row.subject) ?? HOME_PATH)}
        >
          <span dir="auto" className="max-w-[45%] shrink-0 truncate font-medium proportional-nums">
            {row.title}
          </span>
          <span dir="auto" className="min-w-0 flex-1 truncate text-ink-3 proportional-nums">
            {row.snippet}
          </span>
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
        <Row key={entry.path} value={idOf.page(entry)} icon={entry.icon} onSelect={() => onGo(entry.path)}>
          <span className="flex-1">{t(entry.label)}</span>
          <Kbd keys={entry.shortcut} />
        </Row>
      ))}
    </Command.Group>
  );
}

function Actions({
  heading,
  actions,
  onRun,
}: {
  readonly heading: string;
  readonly actions: readonly PaletteAction[];
  readonly onRun: (action: PaletteAction) => void;
}): ReactNode {
  const { t } = useTranslation();
  if (actions.length === 0) return null;
  return (
    <Command.Group heading={heading}>
      {actions.map((action) => (
        <Row key={action.id} value={idOf.action(action)} icon={action.icon} onSelect={() => onRun(action)}>
          <span dir="auto" className="min-w-0 flex-1 truncate">
            {labelOf(t, action)}
          </span>
          {action.keys !== undefined && <Kbd keys={action.keys} />}
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
  disabled = false,
  onSelect,
  children,
}: {
  readonly value: string;
  readonly icon: LucideIcon;
  readonly disabled?: boolean;
  readonly onSelect: () => void;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <Command.Item
      value={value}
      disabled={disabled}
      onSelect={onSelect}
      className="flex h-9 cursor-pointer items-center gap-2.5 rounded-md px-2.5 data-[selected=true]:bg-accent-soft data-[selected=true]:text-ink"
    >
      <Icon size={15} aria-hidden className="shrink-0 text-ink-3" />
      {children}
    </Command.Item>
  );
}
