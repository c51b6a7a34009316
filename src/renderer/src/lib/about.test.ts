import type { TFunction } from 'i18next';
import { describe, expect, it } from 'vitest';
import { createFormat } from '../format/format.ts';
import { createAbout } from './about.ts';
import type { SayContext } from './said.ts';

// The test's features use no words.
const context: SayContext = {
  t: ((key: string) => key) as unknown as TFunction,
  format: createFormat('en', 'UTC'),
};

const about = createAbout([
  {
    recordNames: {
      item: async (id) => (id === 'i1' ? 'Blue mug' : null),
      order: () => Promise.reject(new Error('may not be read')),
    },
    contents: { 'inventory.adjust': () => '−3' },
  },
]);

describe('what a command is about', () => {
  it('is the name of its record and its content', async () => {
    expect(await about({ type: 'inventory.adjust', data: { itemId: 'i1' } }, context)).toEqual({
      subject: 'Blue mug',
      content: '−3',
    });
  });

  it('is the item whose limits are changed', async () => {
    const data = { threshold: { itemId: 'i1', locationId: null, category: null }, removed: false };
    expect(await about({ type: 'inventory.set_threshold', data }, context)).toMatchObject({
      subject: 'Blue mug',
    });
  });

  it('is the person’s words where the feature says nothing', async () => {
    const data = { conversationId: 'c1', body: 'Hello' };
    expect(await about({ type: 'chat.send_message', data }, context)).toEqual({
      subject: null,
      content: 'Hello',
    });
  });

  it('says a reason that was chosen, and leaves a person’s own as it is', async () => {
    const content = async (reason: string): Promise<string> =>
      (await about({ type: 'inventory.release', data: { reason } }, context)).content;
    expect(await content('stock.damaged')).toBe('reasons.stock.damaged');
    expect(await content('fell off the shelf')).toBe('fell off the shelf');
  });

  it('is the name within a new record', async () => {
    const data = { item: { id: 'i9', name: 'Red mug' } };
    expect(await about({ type: 'inventory.create_item', data }, context)).toMatchObject({
      subject: 'Red mug',
    });
  });

  it('is unknown, and never an error, where the record cannot be read', async () => {
    for (const data of [{ orderId: 'o1' }, { itemId: 'i2' }, null, 5, 'x', { itemId: 7 }])
      expect(await about({ type: 'x.y', data }, context)).toEqual({ subject: null, content: '' });
  });
});
