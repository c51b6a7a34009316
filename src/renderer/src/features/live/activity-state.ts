import type { Activity } from '#shared/bridge/live.ts';

/** The list holds at most this many rows; older ones are not read beyond it. */
export const MAX_ROWS = 10_000;
/** At the top, the list is cut back once it is longer than this. */
const TRIM_ROWS = 1_500;

interface ActivityPage {
  readonly rows: readonly Activity[];
  readonly next: string | null;
}

/**
 * The activity list: rows on screen, newest first; rows held back while the reader has scrolled down; the key of the
 * next older page.
 */
export interface ActivityState {
  readonly rows: readonly Activity[];
  readonly next: string | null;
  readonly atTop: boolean;
  /** Whether the reader has stopped the list. */
  readonly paused: boolean;
  /** Newer rows, held back so that nothing moves while the user reads. */
  readonly held: readonly Activity[];
  /** Set when more rows arrived than one page holds: scrolling to the top restarts the list from this page. */
  readonly anew: ActivityPage | null;
}

/** What can happen to the list: a first page, an older page, a scroll, a pause, and its end with all that came meanwhile. */
export type ActivityAction =
  | { readonly type: 'head'; readonly page: ActivityPage }
  | { readonly type: 'tail'; readonly page: ActivityPage }
  | { readonly type: 'scrolled'; readonly atTop: boolean }
  | { readonly type: 'paused' }
  | { readonly type: 'resumed'; readonly page: ActivityPage };

/** A list of which nothing has been read yet. */
export const EMPTY_ACTIVITY: ActivityState = {
  rows: [],
  next: null,
  atTop: true,
  paused: false,
  held: [],
  anew: null,
};

function start({ rows, next }: ActivityPage, atTop: boolean): ActivityState {
  return { ...EMPTY_ACTIVITY, rows, next, atTop };
}

/** The rows of a page that are newer than the list, and whether some between them are missing. */
function freshOf({ rows }: ActivityState, page: ActivityPage) {
  const newest = rows[0]?.seq ?? 0;
  const fresh = page.rows.filter((row) => row.seq > newest);
  return { fresh, gap: fresh.length === page.rows.length && page.next !== null };
}

function takeHead(state: ActivityState, page: ActivityPage): ActivityState {
  const newest = state.rows[0];
  if (newest === undefined) return start(page, state.atTop);
  const head = page.rows[0];
  // The newest row is older than the first on screen: the history was replaced.
  if (head === undefined || head.seq < newest.seq) return start(page, state.atTop);
  const { fresh, gap } = freshOf(state, page);
  if (fresh.length === 0) return state;
  if (!state.atTop || state.paused) return { ...state, held: fresh, anew: gap ? page : null };
  if (gap || state.rows.length > TRIM_ROWS) return start(page, true);
  return { ...state, rows: [...fresh, ...state.rows], held: [], anew: null };
}

/**
 * Returns the list after a page arrived or the reader scrolled. Never shows a row twice and never skips one silently.
 */
export function activityReducer(state: ActivityState, action: ActivityAction): ActivityState {
  switch (action.type) {
    case 'head':
      return takeHead(state, action.page);
    case 'tail': {
      const last = state.rows[state.rows.length - 1];
      const older =
        last === undefined ? action.page.rows : action.page.rows.filter((row) => row.seq < last.seq);
      const rows = [...state.rows, ...older];
      return { ...state, rows, next: rows.length >= MAX_ROWS ? null : action.page.next };
    }
    case 'scrolled': {
      if (action.atTop === state.atTop) return state;
      if (!action.atTop || state.paused || state.held.length === 0) return { ...state, atTop: action.atTop };
      if (state.anew !== null) return start(state.anew, true);
      return { ...state, rows: [...state.held, ...state.rows], atTop: true, held: [], anew: null };
    }
    case 'paused':
      return { ...state, paused: true };
    case 'resumed': {
      const { fresh, gap } = freshOf(state, action.page);
      // More came than is read at once: the place is given up, and no hole is left.
      if (gap) return start(action.page, state.atTop);
      return { ...state, rows: [...fresh, ...state.rows], paused: false, held: [], anew: null };
    }
  }
}
