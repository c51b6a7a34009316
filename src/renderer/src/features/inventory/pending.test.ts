import { describe, expect, it } from 'vitest';
import type { OutboxEntry } from '#shared/bridge/commands.ts';
import { makeOutboxEntry } from '../../../../../tests/support/make/command.ts';
import { pendingMovement } from './pending.ts';

const entry = (type: string, data: unknown, state: OutboxEntry['state'] = 'queued') =>
  makeOutboxEntry({ id: 'c1', type, data, state, createdAt: 1 });
const at = { itemId: 'i1', locationId: 'l1', reason: 'count', reference: null };

describe('pendingMovement', () => {
  it('reads what adjustments and receipts add', () => {
    const set = { ...at, change: { mode: 'set', quantity: 4, expected: 10 } };
    expect(pendingMovement(entry('inventory.adjust', set), 'i1')?.delta).toBe(-6);
    const delta = { ...at, change: { mode: 'delta', quantity: 3 } };
    expect(pendingMovement(entry('inventory.adjust', delta, 'refused'), 'i1')?.delta).toBe(3);
    expect(pendingMovement(entry('inventory.receive', { ...at, quantity: 7 }), 'i1')?.delta).toBe(7);
  });

  it('leaves out other items, other commands, what is done and what it cannot read', () => {
    const delta = { ...at, change: { mode: 'delta', quantity: 3 } };
    expect(pendingMovement(entry('inventory.adjust', delta), 'i2')).toBeNull();
    expect(pendingMovement(entry('inventory.adjust', delta, 'settled'), 'i1')).toBeNull();
    expect(pendingMovement(entry('chat.send_message', delta), 'i1')).toBeNull();
    for (const data of [
      null,
      7,
      {},
      { itemId: 'i1' },
      { ...at, change: 5 },
      { ...at, change: { quantity: 'x' } },
    ])
      expect(pendingMovement(entry('inventory.adjust', data), 'i1')).toBeNull();
  });
});
