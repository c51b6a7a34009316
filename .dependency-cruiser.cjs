/**
 * The borders of ARCHITECTURE.md, checked by `npm run check`.
 *
 * The parser is swc: TypeScript 7 has no API that dependency-cruiser can use. `import type` counts like any
 * other import, and a file that imports across a border for a type alone is refused too.
 */
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

/** The folders of the gateway's domains, from its list of modules. */
const modules = readFileSync(join(__dirname, 'src/gateway/modules.ts'), 'utf8');
const domains = [...modules.matchAll(/from '\.\/([a-z-]+)\/index\.ts'/g)]
  .map(([, folder]) => folder)
  .join('|');
const testFile = '\\.test\\.tsx?$';

/** The floors of the renderer, top first: a folder imports from its own floor and from those below. */
const rendererFloors = [
  ['app'],
  ['features'],
  ['components'],
  ['hooks', 'sync'],
  ['stores'],
  ['i18n', 'lib'],
  ['bridge', 'format', 'keyboard', 'locales'],
];
const foldersOn = (floors) => `^src/renderer/src/(?:${floors.flat().join('|')})/`;
const rendererFloorRules = rendererFloors.slice(1).map((floor, index) => ({
  name: `renderer-nothing-above-${floor[0]}`,
  comment: `${floor.join(', ')}: imports only from this floor and below (${rendererFloors.flat().join(', ')}).`,
  severity: 'error',
  from: { path: foldersOn([floor]), pathNot: testFile },
  to: { path: foldersOn(rendererFloors.slice(0, index + 1)) },
}));

/** The rooms of the engine and the rooms each may import. `threads` puts those together that run in a worker. */
const engineRooms = {
  api: [],
  store: [],
  client: ['api'],
  domains: ['store'],
  connection: ['store'],
  notices: ['store', 'api'],
  files: ['store'],
  outbox: ['store', 'connection'],
  threads: ['api', 'store', 'domains', 'connection', 'notices', 'outbox', 'files'],
};
const engineRoomRules = Object.entries(engineRooms).map(([room, below]) => ({
  name: `engine-${room}-imports-below`,
  comment: `${room} imports ${below.join(' and ') || 'no other room of the engine'}.`,
  severity: 'error',
  from: { path: `^src/main/engine/${room}/`, pathNot: testFile },
  to: { path: '^src/main/engine/', pathNot: `^src/main/engine/(?:${[room, ...below].join('|')})/` },
}));

