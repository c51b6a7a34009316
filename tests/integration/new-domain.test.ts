import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readWalk } from '../checks/walk.ts';
import { runConsole } from '../support/console-child.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/folders.ts';
import { GatewayProcess } from '../support/gateway-process.ts';
import { type TreeChange, TreeCopy } from '../support/tree-copy.ts';

/** The most files that a new domain may take, new and edited. */
const MAX_FILES = 25;
const CARRIER = { id: 'acme', name: 'Acme Timber', phone: '+49 30 1234567' };

const depcruise = [
  'src',
  'tests',
  'scripts',
  '--config',
  '.dependency-cruiser.cjs',
  '--output-type',
  'err',
  // The copy links to the installed packages.
  '--preserve-symlinks',
];

describe('a new domain, made by following CONTRIBUTING.md', () => {
  let copy: TreeCopy;
  let change: TreeChange;
  let cache: TemporaryFolder;

  beforeAll(() => {
    copy = new TreeCopy('new-domain');
    change = copy.change('new-domain');
    cache = temporaryFolder('engine');
  });
  afterAll(() => {
    copy.remove();
    cache.remove();
  });

  it('takes the files that the table names, at most 25', () => {
    const walk = readWalk(copy.path);
    const paths = (kind: 'new' | 'edit'): string[] =>
      walk.filter((step) => step.kind === kind).map(({ path }) => path.replaceAll('<domain>', 'carriers'));
    const created = change.created.map((path) => path.replace(/\/\d{4}-/, '/NNNN-'));
    console.info(`a new domain: ${change.created.length} new files, ${change.edited.length} edited`);
    expect(created.sort()).toEqual(paths('new').sort());
    expect([...change.edited].sort()).toEqual(paths('edit').sort());
    expect(change.created.length + change.edited.length).toBeLessThanOrEqual(MAX_FILES);
    const counted = `${change.created.length} new files and ${change.edited.length} edits`;
    expect(copy.read('CONTRIBUTING.md')).toContain(counted);
  });

  it('passes the checks', async () => {
    const checks = await Promise.all([
      // Each of its threads would find types out anew, while other tests wait for the cores.
      copy.run('node_modules/typescript/bin/tsc', ['--noEmit', '--pretty', 'false', '--singleThreaded']),
      copy.run('node_modules/dependency-cruiser/bin/dependency-cruiser.mjs', depcruise),
      copy.run('tests/checks/domains.ts'),
    ]);
    expect(checks.map(({ code, output }) => (code === 0 ? '' : output))).toEqual(['', '', '']);
  }, 300_000);

  it('works: a command adds a row, and a console shows it', async () => {
    const gateway = await GatewayProcess.start(['manager'], {}, copy.path);
    try {
      await gateway.submit('manager', 'carriers.add', { carrier: CARRIER });
      const { reads, refusedEvents } = await runConsole(copy, {
        server: gateway.address,
        userId: gateway.userId('manager'),
        token: gateway.token('manager'),
        dir: cache.path,
        reads: [{ name: 'carriers.list', input: { after: null, limit: 10 } }],
      });
      expect(reads[0]?.value).toMatchObject({ rows: [CARRIER], next: null });
      expect(refusedEvents).toBe(0);
    } finally {
      await gateway.stop();
    }
  });
});

describe('the domain check', () => {
  let copy: TreeCopy;
  beforeEach(() => {
    copy = new TreeCopy('domain-check');
    copy.change('new-domain');
  });
  afterEach(() => copy.remove());

  /** Removes texts from files, and returns what the check then says. */
  async function without(removed: readonly (readonly [file: string, text: string])[]): Promise<string[]> {
    for (const [file, text] of removed) copy.edit(file, text, '');
    const { code, output } = await copy.run('tests/checks/domains.ts');
    expect(code).toBe(1);
    return output.split('\n');
  }
  const saying = (text: string): unknown => expect.arrayContaining([expect.stringContaining(text)]);

  it('says what a domain does not declare', async () => {
    const engine = 'src/main/engine/domains/carriers/index.ts';
    const german = 'src/renderer/src/locales/de/carriers.ts';
    const lines = await without([
      ['src/shared/protocol/events/carriers.ts', "'carriers:read': 'viewer', "],
      ['src/shared/bridge/names.ts', "  'carriers.list',\n"],
      ['src/gateway/carriers/index.ts', '  snapshots: { carriers: [wholeTable(carriersTable)] },\n'],
      ['src/gateway/carriers/index.ts', "  migrations: { '0990-carriers': m0990 },\n"],
      ['src/gateway/carriers/index.ts', "import * as m0990 from './migrations/0990-carriers.ts';\n"],
      [engine, '  projections: { carriers: carriersProjection },\n'],
      [engine, '  dumps: { carriers: dumpTables(carriersTable) },\n'],
      [engine, "  reads: { 'carriers.list': list },\n"],
      ['src/renderer/src/features/carriers/index.ts', '  channels: { carriers: { icon: Truck } },\n'],
      [german, "  activity: { carriers: { added: '{{name}} ist jetzt Frachtführer' } },\n"],
      [german, "  commands: { 'carriers.add': 'Neuer Frachtführer' },\n"],
      [german, "  channels: { carriers: 'Frachtführer' },\n"],
      [german, "  pages: { carriers: 'Frachtführer' },\n"],
      ['src/main/hosts/electron/address.ts', "  'carriers',\n"],
      ['CONTRIBUTING.md', '| edit | `src/gateway/modules.ts`'],
    ]);
    for (const text of [
      'no channel declares the permission carriers:read',
      'METHOD_NAMES lacks carriers.list',
      'No gateway module has a snapshot of carriers',
      'No module imports the migration src/gateway/carriers/migrations/0990-carriers.ts',
      'The engine has no projection of carriers',
      'The engine has no dump of carriers',
      'No domain answers carriers.list',
      'No feature shows the channel carriers',
      'There are no words for activity.carriers.added',
      'There are no words for commands.carriers.add',
      'There are no words for channels.carriers',
      'The feature carriers has no words for pages.carriers in src/renderer/src/locales/de',
      'The page carriers has no deep link',
      'CONTRIBUTING.md does not say to edit src/gateway/modules.ts',
    ])
      expect(lines).toEqual(saying(text));
  });

  it('says which lists a domain is missing from', async () => {
    const lists: readonly (readonly [list: string, line: string])[] = [
      ['src/shared/protocol/channels.ts', '  carriers,\n'],
      ['src/shared/protocol/commands/index.ts', '  ...carrierCommands,\n'],
      ['src/shared/bridge/index.ts', '  ...carrierMethods,\n'],
      ['src/gateway/modules.ts', '  carriersModule,\n'],
      ['src/main/engine/domains/index.ts', '  carriersDomain,\n'],
      ['src/renderer/src/features/index.ts', '  carriers,\n'],
    ];
    const lines = await without(lists);
    for (const [list] of lists) expect(lines).toEqual(saying(`is not listed in ${list}`));
  });

  it('says which handler, description and word is missing', async () => {
    const lines = await without([
      ['src/shared/protocol/events/carriers.ts', "'carriers:write': 'manager'"],
      ['src/main/engine/domains/index.ts', '  carriersDomain,\n'],
      ['src/gateway/modules.ts', '  carriersModule,\n'],
      ['src/renderer/src/features/index.ts', '  carriers,\n'],
    ]);
    for (const text of [
      'The command carriers.add needs carriers:write, which no channel declares',
      'No gateway module handles carriers.add',
      'The event carriers.added has no description',
      'There are no words for activity.carriers.added',
    ])
      expect(lines).toEqual(saying(text));
  });
});
