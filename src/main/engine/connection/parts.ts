import type { EventsMessage } from '#shared/protocol/messages.ts';
import { inOrder } from '../store/batch.ts';
import type { SliceSize, Slices } from '../store/slices.ts';
import type { ApplyResult } from '../store/types.ts';
import type { AppliedPart, SyncStore } from './sync-events.ts';

/**
 * Applies a batch in parts, each in a transaction and a turn of its own, however slow the machine is. Its events are in order,
 * so the cursors after a part are true, and what follows a part that was the last thing before a crash is sent again.
 * `onPart` is called after the commit of each part.
 */
export function* applyInParts(
  store: Pick<SyncStore, 'apply'>,
  batch: EventsMessage,
  size: SliceSize,
  onPart: (part: AppliedPart, result: ApplyResult) => void,
): Slices<void> {
  for (let rest = inOrder(batch.events); ; ) {
    const events = rest.slice(0, size.rows);
    rest = rest.slice(events.length);
    const started = performance.now();
    const result = store.apply({ ...batch, events: [...events] });
    const last = rest.length === 0;
    // The few events of a quiet shop say nothing about how long many take.
    if (!last) size.took(performance.now() - started, events.length);
    onPart({ mode: batch.mode, last }, result);
    if (last) return;
    yield;
  }
}
