import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Level, Movement } from '#shared/domain/inventory.ts';
import { type Transfer, transferSums } from '#shared/domain/transfers.ts';
import type { CommandData } from '#shared/protocol/commands/index.ts';
import { domainShopPerTest } from '../support/domain-shop.ts';
import { MANAGER, openDomains } from '../support/gateway-domains.ts';
import { makeItem, makeLocation } from '../support/make/item.ts';

const shop = domainShopPerTest();

const transfers = (): Transfer[] => shop.rows<Transfer>('transfers', 'transfer');
const transfer = (): Transfer | undefined => transfers()[0];
const level = (locationId: string): Level | undefined =>
  shop.rows<Level>('inventory', 'level').find((one) => one.itemId === 'tea' && one.locationId === locationId);
const tea = (quantity: number) => [{ itemId: 'tea', quantity }];
const seen = () => ({ transferId: 't1', seen: transfer()?.changeId ?? '' });

function plan(given: Partial<CommandData<'transfers.create'>> = {}) {
  return shop.domains.refusal('transfers.create', {
    ...{ transferId: 't1', fromLocationId: 'depot', toLocationId: 'shop', lines: tea(6), note: '', ...given },
  });
}

describe('a transfer', () => {
  beforeEach(() => {
    shop.domains.command('inventory.create_location', {
      location: makeLocation({ id: 'depot', name: 'Depot' }),
    });
    shop.domains.command('inventory.receive', {
      itemId: 'tea',
      locationId: 'depot',
      quantity: 10,
      reference: null,
    });
  });

  it('takes the goods from the source when it is sent, and is incoming until it is received', () => {
    expect(plan({ lines: [...tea(2), ...tea(4)] })).toBeNull();
    expect(transfer()).toMatchObject({ number: 'T-1', status: 'draft', lines: [{ quantity: 6, sent: 0 }] });
    expect(level('depot')?.onHand).toBe(10);
    shop.domains.command('transfers.send', { ...seen(), lines: tea(6) });
    expect([level('depot')?.onHand, level('shop')?.incoming]).toEqual([4, 6]);
    shop.domains.command('transfers.receive', { ...seen(), lines: [...tea(1), ...tea(3)], writeOff: null });
    expect(transfer()?.status).toBe('partially_received');
    expect(level('shop')).toMatchObject({ onHand: 4, incoming: 2 });
    shop.domains.command('transfers.write_off', { ...seen(), lines: tea(2), reason: 'broken' });
    expect(transfer()).toMatchObject({ status: 'received', reason: 'broken', lines: [{ writtenOff: 2 }] });
    expect(level('shop')).toMatchObject({ onHand: 4, incoming: 0 });
    expect(
      shop
        .rows<Movement>('inventory', 'movement')
        .map(({ type, deltaOnHand, reference }) => [type, deltaOnHand, reference]),
    ).toEqual([
      ['received', 10, null],
      ['transferred_out', -6, 'T-1'],
      ['transferred_in', 4, 'T-1'],
    ]);
  });

  it('comes back to the source when it is cancelled on its way', () => {
    plan();
    shop.domains.command('transfers.send', { ...seen(), lines: tea(6) });
    shop.domains.command('transfers.cancel', { ...seen(), reason: 'wrong shop' });
    expect(level('depot')?.onHand).toBe(10);
    expect(level('shop')?.incoming).toBe(0);
    expect(transfer()).toMatchObject({ status: 'cancelled', reason: 'wrong shop', lines: [{ returned: 6 }] });
  });

  it('receives and writes off what is missing in one step, or neither', () => {
    plan();
    shop.domains.command('transfers.send', { ...seen(), lines: tea(6) });
    const short = { ...seen(), lines: tea(4) };
    const reason = 'lost on the way';
    const staff = { actor: MANAGER.actor, permissions: new Set(['transfers:receive'] as const) };
    expect(
      shop.domains.refusal('transfers.receive', { ...short, writeOff: { lines: tea(2), reason } }, staff),
    ).toMatchObject({ code: 'forbidden', permission: 'transfers:write' });
    expect(
      shop.domains.refusal('transfers.receive', { ...short, writeOff: { lines: tea(3), reason } }),
    ).toMatchObject({ why: { id: 'transfer_above' } });
    expect(level('shop')).toMatchObject({ incoming: 6 });
    shop.domains.command('transfers.receive', { ...short, writeOff: { lines: tea(2), reason } });
    expect(transfer()).toMatchObject({ status: 'received', lines: [{ received: 4, writtenOff: 2 }], reason });
    expect(level('shop')).toMatchObject({ onHand: 4, incoming: 0 });
  });

  it('moves nothing when a draft is changed or cancelled', () => {
    plan();
    shop.domains.command('transfers.edit', { ...seen(), lines: tea(2), note: 'less' });
    expect(transfer()).toMatchObject({ note: 'less', lines: [{ quantity: 2 }] });
    shop.domains.command('transfers.cancel', { ...seen(), reason: 'not needed' });
    expect(shop.rows<Movement>('inventory', 'movement')).toHaveLength(1);
  });

  it('names what is not there, summed by item, and sends nothing then', () => {
    plan();
    const refusal = shop.domains.refusal('transfers.send', { ...seen(), lines: [...tea(6), ...tea(5)] });
    expect(refusal).toMatchObject({
      ...{ code: 'insufficient_stock', why: { id: 'transfer_short', values: { available: 10 } } },
      current: [{ itemId: 'tea', quantity: 11, available: 10 }],
    });
    expect(level('depot')?.onHand).toBe(10);
  });

  it('refuses who has not seen the last change, and shows them the transfer', () => {
    plan();
    const before = seen();
    shop.domains.command('transfers.edit', { ...seen(), lines: tea(2), note: '' });
    expect(shop.domains.refusal('transfers.send', { ...before, lines: tea(6) })).toMatchObject({
      ...{ code: 'conflict', why: { id: 'transfer_changed' }, current: { lines: [{ quantity: 2 }] } },
    });
    shop.domains.command('transfers.send', { ...seen(), lines: tea(2) });
    expect(
      shop.domains.refusal('transfers.receive', { ...seen(), lines: tea(3), writeOff: null }),
    ).toMatchObject({
      ...{ why: { id: 'transfer_above', values: { left: 2 } } },
    });
    expect(shop.domains.refusal('transfers.send', { ...seen(), lines: tea(1) })).toMatchObject({
      why: { id: 'transfer_status' },
    });
  });

  it('refuses what makes no sense, by field', () => {
    expect(plan({ toLocationId: 'depot' })).toMatchObject({ field: 'toLocationId' });
    expect(plan({ toLocationId: 'moon' })).toMatchObject({ code: 'not_found', field: 'toLocationId' });
    expect(plan({ lines: [{ itemId: 'nothing', quantity: 1 }] })).toMatchObject({ field: 'lines.0.itemId' });
    plan();
    expect(plan()).toMatchObject({ why: { id: 'duplicate_id' } });
    expect(
      shop.domains.refusal('transfers.send', { ...seen(), lines: [{ itemId: 'mug', quantity: 1 }] }),
    ).toMatchObject({
      why: { id: 'transfer_line_unknown' },
    });
  });
});

