import { execFile } from 'node:child_process';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TemporaryFolder, temporaryFolder } from '../support/folders.ts';

/**
 * The import rules are only worth something if they fire: a rule whose pattern does not match, or a parser that
 * cannot read TypeScript, would let everything pass. So each rule meets an import that breaks it.
 */
const repository = resolve(import.meta.dirname, '../..');
const depcruise = resolve(repository, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');

const sound: Record<string, string> = {
  'package.json':
    '{"name":"x","type":"module","dependencies":{"zod":"1","ws":"1"},"devDependencies":{"electron":"1","react":"1"},"imports":{"#shared/*":"./src/shared/*"}}',
  'src/shared/domain/money.ts':
    "import { z } from 'zod';\nimport type { Clock } from './clock.ts';\nexport const m = (c: Clock) => z(c);\n",
  'src/shared/domain/clock.ts': 'export interface Clock { now(): number }\n',
  'src/main/index.ts': "import { open } from './hosts/electron/window.ts';\nopen();\n",
  'src/main/app.ts':
    "import ws from 'ws';\nimport w from './worker.ts?nodeWorker';\nimport { m } from '#shared/domain/money.ts';\nws(w, m);\n",
  'src/main/worker.ts': 'export const worker = 1;\n',
  'src/main/hosts/electron/window.ts':
    "import { BrowserWindow } from 'electron';\nexport const open = () => new BrowserWindow();\n",
  'src/preload/index.ts':
    "import { contextBridge } from 'electron';\nimport { m } from '#shared/domain/money.ts';\ncontextBridge(m);\n",
  'src/renderer/src/app.tsx':
    "import { m } from '#shared/domain/money.ts';\nexport const App = () => <p>{m}</p>;\n",
  'src/main/engine/store/writer.ts': 'export const writer = 1;\n',
  'src/main/engine/domains/chat/index.ts':
    "import { ordersTable } from '../orders/tables.ts';\nimport { writer } from '../../store/writer.ts';\nexport const chat = [ordersTable, writer];\n",
  'src/main/engine/domains/orders/tables.ts': 'export const ordersTable = 1;\n',
  'src/main/engine/domains/orders/reads.ts': 'export const reads = 1;\n',
  'src/main/engine/outbox/rows.ts': 'export const rows = 1;\n',
  'src/main/engine/client/client.ts': 'export const client = 1;\n',
  'src/gateway/cli.ts': "export const demo = () => import('./demo/index.ts');\n",
  'src/gateway/demo/index.ts': 'export const demo = 1;\n',
  'src/renderer/src/app/router.ts':
    "import { FEATURES } from '../features/index.ts';\nexport const r = FEATURES;\n",
  'src/renderer/src/features/index.ts':
    "import { chat } from './chat/index.ts';\nexport const FEATURES = [chat];\n",
  'src/renderer/src/features/chat/index.ts':
    "import { alerts } from '../alerts/index.ts';\nimport { Row } from '../../components/row.ts';\nexport const chat = [alerts, Row];\n",
  'src/renderer/src/features/alerts/index.ts': "export { alerts } from './view.ts';\n",
  'src/renderer/src/features/alerts/view.ts': 'export const alerts = 1;\n',
  'src/renderer/src/components/row.ts':
    "import { useRow } from '../hooks/use-row.ts';\nexport const Row = useRow;\n",
  'src/renderer/src/hooks/use-row.ts':
    "import { rows } from '../stores/rows.ts';\nexport const useRow = rows;\n",
  'src/renderer/src/stores/rows.ts': "import { cx } from '../lib/cx.ts';\nexport const rows = cx;\n",
  'src/renderer/src/lib/cx.ts': 'export const cx = 1;\n',
  'src/gateway/modules.ts':
    "import { rules } from './orders/index.ts';\nimport { level } from './inventory/index.ts';\nexport const M = [rules, level];\n",
  'src/gateway/db/open.ts': 'export const open = 1;\n',
  'src/gateway/http/app.ts': "import { log } from '../log/log.ts';\nexport const app = log;\n",
  'src/gateway/log/log.ts': 'export const log = 1;\n',
  'src/gateway/cli/serve.ts': "import { app } from '../http/app.ts';\nexport const serve = app;\n",
  'scripts/start.mjs':
    "import { join } from 'node:path';\nimport { close } from '../src/system/private-files.mjs';\njoin(close);\n",
  'src/system/private-files.mjs': "import { chmodSync } from 'node:fs';\nexport const close = chmodSync;\n",
  'src/gateway/server.ts': "import { rules } from './orders/index.ts';\nexport const s = rules;\n",
  'src/gateway/orders/index.ts': "export { rules } from './rules.ts';\n",
  'src/gateway/orders/rules.ts':
    "import { level } from '../inventory/index.ts';\nexport const rules = level;\n",
  'src/gateway/inventory/index.ts': "export { level } from './rules.ts';\n",
  'src/gateway/inventory/rules.ts': 'export const level = 1;\n',
};

/** Each breaks the rule it is listed with. */
const violations: [rule: string, folder: string, source: string][] = [
  ['shared-imports-only-zod', 'src/shared', "import ws from 'ws';\nws();\n"],
  ['shared-imports-only-zod', 'src/shared', "import { join } from 'node:path';\njoin();\n"],
  [
    'shared-imports-only-zod',
    'src/shared',
    "import type { s } from '../gateway/server.ts';\nexport type S = typeof s;\n",
  ],
  ['renderer-stays-in-its-process', 'src/renderer', "import '../main/worker.ts';\n"],
  [
    'renderer-stays-in-its-process',
    'src/renderer',
    "export const a = () => import('../gateway/server.ts');\n",
  ],
  ['renderer-has-no-node', 'src/renderer', "import { readFileSync } from 'node:fs';\nreadFileSync('');\n"],
  ['renderer-nothing-above-features', 'src/renderer/src/features/chat', "import '../../app/router.ts';\n"],
  [
    'renderer-nothing-above-components',
    'src/renderer/src/components',
    "export const a = () => import('../features/chat/index.ts');\n",
  ],
  ['renderer-nothing-above-hooks', 'src/renderer/src/hooks', "import '../components/row.ts';\n"],
  ['renderer-nothing-above-hooks', 'src/renderer/src/sync', "import '../app/router.ts';\n"],
  ['renderer-nothing-above-stores', 'src/renderer/src/stores', "import '../hooks/use-row.ts';\n"],
  ['renderer-nothing-above-i18n', 'src/renderer/src/lib', "import '../stores/rows.ts';\n"],
  ['renderer-nothing-above-bridge', 'src/renderer/src/format', "import '../lib/cx.ts';\n"],
  [
    'renderer-features-through-their-index',
    'src/renderer/src/features/chat',
    "import { alerts } from '../alerts/view.ts';\nexport const a = alerts;\n",
  ],
  [
    'renderer-features-through-their-index',
    'src/renderer/src/features/chat',
    "import { FEATURES } from '../index.ts';\nexport const f = FEATURES;\n",
  ],
  [
    'renderer-app-knows-features-by-index',
    'src/renderer/src/app',
    "import { alerts } from '../features/alerts/view.ts';\nexport const a = alerts;\n",
  ],
  ['system-imports-only-node', 'src/system', "import ws from 'ws';\nws();\n"],
  ['system-imports-only-node', 'src/system', "import '../gateway/server.ts';\n"],
  ['engine-store-imports-below', 'src/main/engine/store', "import '../domains/orders/reads.ts';\n"],
  ['engine-domains-imports-below', 'src/main/engine/domains', "import '../outbox/rows.ts';\n"],
  ['engine-client-imports-below', 'src/main/engine/client', "import '../store/writer.ts';\n"],
  ['engine-api-imports-below', 'src/main/engine/api', "import '../store/writer.ts';\n"],
  ['engine-connection-imports-below', 'src/main/engine/connection', "import '../outbox/rows.ts';\n"],
  ['engine-notices-imports-below', 'src/main/engine/notices', "import '../outbox/rows.ts';\n"],
  ['engine-outbox-imports-below', 'src/main/engine/outbox', "import '../domains/orders/reads.ts';\n"],
  ['engine-threads-imports-below', 'src/main/engine/threads', "import '../client/client.ts';\n"],
  [
    'engine-domains-through-their-index',
    'src/main/engine/domains/chat',
    "import { reads } from '../orders/reads.ts';\nexport const r = reads;\n",
  ],
  ['preload-stays-small', 'src/preload', "import '../main/worker.ts';\n"],
  ['preload-stays-small', 'src/preload', "import ws from 'ws';\nws();\n"],
  ['electron-only-in-its-host', 'src/main', "import { app } from 'electron';\napp();\n"],
  ['electron-only-in-its-host', 'src/main', "import type { App } from 'electron';\nexport type A = App;\n"],
  ['electron-only-in-its-host', 'src/main', "import { app } from 'electron/main';\napp();\n"],
  ['electron-host-behind-its-port', 'src/main', "import './hosts/electron/window.ts';\n"],
  ['gateway-stands-alone', 'src/gateway', "import '../main/worker.ts';\n"],
  ['main-starts-the-gateway-as-a-process', 'src/main', "import '../gateway/server.ts';\n"],
  [
    'main-starts-the-gateway-as-a-process',
    'src/main',
    "import g from '../gateway/server.ts?nodeWorker';\ng();\n",
  ],
  ...['db', 'log', 'execute', 'auth', 'realtime', 'import'].map((folder): [string, string, string] => [
    `gateway-${folder}-imports-below`,
    `src/gateway/${folder}`,
    "import { app } from '../http/app.ts';\nexport const a = app;\n",
  ]),
  [
    'gateway-domains-imports-below',
    'src/gateway/orders',
    "import { app } from '../http/app.ts';\nexport const a = app;\n",
  ],
  [
    'gateway-http-imports-below',
    'src/gateway/http',
    "import { open } from '../db/open.ts';\nexport const o = open;\n",
  ],
  [
    'gateway-demo-imports-below',
    'src/gateway/demo',
    "import { serve } from '../cli/serve.ts';\nexport const s = serve;\n",
  ],
  ['scripts-stand-alone', 'scripts', "import ws from 'ws';\nws();\n"],
  [
    'gateway-domains-through-their-index',
    'src/gateway/http',
    "import { level } from '../inventory/rules.ts';\nexport const l = level;\n",
  ],
  [
    'gateway-domains-through-their-index',
    'src/gateway/orders',
    "import { level } from '../inventory/rules.ts';\nexport const l = level;\n",
  ],
  ['demo-ships-apart', 'src/gateway', "import { demo } from './demo/index.ts';\nexport const d = demo;\n"],
  [
    'demo-ships-apart',
    'src/gateway',
    "import type { demo } from './demo/index.ts';\nexport type D = typeof demo;\n",
  ],
  ['no-unresolvable', 'src/main', "import './is-not-there.ts';\n"],
  ['no-unresolvable', 'src/main', "import '#shared/is-not-there.ts';\n"],
  ['no-dev-dependencies-at-run-time', 'src/main', "import react from 'react';\nreact();\n"],
  ['product-does-not-import-tests', 'src/main', "import '../../tests/support/x.ts';\n"],
];
const badFile = (index: number): string => `${violations[index]?.[1]}/bad-${index}.tsx`;
const cycle = {
  'src/gateway/cycle-a.ts': "import { b } from './cycle-b.ts';\nexport const a = () => b;\n",
  'src/gateway/cycle-b.ts': "import { a } from './cycle-a.ts';\nexport const b = () => a;\n",
};

interface Violation {
  from: string;
  rule: { name: string };
}

/** Runs dependency-cruiser on a project folder and returns what it found, as `rule file`. */
function findViolations(folder: string): Promise<string[]> {
  const args = [depcruise, 'src', 'scripts', '--config', '.dependency-cruiser.cjs', '--output-type', 'json'];
  return new Promise((done, fail) => {
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      if (!stdout.startsWith('{')) return fail(error ?? new Error(stderr));
      const { summary }: { summary: { violations: Violation[] } } = JSON.parse(stdout);
      done(summary.violations.map(({ rule, from }) => `${rule.name} ${from}`));
    });
  });
}

