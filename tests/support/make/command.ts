import { v7 as uuidv7 } from 'uuid';
import type { OutboxEntry } from '#shared/bridge/app.ts';
import type { CommandEnvelope } from '#shared/protocol/envelope.ts';

/** A command in its envelope, as a client sends it. Not typed by its type, so that a test can also send a wrong one. */
export function makeCommand(
  type: string,
  data: unknown,
  overrides: Partial<Omit<CommandEnvelope, 'type' | 'data'>> = {},
): CommandEnvelope {
  return { id: uuidv7(), type, data, at: Date.now(), ...overrides };
}

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
