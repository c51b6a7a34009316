import type { i18n, ParseKeys } from 'i18next';
import type { LucideIcon } from 'lucide-react';
import type { ComponentType } from 'react';
import type { OutboxEntry } from '#shared/bridge/commands.ts';
import type { Activity, Scope } from '#shared/bridge/live.ts';
import type { Subject } from '#shared/domain/subject.ts';
import type { Channel } from '#shared/protocol/channels.ts';
import type { CommandType } from '#shared/protocol/commands/index.ts';
import type { Permission } from '#shared/protocol/permissions.ts';
import type { Format } from '../format/format.ts';
import type { Words, WordTree } from '../locales/words.ts';
import type { CommandAbout, CommandContent, RecordName } from './about.ts';
import type { SayContext } from './said.ts';
import type { SelectionAction } from './selection.ts';
import type { Tone } from './tone.ts';

/** A translation key below a prefix. */
type KeyOf<Prefix extends string> = Extract<ParseKeys, `${Prefix}.${string}`>;

/** An action that has a shortcut. Choices of users are stored under it: renaming it loses them. */
export type ShortcutId = KeyOf<'shortcuts'>;

/** A page and its path below `#/`. The page is lazy, so that its code loads when it is first opened. */
export interface FeatureRoute {
  readonly path: string;
  readonly page: ComponentType;
}

/** The number on a navigation entry. Hidden at zero; `label` says it in words. */
export interface NavBadge {
  readonly count: number;
  readonly tone: Tone;
  readonly label: string;
}

/** An entry in the rail, also offered in the palette and as a shortcut. */
export interface NavEntry {
  readonly path: string;
  readonly label: KeyOf<'pages'>;
  readonly icon: LucideIcon;
  /** Position, ascending. The first entry is the home page. */
  readonly order: number;
  /** The part of the navigation: what happens in the shop, its stock, or what is looked at now and then. */
  readonly place: 'main' | 'stock' | 'foot';
  /** Keys pressed one after the other to open the page, and what the shortcut help says about them. */
  readonly keys: readonly [string, string];
  readonly shortcut: ShortcutId;
  /** Users without it do not see the entry; the page itself shows its no-permission state. */
  readonly permission: Permission | null;
  /** A hook that reads the badge. Only called for users who see the entry. */
  readonly useBadge?: () => NavBadge;
}

/** A kind of search result. */
export interface SearchKind {
  readonly kind: string;
  readonly label: KeyOf<'palette.kinds'>;
  readonly icon: LucideIcon;
  /** Position of the group in the palette, ascending. */
  readonly order: number;
}

/** A command in the palette. */
export interface PaletteAction {
  readonly id: string;
  readonly label: KeyOf<'actions'>;
  /** The name of the record that the label names. */
  readonly record?: string;
  readonly icon: LucideIcon;
  /** The shortcut that does the same. */
  readonly keys?: ShortcutId;
  /** A rejection is shown as a toast. */
  readonly run: () => Promise<unknown>;
}

/** A shortcut that works on the feature's own page. */
export interface Shortcut {
  readonly label: ShortcutId;
  /** The standard keys: `['g', 'l']` one after the other, `['Mod', 'k']` together. */
  readonly keys: readonly string[];
  /** Keys that lists, tables and dialogs have by custom: shown, and not for users to change. */
  readonly fixed?: boolean;
  /** Whether only a single key will do, because lists compare each key by itself. */
  readonly single?: boolean;
}

/** Shortcuts that are listed together. `scope`: the page they work on, or everywhere. */
export interface ShortcutGroup {
  readonly title: KeyOf<'pages'> | 'shortcuts.everywhere' | 'shortcuts.lists';
  readonly scope: string;
  readonly shortcuts: readonly Shortcut[];
}

/** What makes queries of a topic stale besides notices about the topic itself. */
export interface TopicRule {
  /** Topics these queries also read: a notice about any of them makes all of them stale. */
  readonly reads?: readonly string[];
  /** Another topic with the same records: notices about this topic apply to that one too. */
  readonly sharesRecordsWith?: string;
}

/** How the activity list shows the events of a channel. */
export interface ChannelView {
  readonly icon: LucideIcon;
  /** Tones by event type, for events that should stand out. */
  readonly tones?: Readonly<Record<string, Tone>>;
  /** Values to add to or replace in an event's sentence, already in words. */
  readonly values?: (event: Activity, i18n: i18n, format: Format) => Readonly<Record<string, string>>;
  /** Whether `values.lines` counts the lines of an event, of which its sentence names the first. */
  readonly countsLines?: boolean;
}

