import { Id } from '#shared/domain/ids.ts';

/** How long a board is shown, s, where it is not chosen; and the shortest and the longest. */
const USUAL_SECONDS = 30;
const MIN_SECONDS = 15;
const MAX_SECONDS = 600;
/** The most boards of a wall. */
const MAX_BOARDS = 20;

/** Which boards a wall shows in turn, and how long each, s. */
export interface WallChoice {
  readonly boards: readonly string[];
  readonly seconds: number;
}

/** Returns the choice that stands in an address. `least`: the shortest time that is taken, s. */
export function wallIn(search: URLSearchParams, least = MIN_SECONDS): WallChoice {
  const boards = (search.get('boards') ?? '')
    .split(',')
    .filter((id) => Id.safeParse(id).success)
    .slice(0, MAX_BOARDS);
  const asked = Number(search.get('every') ?? USUAL_SECONDS);
  const seconds = Number.isFinite(asked) ? Math.min(Math.max(asked, least), MAX_SECONDS) : USUAL_SECONDS;
  return { boards: [...new Set(boards)], seconds };
}

/** Returns the address of a wall. */
export function wallAddress(
  { boards, seconds }: WallChoice,
  scope: Readonly<Record<string, string>>,
): string {
  const search = new URLSearchParams({ ...scope, every: String(seconds) });
  if (boards.length > 0) search.set('boards', boards.join(','));
  return `/live/wall?${search.toString()}`;
}
