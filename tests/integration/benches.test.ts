import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { z } from 'zod';

const Result = z.object({
  bench: z.literal('sync'),
  value: z.number().positive(),
  messages: z.literal(1000),
  loopback: z.object({ firstScreenMs: z.number().positive() }),
});

/** The tables of its large gateway are filled without the gateway's rules, so that nothing else notices when they change. */
it('measures the first sync, here of a gateway a thousand times smaller', async () => {
  const bench = resolve(import.meta.dirname, '../bench/sync.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [bench, '--json', '--scale', '1000']);
  const result = Result.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''));
  expect(result.value).toBeGreaterThanOrEqual(result.loopback.firstScreenMs);
});
