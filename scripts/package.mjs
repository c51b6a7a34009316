// `npm run package -- [electron-builder arguments]`: builds, then packages for this platform into dist/.
import { join } from 'node:path';
import { ensureBuilt } from './lib/build.mjs';
import { ensureDependencies } from './lib/dependencies.mjs';
import { productEnv, productNode, root } from './lib/paths.mjs';
import { runInherited } from './lib/phases.mjs';
import { runMain } from './lib/say.mjs';

await runMain(async () => {
  await ensureDependencies();
  await ensureBuilt();
  const builder = join(root, 'node_modules/electron-builder/cli.js');
  const args = [
    builder,
    '--config',
    'electron-builder.config.ts',
    '--publish',
    'never',
    ...process.argv.slice(2),
  ];
  return runInherited(productNode(), args, { env: productEnv() });
});