/** Shows what a command was meant to do, beside what stands now. */
export type CommandReview = ComponentType<{ readonly entry: OutboxEntry }>;

/** The choices of a user for one widget, by the option's name. */
export type WidgetOptions = Readonly<Record<string, string>>;

/** What a board hands to each of its widgets. */
export interface WidgetProps {
  /** The period and the location that the board is about. The same object until it changes. */
  readonly scope: Scope;
  readonly options: WidgetOptions;
}

/** A choice that a widget offers while its board is being edited, such as which record it shows. */
export interface WidgetOption {
  readonly name: string;
  readonly label: KeyOf<'widgets.options'>;
  /** A hook that reads the choices; undefined until they are known. The first stands where none was made. */
  readonly useChoices: () => readonly { readonly value: string; readonly label: string }[] | undefined;
}

/** A widget that boards may have. Its component draws its own frame, a `WidgetPanel`. */
export interface WidgetDefinition {
  /** `<feature>.<name>`. Boards store it: renaming it loses the widget. */
  readonly kind: string;
  readonly title: KeyOf<'widgets.titles'>;
  /** What it shows, for the catalogue: one sentence. */
  readonly text: KeyOf<'widgets.texts'>;
  readonly icon: LucideIcon;
  /** Users without it see a quiet placeholder, and do not find it in the catalogue. */
  readonly permission: Permission | null;
  /** Its size when it is added, and the smallest, in columns (of 12) and rows (of 40 px). */
  readonly size: { readonly w: number; readonly h: number; readonly minW: number; readonly minH: number };
  /** Its rows in one column; as on the board where it is left out. */
  readonly narrowRows?: number;
  readonly options?: readonly WidgetOption[];
  /** Lazy, so that its code loads with the first board that has it. */
  readonly component: ComponentType<WidgetProps>;
}

/** Everything the rest of the window needs to know about a feature. `features/index.ts` lists them all. */
export interface FeatureDefinition<W extends WordTree = WordTree> {
  /** The name of its folder and of its files in `locales`. */
  readonly name: string;
  readonly words: { readonly en: W; readonly de: Words<W> };
  readonly routes?: readonly FeatureRoute[];
  readonly nav?: NavEntry;
  /** Paths of the pages that show a record, by kind of record. */
  readonly subjects?: Readonly<Record<string, (id: string) => string>>;
  readonly search?: readonly SearchKind[];
  readonly actions?: readonly PaletteAction[];
  /** A hook that returns what can be done with what is open, such as a conversation. */
  readonly useActions?: () => readonly PaletteAction[];
  readonly shortcuts?: readonly Shortcut[];
  /** Rules by topic, the first part of a query key. */
  readonly topics?: Readonly<Record<string, TopicRule>>;
  readonly channels?: Readonly<Partial<Record<Channel, ChannelView>>>;
  /** What commands do, in words, by their type. Without an entry, the words that the person wrote. */
  readonly contents?: Readonly<Partial<Record<CommandType, CommandContent>>>;
  /** The names of records, by their kind, for lists of commands about them. */
  readonly recordNames?: Readonly<Record<string, RecordName>>;
  /** How a command that was too old to be sent is shown before the user decides about it, by its type. */
  readonly reviews?: Readonly<Partial<Record<CommandType, CommandReview>>>;
  /** What can be done with selected rows of the stock table. */
  readonly selectionActions?: readonly SelectionAction[];
  /** What boards may show of this feature. */
  readonly widgets?: readonly WidgetDefinition[];
}

/** What all features together declare, for components and features that must not import another feature. */
export interface Catalog {
  /** Returns the path of the page that shows a record, or null if there is none. */
  readonly pathOf: (subject: Subject) => string | null;
  readonly channels: Readonly<Partial<Record<Channel, ChannelView>>>;
  readonly reviews: Readonly<Record<string, CommandReview>>;
  /** What can be done with selected rows of the stock table, in the order of the bar. */
  readonly selectionActions: readonly SelectionAction[];
  /** The widgets of boards, by their kind. */
  readonly widgets: Readonly<Record<string, WidgetDefinition>>;
  /** Says what a command is about. Never rejects. */
  readonly about: (command: Pick<OutboxEntry, 'type' | 'data'>, context: SayContext) => Promise<CommandAbout>;
}
