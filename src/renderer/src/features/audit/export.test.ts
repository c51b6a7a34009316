import { describe, expect, it } from 'vitest';
import type { MethodOutput } from '#shared/bridge/index.ts';
import { NO_AUDIT_FILTER } from '#shared/domain/audit.ts';
import { makeAuditRecord } from '../../../../../tests/support/make/audit.ts';
import { exportCsv } from './export.ts';

/** A list of 1,200 records in pages; a filter that finds little answers with empty pages before the end. */
const list = async ({ after, limit }: { after: string | null; limit: number }) => {
  const first = after === null ? 1200 : Number(after);
  const rows = Array.from({ length: Math.min(limit, first) }, (_, i) => makeAuditRecord({ n: first - i }));
  const next = first - rows.length;
  const page: MethodOutput<'audit.list'> = { rows, next: next === 0 ? null : String(next) };
  return page;
};
const running = () => ({ signal: new AbortController().signal, onProgress: () => {} });

describe('an export', () => {
  it('has all records, page by page', async () => {
    const seen: number[] = [];
    const done = await exportCsv(list, NO_AUDIT_FILTER, { ...running(), onProgress: (n) => seen.push(n) });
    expect(done).toMatchObject({ rows: 1200, complete: true });
    expect(done.parts.join('').trim().split('\r\n')).toHaveLength(1201);
    expect(seen).toEqual([500, 1000, 1200]);
  });

  it('is bounded and says so', async () => {
    const done = await exportCsv(list, NO_AUDIT_FILTER, { ...running(), max: 700 });
    expect(done).toMatchObject({ rows: 700, complete: false });
  });

  it('reads on past empty pages, and stops when it is cancelled', async () => {
    let pages = 0;
    const rare = async () => ({ rows: [], next: ++pages < 4 ? String(pages) : null });
    expect(await exportCsv(rare, NO_AUDIT_FILTER, running())).toMatchObject({ rows: 0, complete: true });
    expect(pages).toBe(4);
    const cancel = new AbortController();
    cancel.abort();
    await expect(exportCsv(list, NO_AUDIT_FILTER, { ...running(), signal: cancel.signal })).rejects.toThrow();
  });
});
