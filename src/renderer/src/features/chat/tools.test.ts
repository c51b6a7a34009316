import { expect, it } from 'vitest';
import { shortcutDefinitions } from '../../stores/shortcuts.ts';
import '../../app/catalog.ts';
import { CONVERSATION_TOOLS, toolsFor } from './tools.ts';

const ALL = ['chat:read', 'chat:write', 'assignment:write'] as const;

it('offers each tool of a conversation to those who may use it', () => {
  expect(toolsFor(ALL, false).map(([tool]) => tool)).toEqual(Object.keys(CONVERSATION_TOOLS));
  expect(toolsFor(ALL, true).map(([tool]) => tool)).not.toContain('snooze');
  expect(toolsFor(['chat:read'], false).map(([tool]) => tool)).toEqual(['find', 'transcript']);
});

it('names shortcuts that exist', () => {
  const ids = new Set(shortcutDefinitions().map(({ id }) => id));
  for (const { keys } of Object.values(CONVERSATION_TOOLS))
    if (keys !== undefined) expect(ids.has(keys), keys).toBe(true);
});
