// `npm run dev`: like `npm start`, and rebuilds after every change of the sources.
import { watch } from 'node:fs';
import { join } from 'node:path';
import { parseStartArguments } from './lib/args.mjs';
import { ensureBuilt } from './lib/build.mjs';
import { ensureDependencies } from './lib/dependencies.mjs';
import { loadEnvFile } from './lib/env.mjs';
import { Launch } from './lib/launch.mjs';
import { offerLinks } from './lib/links.mjs';
import { root } from './lib/paths.mjs';
import { runMain, say } from './lib/say.mjs';
import { whenAskedToEnd } from './lib/signals.mjs';

const settleMs = 200;

/** Returns what must be restarted after changes in these files (relative to src). */
function affectedBy(files) {
  const touches = (...folders) => files.some((file) => folders.includes(file.split(/[/\\]/)[0]));
  return { gateway: touches('gateway', 'shared'), console: touches('main', 'preload', 'shared') };
}

/** Rebuilds after changes and restarts what they affect. Changes during a build are handled after it. */
function rebuildOnChange(launch) {
  const changed = new Set();
  let timer;
  let busy = false;
  const rebuild = async () => {
    if (busy || changed.size === 0) return;
    busy = true;
    const files = [...changed];
    changed.clear();
    try {
      await ensureBuilt();
      const affected = affectedBy(files);
      await Promise.all([
        affected.gateway ? launch.restartGateway() : undefined,
        affected.console ? launch.restartConsole() : undefined,
      ]);
      if (!affected.gateway && !affected.console) say('Reload the page to see the change.');
    } catch (error) {
      say(error.message);
    }
    busy = false;
    if (changed.size > 0) await rebuild();
  };
  return watch(join(root, 'src'), { recursive: true }, (_event, file) => {
    if (file === null || /\.test\.tsx?$/.test(file)) return;
    changed.add(file);
    clearTimeout(timer);
    timer = setTimeout(rebuild, settleMs);
  });
}

await runMain(async () => {
  loadEnvFile();
  const options = parseStartArguments(process.argv.slice(2));
  if (options.help) {
    say(options.help);
    return 0;
  }
  await ensureDependencies();
  await ensureBuilt();
  const launch = new Launch(options);
  const asked = whenAskedToEnd();
  let watcher;
  let withdraw = () => {};
  try {
    const address = await Promise.race([launch.start(), asked]);
    if (typeof address === 'number') return address;
    say(`Quayside is ready at ${address}`);
    withdraw = offerLinks(launch);
    watcher = rebuildOnChange(launch);
    return await Promise.race([launch.ended, asked]);
  } finally {
    withdraw();
    watcher?.close();
    await launch.stop();
  }
});
process.exit();
