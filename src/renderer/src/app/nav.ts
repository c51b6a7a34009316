import { Activity, BellRing, Boxes, type LucideIcon, MessagesSquare, Settings } from 'lucide-react';
import type { Permission } from '#shared/protocol/permissions.ts';

/** A page of the rail. `keys` is its shortcut. */
export interface NavEntry {
  readonly id: 'live' | 'inventory' | 'alerts' | 'chat' | 'settings';
  readonly path: string;
  readonly icon: LucideIcon;
  readonly keys: readonly [string, string];
  /** Without it the entry is not offered; the page itself shows its no-permission state. */
  readonly permission: Permission | null;
}

export const NAV: readonly NavEntry[] = [
  { id: 'live', path: '/live', icon: Activity, keys: ['g', 'l'], permission: null },
  { id: 'chat', path: '/chat', icon: MessagesSquare, keys: ['g', 'c'], permission: 'chat:read' },
  { id: 'inventory', path: '/inventory', icon: Boxes, keys: ['g', 'i'], permission: 'inventory:read' },
  { id: 'alerts', path: '/alerts', icon: BellRing, keys: ['g', 'a'], permission: 'alerts:read' },
];

export const SETTINGS_ENTRY: NavEntry = {
  id: 'settings',
  path: '/settings',
  icon: Settings,
  keys: ['g', 's'],
  permission: null,
};
