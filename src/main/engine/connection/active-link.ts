import type { Heartbeat } from './heartbeat.ts';
import type { HistoryLoader } from './history.ts';
import type { Link } from './link.ts';
import type { ChannelSync } from './sync.ts';
import type { TokenKeeper } from './token.ts';

/** A link and the objects that live as long as it does. */
export interface ActiveLink {
  readonly link: Link;
  readonly sync: ChannelSync;
  readonly history: HistoryLoader;
  stopOpening: () => void;
  heartbeat: Heartbeat | null;
  tokens: TokenKeeper | null;
  /** When it began to open, monotonic, ms. */
  readonly startedAt: number;
  /** When its welcome arrived, monotonic, ms. */
  openedAt: number | null;
}