describe('transfers between places', () => {
  it('create and lose nothing: on hand, in transit and written off add up, whatever is asked', async () => {
    const places = ['depot', 'shop', 'store'];
    const place = fc.constantFrom(...places);
    const lines = fc.array(
      fc.record({ itemId: fc.constantFrom('tea', 'mug'), quantity: fc.integer({ min: 1, max: 7 }) }),
      { minLength: 1, maxLength: 3 },
    );
    const id = fc.constantFrom('a', 'b', 'c');
    const step = fc.oneof(
      fc.record({ kind: fc.constant('create' as const), id, from: place, to: place, lines }),
      fc.record({ kind: fc.constantFrom('send', 'receive', 'receive', 'write_off', 'cancel'), id, lines }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
        const domains = await openDomains();
        try {
          for (const one of places)
            domains.command('inventory.create_location', { location: makeLocation({ id: one, name: one }) });
          for (const itemId of ['tea', 'mug']) {
            domains.command('inventory.create_item', { item: makeItem({ id: itemId, sku: itemId }) });
            for (const locationId of places)
              domains.command('inventory.receive', { itemId, locationId, quantity: 8, reference: null });
          }
          const all = () => domains.snapshot('transfers').map(({ row }) => row as Transfer);
          for (const one of steps) {
            const changeId = all().find((t) => t.id === one.id)?.changeId ?? 'none';
            const on = { transferId: one.id, seen: changeId };
            const reason = 'because';
            if ('from' in one)
              domains.refusal('transfers.create', {
                ...{
                  transferId: one.id,
                  fromLocationId: one.from,
                  toLocationId: one.to,
                  lines: one.lines,
                  note: '',
                },
              });
            else if (one.kind === 'send') domains.refusal('transfers.send', { ...on, lines: one.lines });
            else if (one.kind === 'receive')
              domains.refusal('transfers.receive', { ...on, lines: one.lines, writeOff: null });
            else if (one.kind === 'write_off')
              domains.refusal('transfers.write_off', { ...on, lines: one.lines, reason });
            else domains.refusal('transfers.cancel', { ...on, reason });
          }
          const levels = domains
            .snapshot('inventory')
            .flatMap(({ kind, row }) => (kind === 'level' ? [row as Level] : []));
          for (const itemId of ['tea', 'mug']) {
            const ours = all().flatMap((t) => t.lines.filter((line) => line.itemId === itemId));
            const { inTransit, writtenOff } = transferSums(ours);
            const sum = (field: 'onHand' | 'incoming') =>
              levels.filter((l) => l.itemId === itemId).reduce((total, l) => total + l[field], 0);
            expect(sum('onHand') + inTransit + writtenOff).toBe(24);
            expect(sum('incoming')).toBe(inTransit);
          }
        } finally {
          domains.dispose();
        }
      }),
      { numRuns: 25 },
    );
  });
});
