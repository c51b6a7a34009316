import { v7 as uuidv7 } from 'uuid';
import type { OutboxEntry } from '#shared/bridge/commands.ts';

/** A command in the outbox that waits to be sent. */
export function makeOutboxEntry(overrides: Partial<OutboxEntry> = {}): OutboxEntry {
  return {
    id: overrides.id ?? uuidv7(),
    type: 'inventory.adjust',
    subject: 'subject',
    data: {},
    state: 'queued',
    createdAt: 0,
    attempts: 0,
    error: null,
    ...overrides,
  };
}