async function write(folder: string, files: Record<string, string>): Promise<void> {
  for (const [name, source] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), source);
  }
}

describe('import rules', () => {
  let folder: TemporaryFolder;
  let found: string[] = [];
  let foundInSound: string[] = [];

  beforeAll(async () => {
    folder = temporaryFolder('boundaries');
    const packages = Object.fromEntries(
      ['zod', 'ws', 'electron', 'react'].flatMap((name) => [
        [`node_modules/${name}/package.json`, `{"name":"${name}","version":"1.0.0","main":"index.js"}`],
        [`node_modules/${name}/index.js`, 'module.exports = () => {};\n'],
      ]),
    );
    await write(folder.path, { ...sound, ...packages, 'tests/support/x.ts': 'export const x = 1;\n' });
    await cp(join(repository, '.dependency-cruiser.cjs'), join(folder.path, '.dependency-cruiser.cjs'));
    foundInSound = await findViolations(folder.path);
    await write(folder.path, cycle);
    await write(
      folder.path,
      Object.fromEntries(violations.map(([, , source], index) => [badFile(index), source])),
    );
    found = await findViolations(folder.path);
  });

  afterAll(() => folder.remove());

  it('accept a project that keeps them', () => {
    expect(foundInSound).toEqual([]);
  });

  it('no-cycles fires', () => {
    expect(found).toContain('no-cycles src/gateway/cycle-a.ts');
  });

  it.for(violations.map(([rule], index) => [rule, badFile(index)] as const))(
    '%s fires in %s',
    ([rule, file]) => {
      expect(found).toContain(`${rule} ${file}`);
    },
  );
});
