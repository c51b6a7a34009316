import { create } from 'zustand';
import { FORMS, type FormType } from '#shared/bridge/forms.ts';
import { type TypedRow, UNDO_MS } from '#shared/bridge/outbox.ts';
import { bridge } from '../../bridge/client.ts';
import { failureWords } from '../../i18n/errors.ts';
import { textOf } from '../../lib/fields.ts';
import { newId } from '../../lib/new-id.ts';
import { refusalToast } from '../../stores/outbox.ts';
import { ownedByUser } from '../../stores/owned.ts';
import { madeBy } from '../../stores/session.ts';
import { dismissToast, toast } from '../../stores/toasts.ts';
import { typedKey } from './rows.ts';

interface TypedStore {
  /** The drafts and forms that are about to be discarded, by their keys. */
  readonly going: ReadonlySet<string>;
}

const typedTimers = new Map<string, ReturnType<typeof setTimeout>>();

/**
 * The drafts and forms that are about to be discarded. Nothing sends them meanwhile, so they simply stay saved until their time
 * is over: if the window or the console ends before, they are still there.
 */
export const useTypedDiscards = create<TypedStore>(() => ({ going: new Set() }));
ownedByUser('useTypedDiscards', () => useTypedDiscards.setState({ going: new Set() }));
ownedByUser('typedTimers', () => {
  for (const timer of typedTimers.values()) clearTimeout(timer);
  typedTimers.clear();
});

function failed(error: unknown): void {
  toast({ tone: 'crit', ...failureWords(error) });
}

/** Discards commands, or all refused ones with null, and offers to take that back. */
export async function discardCommands(ids: readonly string[] | null): Promise<void> {
  const batch = newId();
  try {
    const { count } = await bridge.call('outbox.discard', {
      batch,
      ids: ids === null ? null : [...ids],
      ...madeBy(),
    });
    for (const id of ids ?? []) dismissToast(refusalToast(id));
    if (count === 0) return;
    offerUndo(batch, count, () => {
      bridge.call('outbox.restore', { batch, id: null, ...madeBy() }).catch(failed);
    });
  } catch (error) {
    failed(error);
  }
}

/** Takes back that one command was discarded. */
export function restoreCommand(id: string): void {
  bridge.call('outbox.restore', { batch: null, id, ...madeBy() }).catch(failed);
}

/** Discards a draft or form once its time is over, and offers to take that back. */
export function discardTyped(row: TypedRow): void {
  const key = typedKey(row);
  if (typedTimers.has(key)) return;
  mark(key, true);
  typedTimers.set(
    key,
    setTimeout(() => {
      typedTimers.delete(key);
      removeTyped(row)
        .catch(failed)
        .finally(() => mark(key, false));
    }, UNDO_MS),
  );
  offerUndo(key, 1, () => restoreTyped(row));
}

/** Keeps a draft or form that was about to be discarded. */
export function restoreTyped(row: TypedRow): void {
  const key = typedKey(row);
  clearTimeout(typedTimers.get(key));
  typedTimers.delete(key);
  dismissToast(`undo-${key}`);
  mark(key, false);
}

function mark(key: string, going: boolean): void {
  useTypedDiscards.setState(({ going: before }) => {
    const next = new Set(before);
    if (going) next.add(key);
    else next.delete(key);
    return { going: next };
  });
}

function offerUndo(id: string, count: number, run: () => void): void {
  toast({
    id: `undo-${id}`,
    tone: 'neutral',
    title: ({ t }) => t('unsent.discarded', { count }),
    actions: [{ label: ({ t }) => t('unsent.undo'), run }],
    ms: UNDO_MS,
  });
}

function isFormType(type: string): type is FormType {
  return Object.hasOwn(FORMS, type);
}

/** Deletes what was typed, unless it was changed or sent since. */
async function removeTyped({ type, key, data, at }: TypedRow): Promise<void> {
  if (isFormType(type)) {
    const { forms } = await bridge.call('forms.list', {});
    if (!forms.some((form) => form.type === type && form.key === key && form.at === at)) return;
    await bridge.call('forms.save', { type, key, form: null, ...madeBy() });
    return;
  }
  const { body } = await bridge.call('chat.draft', { conversationId: key });
  if (body !== textOf(data, 'body')) return;
  await bridge.call('chat.save_draft', { conversationId: key, body: '', ...madeBy() });
}