/** The folders of the gateway and the folders each may import. `cli` puts them together and may import all. */
const gatewayFolders = {
  db: [],
  log: [],
  backup: ['db', 'log'],
  execute: ['log'],
  auth: ['db', 'execute'],
  realtime: ['db', 'log', 'execute', 'auth', domains],
  http: ['log', 'backup', 'execute', 'auth', 'realtime'],
  [domains]: ['db', 'execute', 'auth', domains],
  import: [domains],
  demo: ['db', 'log', 'execute', 'auth', 'realtime', 'http', 'import', domains],
};
const gatewayFolderRules = Object.entries(gatewayFolders).map(([folder, below]) => ({
  name: `gateway-${folder === domains ? 'domains' : folder}-imports-below`,
  comment: 'Each folder imports the folders that src/gateway/README.md lists for it.',
  severity: 'error',
  from: { path: `^src/gateway/(${folder})/`, pathNot: testFile },
  to: { path: '^src/gateway/[^/]+/', pathNot: `^src/gateway/(?:$1|${below.join('|')})/` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'A cycle has no order in which it can be understood, tested or started.',
      severity: 'error',
      from: { pathNot: testFile },
      to: { circular: true },
    },
    {
      name: 'shared-imports-only-zod',
      comment:
        'src/shared runs in Node, in workers and in browsers: it imports itself, zod and the parser of GS1 codes.',
      severity: 'error',
      from: { path: '^src/shared/', pathNot: testFile },
      to: { pathNot: ['^src/shared/', '^node_modules/(zod|gs1-barcode-parser-mod)/'] },
    },
    {
      name: 'renderer-stays-in-its-process',
      comment: 'The renderer reaches main through the bridge and the gateway not at all.',
      severity: 'error',
      from: { path: '^src/renderer/' },
      to: { path: '^src/', pathNot: '^src/(renderer|shared)/' },
    },
    {
      name: 'renderer-has-no-node',
      comment: 'There is no Node in a sandboxed renderer.',
      severity: 'error',
      from: { path: '^src/renderer/', pathNot: testFile },
      to: { dependencyTypes: ['core'] },
    },
    ...rendererFloorRules,
    ...engineRoomRules,
    {
      name: 'engine-domains-through-their-index',
      comment: "A domain of the cache may read another's tables; everything else goes through its index.ts.",
      severity: 'error',
      from: { path: '^src/main/engine/domains/([^/]+)/', pathNot: testFile },
      to: {
        path: '^src/main/engine/domains/[^/]+/',
        pathNot: ['^src/main/engine/domains/$1/', '/(?:index|tables)\\.ts$'],
      },
    },
    {
      name: 'renderer-features-through-their-index',
      comment: "A feature goes through the index.ts of another feature's folder.",
      severity: 'error',
      from: { path: '^src/renderer/src/features/([^/]+)/', pathNot: testFile },
      to: {
        path: '^src/renderer/src/features/',
        pathNot: ['^src/renderer/src/features/$1/', '^src/renderer/src/features/[^/]+/index\\.ts$'],
      },
    },
    {
      name: 'renderer-app-knows-features-by-index',
      comment: 'The app knows what features declare, not what they are made of.',
      severity: 'error',
      from: { path: '^src/renderer/src/app/', pathNot: testFile },
      to: { path: '^src/renderer/src/features/', pathNot: '/index\\.ts$' },
    },
    {
      name: 'preload-stays-small',
      comment: 'The preload sees the contract in src/shared, electron, and nothing else.',
      severity: 'error',
      from: { path: '^src/preload/' },
      to: { pathNot: ['^src/(preload|shared)/', '^node_modules/(electron|zod)/', '^electron$'] },
    },
    {
      name: 'electron-only-in-its-host',
      comment: 'Everything else in main has to run without Electron.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/main/hosts/electron/', '^src/preload/'] },
      to: { path: ['^node_modules/electron/', '^electron(/|$)'] },
    },
    {
      name: 'electron-host-behind-its-port',
      comment: 'Only the Electron entry composes the Electron host, so that the rest compiles without it.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/main/hosts/electron/', '^src/main/index\\.ts$'] },
      to: { path: '^src/main/hosts/electron/' },
    },
    {
      name: 'gateway-stands-alone',
      comment: 'The gateway can be deployed without the console.',
      severity: 'error',
      from: { path: '^src/gateway/' },
      to: { path: '^src/', pathNot: '^src/(gateway|shared|system)/' },
    },
    {
      name: 'main-starts-the-gateway-as-a-process',
      comment: 'main never imports the gateway, the renderer or the preload.',
      severity: 'error',
      from: { path: '^src/main/' },
      to: { path: '^src/', pathNot: '^src/(main|shared|system)/' },
    },
    ...gatewayFolderRules,
    {
      name: 'gateway-domains-through-their-index',
      comment: 'Everything goes through the index.ts of a domain.',
      severity: 'error',
      from: { path: '^src/gateway/([^/]+)', pathNot: testFile },
      to: { path: `^src/gateway/(?:${domains})/`, pathNot: ['^src/gateway/$1/', '/index\\.ts$'] },
    },
    {
      name: 'demo-ships-apart',
      comment:
        'The gateway loads the demo on request only: with a dynamic import, so that it is a chunk of its own.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/gateway/demo/', testFile] },
      to: { path: '^src/gateway/demo/', dynamic: false },
    },
    {
      name: 'scripts-stand-alone',
      comment: 'Scripts run before any dependency is installed.',
      severity: 'error',
      from: { path: '^scripts/' },
      to: { pathNot: ['^scripts/', '^src/system/'], dependencyTypesNot: ['core'] },
    },
    {
      name: 'system-imports-only-node',
      comment:
        'src/system is shared with the scripts, so it is plain JavaScript that imports nothing but Node.',
      severity: 'error',
      from: { path: '^src/system/', pathNot: testFile },
      to: { pathNot: '^src/system/', dependencyTypesNot: ['core'] },
    },
    {
      name: 'no-unresolvable',
      comment: 'An import that cannot be resolved hides from every other rule.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: ['^virtual:', '\\?(nodeWorker|modulePath|raw|url|inline)$'] },
    },
    {
      name: 'no-dev-dependencies-at-run-time',
      comment: 'main and gateway keep their dependencies external: they have to be in "dependencies".',
      severity: 'error',
      from: { path: '^src/(main|gateway)/', pathNot: testFile },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only', 'npm'],
        pathNot: '^node_modules/electron/',
      },
    },
    {
      name: 'product-does-not-import-tests',
      comment: 'Tests may import the product, not the other way round.',
      severity: 'error',
      from: { path: '^src/', pathNot: testFile },
      to: { path: ['^tests/', testFile] },
    },
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(out|dist)/' },
    tsPreCompilationDeps: true,
    moduleSystems: ['es6', 'cjs'],
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.cjs', '.js', '.json', '.d.ts'],
    },
    skipAnalysisNotInRules: true,
  },
};
