import { describe, expect, it } from 'vitest';
import { exportLine, mayReadExport } from './room-exports.ts';

const line = exportLine(
  { id: 'r', memberIds: ['a', 'b', 'root'] },
  { id: 'root', name: 'Root' },
  { id: 'x', reason: 'A complaint about 4111 1111 1111 1111', at: 10_000_000 },
);

describe('the export of a private room', () => {
  it('tells all members but its author, in words that older consoles show, too', () => {
    expect(line).toMatchObject({ id: 'x', roomId: 'r', mentions: ['a', 'b'], at: 10_000_000 });
    expect(line.exported).toBe('A complaint about •••• •••• •••• 1111');
    expect(line.body).toBe(`Exported this room. Reason: ${line.exported}`);
  });

  it('is read for an hour by the one who made it, whichever way the clock is set', () => {
    expect(mayReadExport(line, 'root', line.at + 3_599_999)).toBe(true);
    expect(mayReadExport(line, 'root', line.at + 3_600_000)).toBe(false);
    expect(mayReadExport(line, 'root', line.at - 3_600_000)).toBe(false);
    expect(mayReadExport(line, 'a', line.at)).toBe(false);
    expect(mayReadExport({ ...line, exported: null }, 'root', line.at)).toBe(false);
  });
});
