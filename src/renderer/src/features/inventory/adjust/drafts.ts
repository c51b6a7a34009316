import type { AdjustForm } from './adjust-form.ts';

/** Forms that were filled in and not sent, by item and location: closing the dialog loses nothing. */
const drafts = new Map<string, AdjustForm>();
const MAX_DRAFTS = 50;

/** Returns what was typed for an item at a location and not sent yet. */
export function draftOf(key: string): AdjustForm | undefined {
  return drafts.get(key);
}

/** Keeps what is typed; drops the oldest drafts beyond the limit. */
export function keepDraft(key: string, form: AdjustForm): void {
  drafts.delete(key);
  drafts.set(key, form);
  for (const oldest of drafts.keys()) {
    if (drafts.size <= MAX_DRAFTS) break;
    drafts.delete(oldest);
  }
}

/** Drops a draft that was sent. */
export function dropDraft(key: string): void {
  drafts.delete(key);
}
