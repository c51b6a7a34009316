import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const root = resolve(import.meta.dirname, '../..');

/**
 * The files that take ten seconds and more, longest first. A machine that has run none of them knows nothing of their times, and
 * a long one that begins last runs alone.
 */
const LONG: readonly string[] = [
  'tests/chaos/exactness.test.ts',
  'tests/integration/new-domain.test.ts',
  'tests/integration/catch-up.test.ts',
  'tests/chaos/adversity.test.ts',
  'tests/integration/demo-living.test.ts',
  'tests/integration/demo-shop.test.ts',
  'tests/chaos/attachments.test.ts',
  'tests/chaos/slow-disk.test.ts',
  'tests/integration/gateway-cli-states.test.ts',
  'tests/integration/engine-gateway.test.ts',
  'tests/integration/gateway-backup.test.ts',
  'tests/integration/newer-gateway.test.ts',
  'tests/chaos/first-sync.test.ts',
  'tests/security/protocol-fuzz.test.ts',
  'tests/integration/gateway-cli.test.ts',
  'tests/security/data-at-rest.test.ts',
  'tests/security/bridge-fuzz.test.ts',
  'tests/integration/clocks.test.ts',
  'tests/integration/people.test.ts',
  'tests/integration/windowed-sync.test.ts',
  'tests/integration/reverse-proxy.test.ts',
  'tests/integration/audit.test.ts',
  'tests/integration/import-orders.test.ts',
  'tests/integration/thresholds-at-scale.test.ts',
  'tests/integration/store-kill.test.ts',
  'tests/chaos/damage.test.ts',
  'tests/migrations/cache.test.ts',
  'tests/chaos/full-disk.test.ts',
  'tests/integration/commit-records.test.ts',
  'tests/integration/gateway-locked.test.ts',
];

/** Runs the long files first, and the others in Vitest's own order. */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const missing = LONG.filter((name) => !existsSync(resolve(root, name)));
    if (missing.length > 0)
      throw new Error(`longest-first.ts names ${missing.join(', ')}, which is not there`);
    const rank = (file: TestSpecification): number => {
      const at = LONG.indexOf(relative(root, file.moduleId).replaceAll('\\', '/'));
      return at < 0 ? LONG.length : at;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}
