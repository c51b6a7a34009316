import { describe, expect, it } from 'vitest';
import { readChatFilters, writeChatFilters } from './filters.ts';

describe('chat filters in the address', () => {
  it('read what was written', () => {
    const params = writeChatFilters(new URLSearchParams(), {
      filter: 'mine',
      sort: 'waiting',
      search: 'a&b=c',
    });
    expect(readChatFilters(new URLSearchParams(params.toString()))).toEqual({
      filter: 'mine',
      sort: 'waiting',
      search: 'a&b=c',
    });
  });

  it('fall back on what is unknown, leave out defaults and keep what is not theirs', () => {
    expect(readChatFilters(new URLSearchParams('filter=evil&sort=x'))).toEqual({
      filter: 'open',
      sort: 'newest',
      search: '',
    });
    const params = writeChatFilters(new URLSearchParams('filter=mine&other=1'), { filter: 'open' });
    expect(params.toString()).toBe('other=1');
  });

  it('keep a search to what the bridge takes', () => {
    const params = writeChatFilters(new URLSearchParams(), { search: 'x'.repeat(500) });
    expect(readChatFilters(params).search).toHaveLength(200);
  });
});
