import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  inTransit,
  isEndedTransfer,
  isUnderway,
  openLines,
  stepTransfer,
  summedLines,
  type Transfer,
  type TransferStep,
  transferSums,
} from './transfers.ts';

const ITEMS = ['tea', 'mug', 'pot'];
const line = (itemId: string, quantity: number): Transfer['lines'][number] => ({
  ...{ itemId, sku: itemId, name: itemId, quantity, sent: 0, received: 0, writtenOff: 0, returned: 0 },
});
const DRAFT: Transfer = {
  id: 't1',
  number: 'T-1',
  fromLocationId: 'warehouse',
  toLocationId: 'store',
  status: 'draft',
  lines: ITEMS.map((id, n) => line(id, n + 3)),
  note: '',
  createdBy: null,
  createdAt: 0,
  sentAt: null,
  endedAt: null,
  reason: null,
  changeId: 'c0',
};

const lines = fc.array(
  fc.record({ itemId: fc.constantFrom(...ITEMS, 'other'), quantity: fc.integer({ min: 0, max: 6 }) }),
  { maxLength: 5 },
);
const step: fc.Arbitrary<TransferStep> = fc.oneof(
  lines.map(
    (all): TransferStep => ({ kind: 'send', lines: all.filter(({ itemId }) => itemId !== 'other'), at: 1 }),
  ),
  { weight: 3, arbitrary: lines.map((all): TransferStep => ({ kind: 'receive', lines: all, at: 2 })) },
  lines.map((all): TransferStep => ({ kind: 'write_off', lines: all, reason: 'broken', at: 3 })),
  fc.constant<TransferStep>({ kind: 'cancel', reason: 'not needed', at: 4 }),
);

/** The stock of both places, what the destination expects, and what was given up, by item. */
class World {
  readonly from = new Map(ITEMS.map((id) => [id, 100]));
  readonly to = new Map(ITEMS.map((id) => [id, 100]));
  readonly incoming = new Map<string, number>();
  readonly lost = new Map<string, number>();

  add(where: Map<string, number>, all: readonly { itemId: string; quantity: number }[], sign = 1): void {
    for (const { itemId, quantity } of all) where.set(itemId, (where.get(itemId) ?? 0) + sign * quantity);
  }
}

describe('a transfer', () => {
  it('creates and loses nothing, over any sequence of steps', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const world = new World();
        let transfer = DRAFT;
        for (const one of steps) {
          const result = stepTransfer(transfer, one);
          if (!result.ok) continue;
          transfer = result.transfer;
          world.add(world.from, result.effects.out, -1);
          world.add(world.from, result.effects.back);
          world.add(world.to, result.effects.in);
          world.add(world.lost, result.effects.lost);
          world.add(world.incoming, result.effects.incoming);
          for (const { itemId, sent, received, writtenOff, returned } of transfer.lines) {
            const open = sent - received - writtenOff - returned;
            const total =
              (world.from.get(itemId) ?? 0) +
              (world.to.get(itemId) ?? 0) +
              (world.lost.get(itemId) ?? 0) +
              open;
            expect(total).toBe(200);
            expect(open).toBeGreaterThanOrEqual(0);
            expect(world.incoming.get(itemId) ?? 0).toBe(open);
          }
          const open = transfer.lines.reduce((all, one_) => all + inTransit(one_), 0);
          expect(isUnderway(transfer)).toBe(open > 0);
          expect(transferSums(transfer.lines).inTransit).toBe(open);
          expect(transfer.endedAt !== null).toBe(isEndedTransfer(transfer));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('never leaves an end', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), step, (steps, last) => {
        let transfer = DRAFT;
        for (const one of steps) {
          const result = stepTransfer(transfer, one);
          if (result.ok) transfer = result.transfer;
        }
        if (!isEndedTransfer(transfer)) return;
        expect(stepTransfer(transfer, last)).toEqual({
          ok: false,
          refusal: { why: 'status', status: transfer.status },
        });
      }),
    );
  });

  it('says how much is left when more arrives than is in transit, summed by item', () => {
    const sent = stepTransfer(DRAFT, { kind: 'send', lines: [{ itemId: 'tea', quantity: 3 }], at: 1 });
    if (!sent.ok) throw new Error(sent.refusal.why);
    const twice = [
      { itemId: 'tea', quantity: 2 },
      { itemId: 'tea', quantity: 2 },
    ];
    expect(stepTransfer(sent.transfer, { kind: 'receive', lines: twice, at: 2 })).toEqual({
      ok: false,
      refusal: { why: 'above', itemId: 'tea', left: 3 },
    });
    expect(summedLines(twice)).toEqual([{ itemId: 'tea', quantity: 4 }]);
  });

  it('keeps a short delivery open until the rest arrives, is written off or comes back', () => {
    const ends: readonly [TransferStep, Transfer['status']][] = [
      [{ kind: 'receive', lines: [{ itemId: 'tea', quantity: 1 }], at: 3 }, 'received'],
      [{ kind: 'write_off', lines: [{ itemId: 'tea', quantity: 1 }], reason: 'lost', at: 3 }, 'received'],
      [{ kind: 'cancel', reason: 'sent back', at: 3 }, 'cancelled'],
    ];
    for (const [end, status] of ends) {
      const [send, short]: TransferStep[] = [
        { kind: 'send', lines: [{ itemId: 'tea', quantity: 3 }], at: 1 },
        { kind: 'receive', lines: [{ itemId: 'tea', quantity: 2 }], at: 2 },
      ];
      let transfer = DRAFT;
      for (const one of [send, short]) {
        const result = one && stepTransfer(transfer, one);
        if (result?.ok) transfer = result.transfer;
      }
      expect(transfer.status).toBe('partially_received');
      expect(openLines(transfer)).toEqual([{ itemId: 'tea', quantity: 1 }]);
      const ended = stepTransfer(transfer, end);
      expect(ended).toMatchObject({ ok: true, transfer: { status, endedAt: 3 } });
    }
  });
});
