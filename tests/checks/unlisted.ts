import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Files that declare part of a domain, and the list that must contain each. `at` matches the domain's name in a path. */
const DECLARATIONS: readonly {
  readonly files: string;
  readonly at: RegExp;
  /** Matches the text of files that are declarations. */
  readonly declares: RegExp;
  readonly list: string;
  /** Returns the path by which the list imports a declaration. */
  readonly importedAs: (name: string) => string;
}[] = [
  {
    files: 'src/shared/protocol/events/*.ts',
    at: /([^/]+)\.ts$/,
    declares: /= channel\(/,
    list: 'src/shared/protocol/channels.ts',
    importedAs: (name) => `./events/${name}.ts`,
  },
  {
    files: 'src/shared/protocol/commands/*.ts',
    at: /([^/]+)\.ts$/,
    declares: /Commands = \{/,
    list: 'src/shared/protocol/commands/index.ts',
    importedAs: (name) => `./${name}.ts`,
  },
  {
    files: 'src/shared/bridge/*.ts',
    at: /([^/]+)\.ts$/,
    declares: /(?:Methods|Streams) = \{/,
    list: 'src/shared/bridge/index.ts',
    importedAs: (name) => `./${name}.ts`,
  },
  {
    files: 'src/gateway/*/index.ts',
    at: /([^/]+)\/index\.ts$/,
    declares: /: GatewayModule = \{/,
    list: 'src/gateway/modules.ts',
    importedAs: (name) => `./${name}/index.ts`,
  },
  {
    files: 'src/main/engine/domains/*/index.ts',
    at: /([^/]+)\/index\.ts$/,
    declares: /: EngineDomain = \{/,
    list: 'src/main/engine/domains/index.ts',
    importedAs: (name) => `./${name}/index.ts`,
  },
  {
    files: 'src/renderer/src/features/*/index.ts',
    at: /([^/]+)\/index\.ts$/,
    declares: /: FeatureDefinition</,
    list: 'src/renderer/src/features/index.ts',
    importedAs: (name) => `./${name}/index.ts`,
  },
];

/** The lists to which a new domain must be added. */
export const LISTS: readonly string[] = [
  ...DECLARATIONS.map(({ list }) => list),
  'src/shared/bridge/names.ts',
];

/** Modules that are loaded by a command-line option, not by the list. */
const ADD_ONS: ReadonlySet<string> = new Set(['src/gateway/demo/index.ts']);

/** Returns whether a list imports a file and uses every name that it imports. */
function isListed(list: string, file: string): boolean {
  const lines = list.split('\n');
  const imported = lines.find((line) => line.startsWith('import ') && line.includes(`'${file}'`));
  const names = /\{(.*)\}/.exec(imported ?? '')?.[1]?.match(/\w+/g) ?? [];
  const used = lines.filter((line) => !/^(?:import |\/\*| \*)/.test(line)).join('\n');
  return names.length > 0 && names.every((name) => new RegExp(`\\b${name}\\b`).test(used));
}

/** Returns the declarations that are not listed, and the migrations that no module imports. */
export function unlistedFiles(root: string): string[] {
  const read = (file: string): string => readFileSync(join(root, file), 'utf8');
  const find = (pattern: string): string[] =>
    globSync(pattern, { cwd: root }).map((file) => file.replaceAll('\\', '/'));
  const declarations = DECLARATIONS.flatMap(({ files, at, declares, list, importedAs }) => {
    const listed = read(list);
    return find(files)
      .filter((file) => !ADD_ONS.has(file) && declares.test(read(file)))
      .filter((file) => !isListed(listed, importedAs(at.exec(file)?.[1] ?? '')))
      .map((file) => `${file} is not listed in ${list}.`);
  });
  const migrations = find('src/{gateway,main}/**/migrations/[0-9]*.ts').filter((file) => {
    const folder = dirname(file);
    const importers = [...find(`${dirname(folder)}/*.ts`), ...find(`${folder}/*.ts`)];
    return !importers.some((importer) => read(importer).includes(`/${basename(file)}'`));
  });
  return [...declarations, ...migrations.map((file) => `No module imports the migration ${file}.`)];
}
