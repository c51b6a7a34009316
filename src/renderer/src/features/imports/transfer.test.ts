import { describe, expect, it } from 'vitest';
import type { CommandType } from '#shared/protocol/commands/index.ts';
import { refused } from '#shared/protocol/refusals.ts';
import { makeItem } from '../../../../../tests/support/make/item.ts';
import { BridgeCallError } from '../../bridge/client.ts';
import type { CsvLine } from './csv/read-csv.ts';
import { writeExport } from './export.ts';
import { partsOf, type SendCommand, sendFile } from './transfer.ts';

const FILE = {
  name: 'x.csv',
  columns: [
    { field: 'sku', column: 2 },
    { field: 'name', column: 1 },
  ],
  width: 2,
  ignored: [],
  decimal: '.' as const,
};
const linesOf = (count: number, text = 'x'): CsvLine[] =>
  Array.from({ length: count }, (_, n) => ({ line: n + 1, cells: [text, `S${n}`] }));

interface Sent {
  readonly type: CommandType;
  readonly id: string;
  readonly data: unknown;
}

function bench(fails: (sent: readonly Sent[]) => Error | null = () => null) {
  const sent: Sent[] = [];
  const pauses: number[] = [];
  let ids = 0;
  const stop = new AbortController();
  const send = (async (type, data, id) => {
    sent.push({ type, id, data });
    const failure = fails(sent);
    if (failure) throw failure;
  }) as SendCommand;
  const transfer = {
    send,
    newId: () => `id-${ids++}`,
    pause: async (ms: number) => void pauses.push(ms),
    signal: stop.signal,
  };
  return { sent, pauses, stop, transfer };
}
const ABOUT = { importId: 'i', kind: 'items' as const, file: FILE };
const busy = () =>
  new BridgeCallError('commands.submit', { ...refused('gateway_busy', {}), retryAfterMs: 3_000 });

describe('sending a file', () => {
  it('sends the cells of its fields in parts, and then has them checked', async () => {
    const { sent, transfer } = bench();
    await sendFile(
      ABOUT,
      async (onLines) => {
        await onLines(linesOf(700));
        await onLines(linesOf(3));
      },
      transfer,
    );
    expect(sent.map(({ type }) => type.slice(8))).toEqual(['start', 'stage', 'stage', 'stage', 'check']);
    expect(sent[1]?.data).toMatchObject({
      lines: { 0: { line: 2, width: 2, cells: ['S1', 'x'] }, length: 500 },
    });
    expect(sent[4]?.data).toEqual({ importId: 'i', lines: 702 });
  });

  it('sends again under the same id what only has to wait, and gives up in the end', async () => {
    const { sent, pauses, transfer } = bench((all) => (all.length < 3 ? busy() : null));
    await sendFile(ABOUT, async (onLines) => onLines(linesOf(2)), transfer);
    expect(sent.map(({ id }) => id)).toEqual(['id-0', 'id-0', 'id-0', 'id-1', 'id-2']);
    expect(pauses).toEqual([3_000, 3_000]);
    const never = bench(busy);
    await expect(sendFile(ABOUT, async () => {}, never.transfer)).rejects.toThrow(BridgeCallError);
    expect(never.sent).toHaveLength(6);
  });

  it('stops between two parts', async () => {
    const { sent, stop, transfer } = bench((all) => {
      if (all.length === 2) stop.abort();
      return null;
    });
    await expect(sendFile(ABOUT, async (onLines) => onLines(linesOf(2_000)), transfer)).rejects.toThrow();
    expect(sent).toHaveLength(2);
  });

  it('makes parts that fit into a message', () => {
    const parts = partsOf(linesOf(900, 'y'.repeat(5_000)), FILE);
    expect(parts.flat()).toHaveLength(900);
    for (const part of parts) expect(JSON.stringify(part).length).toBeLessThan(200_000);
  });
});

describe('an export', () => {
  const format = { separator: ';', decimal: ',', bom: true } as const;
  const page = (n: number, next: string | null) => ({
    rows: Array.from({ length: n }, (_, k) => ({
      kind: 'items' as const,
      item: makeItem({ id: `${k}`, price: 250 }),
    })),
    next,
    total: 3,
  });
  const running = () => ({ signal: new AbortController().signal, onProgress: () => {} });

  it('has all pages, in the format that was chosen', async () => {
    const seen: unknown[] = [];
    const done = await writeExport(
      'items',
      format,
      async (after) => (after === null ? page(2, 'p') : page(1, null)),
      {
        ...running(),
        onProgress: (...progress) => seen.push(progress),
      },
    );
    expect(done.rows).toBe(3);
    const text = done.parts.join('');
    expect(text.startsWith('\ufeffsku;name;category')).toBe(true);
    expect(text.trim().split('\r\n')).toHaveLength(4);
    expect(text).toContain(';2,50;');
    expect(seen).toEqual([
      [2, 3],
      [3, 3],
    ]);
  });

  it('is no file at all where a page cannot be read, or it is cancelled', async () => {
    const broken = async (after: string | null) => (after === null ? page(2, 'p') : Promise.reject(busy()));
    await expect(writeExport('items', format, broken, running())).rejects.toThrow(BridgeCallError);
    const stop = new AbortController();
    stop.abort();
    await expect(
      writeExport('items', format, async () => page(2, 'p'), { ...running(), signal: stop.signal }),
    ).rejects.toThrow();
  });
});
