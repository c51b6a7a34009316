import { create } from 'zustand';
import type { ListedBoard } from '#shared/bridge/boards.ts';
import type { BoardWidget } from '#shared/domain/boards.ts';
import { ownedByUser } from '../../stores/owned.ts';

/** How many steps can be undone. */
const MAX_STEPS = 50;

/** A board that is being edited. It stays while the user looks at another page, and until it is saved or discarded. */
export interface Draft {
  readonly boardId: string;
  /** The version that the changes are made on; null for a board that has no record yet. */
  readonly base: number | null;
  readonly widgets: readonly BoardWidget[];
  /** The widgets before each change, oldest first. */
  readonly steps: readonly (readonly BoardWidget[])[];
}

/** The board that is being edited; null while none is. */
export const useDraft = create<{ readonly draft: Draft | null }>(() => ({ draft: null }));
ownedByUser('useDraft', () => useDraft.setState({ draft: null }));

/** Begins to edit a board as it is on screen. Returns the board with changes that are not saved, which has to be ended first; else null. */
export function beginDraft({
  id,
  listed,
  widgets,
}: {
  readonly id: string;
  readonly listed: Pick<ListedBoard, 'version'> | null;
  readonly widgets: readonly BoardWidget[];
}): string | null {
  const { draft } = useDraft.getState();
  if (draft !== null && draft.boardId !== id && draft.steps.length > 0) return draft.boardId;
  useDraft.setState({ draft: { boardId: id, base: listed?.version ?? null, widgets, steps: [] } });
  return null;
}

/** Ends editing; what was changed is gone. */
export function endDraft(): void {
  useDraft.setState({ draft: null });
}

/** Changes the board that is being edited. */
export function changeDraft(change: (widgets: readonly BoardWidget[]) => readonly BoardWidget[]): void {
  useDraft.setState(({ draft }) => {
    if (draft === null) return { draft };
    const widgets = change(draft.widgets);
    if (widgets === draft.widgets) return { draft };
    return { draft: { ...draft, widgets, steps: [...draft.steps, draft.widgets].slice(-MAX_STEPS) } };
  });
}

/** Takes the last change back. */
export function undoDraft(): void {
  useDraft.setState(({ draft }) => {
    const last = draft?.steps.at(-1);
    if (draft === null || last === undefined) return { draft };
    return { draft: { ...draft, widgets: last, steps: draft.steps.slice(0, -1) } };
  });
}
