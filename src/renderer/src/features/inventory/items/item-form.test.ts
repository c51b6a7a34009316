import { describe, expect, it } from 'vitest';
import { makeItem } from '../../../../../../tests/support/make/item.ts';
import { amountText, changedFields, newItem, textOfItem, toEdit, typed, validateItem } from './item-form.ts';

const item = makeItem({ id: 'i', price: 1250, cost: 400, currency: 'EUR' });
const none = { edited: {}, seen: {} };

describe('the form of an item', () => {
  it('writes and reads amounts in the minor units of the currency', () => {
    expect(amountText(1250, 'EUR')).toBe('12.50');
    expect(amountText(1250, 'JPY')).toBe('1250');
    expect(newItem('n', { ...textOfItem(item), price: '7,5' }, 'EUR')).toMatchObject({
      price: 750,
      cost: 400,
    });
    expect(validateItem({ price: '7.5x' }, 'EUR')).toEqual({ price: 'amount' });
    expect(validateItem({ price: '-1', cost: '' }, 'EUR')).toEqual({ price: 'amount' });
  });

  it('names what is wrong', () => {
    expect(validateItem({ sku: ' ', unit: 'x'.repeat(21), backorderLimit: 'a' }, 'euro')).toEqual({
      currency: 'currency',
      sku: 'missing',
      unit: 'long',
      backorderLimit: 'number',
    });
  });

  it('sends only what was edited, with what was seen', () => {
    const form = typed(typed(none, item, 'price', '13'), item, 'category', 'New');
    expect(toEdit(form, item)).toEqual({
      changes: { category: 'New', price: { mode: 'set', amount: 1300 } },
      items: [{ itemId: 'i', expected: { category: 'Things', price: 1250 } }],
    });
    expect(typed(typed(none, item, 'name', 'a'), item, 'name', item.name)).toEqual(none);
  });

  it('notices what somebody else has changed', () => {
    const form = typed(none, item, 'price', '13');
    const changed = { ...item, price: 1400 };
    expect(changedFields(form, item)).toEqual([]);
    expect(changedFields(form, changed)).toEqual(['price']);
    expect(toEdit(form, changed).items[0]?.expected).toEqual({ price: 1250 });
  });
});
