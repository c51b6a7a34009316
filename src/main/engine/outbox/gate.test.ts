import { describe, expect, it } from 'vitest';
import { refused } from '#shared/protocol/refusals.ts';
import { Gate } from './gate.ts';

describe('the gate of messages', () => {
  const message = (...attachments: string[]): string => JSON.stringify({ body: 'x', attachments });

  it('opens once all files are there, or one was refused', () => {
    const pending = new Set(['a', 'b']);
    const refusals = new Map<string, ReturnType<typeof refused>>();
    const gate = new Gate({
      isPending: (id) => pending.has(id),
      refusalOf: (id) => refusals.get(id) ?? null,
    });
    gate.add('plain', JSON.stringify({ body: 'x' }));
    gate.add('two', message('a', 'b'));
    expect([gate.isOpen('plain'), gate.isOpen('two'), gate.isOpen('unknown')]).toEqual([true, false, true]);
    pending.delete('a');
    expect(gate.isOpen('two')).toBe(false);
    refusals.set('b', refused('attachment_content', {}));
    expect(gate.isOpen('two')).toBe(true);
    expect(gate.refusalOf('two')).toMatchObject({ field: 'attachments', why: { id: 'attachment_content' } });
    refusals.clear();
    pending.clear();
    expect([gate.isOpen('two'), gate.refusalOf('two')]).toEqual([true, null]);
    pending.add('a');
    gate.remove('two');
    expect(gate.isOpen('two')).toBe(true);
  });
});
