import { v7 as uuidv7 } from 'uuid';
import type { OutboxEntry } from '#shared/bridge/commands.ts';
import type { CommandData } from '#shared/protocol/commands/index.ts';
import type { CommandEnvelope } from '#shared/protocol/envelope.ts';

/** A command in its envelope. Its data is not typed, so that a test can also send invalid data. */
export function makeCommand(
  type: string,
  data: unknown,
  overrides: Partial<Omit<CommandEnvelope, 'type' | 'data'>> = {},
): CommandEnvelope {
  return { id: uuidv7(), type, data, at: Date.now(), ...overrides };
}

/** Returns the data of a command that adjusts the stock of an item at a location by a quantity. */
export function adjustment(
  { itemId, locationId }: { readonly itemId: string; readonly locationId: string },
  quantity: number,
  reference: string | null = null,
): CommandData<'inventory.adjust'> {
  return { itemId, locationId, change: { mode: 'delta', quantity }, reason: 'counted', reference };
}

/** A command that is waiting in the outbox. */
export function makeOutboxEntry(overrides: Partial<OutboxEntry> = {}): OutboxEntry {
  return {
    id: overrides.id ?? uuidv7(),
    type: 'inventory.adjust',
    subject: 'subject',
    data: {},
    state: 'queued',
    createdAt: 0,
    attempts: 0,
    withdrawing: false,
    error: null,
    ...overrides,
  };
}
