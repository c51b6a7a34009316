// `npm start`: installs, builds and starts whatever is needed to open the console, also in a fresh clone.
import { parseStartArguments } from './lib/args.mjs';
import { ensureBuilt } from './lib/build.mjs';
import { ensureDependencies } from './lib/dependencies.mjs';
import { loadEnvFile } from './lib/env.mjs';
import { dataFolder, Launch } from './lib/launch.mjs';
import { offerLinks } from './lib/links.mjs';
import { answerOthers, askRunning } from './lib/running.mjs';
import { runMain, say } from './lib/say.mjs';
import { whenAskedToEnd } from './lib/signals.mjs';

await runMain(async () => {
  loadEnvFile();
  const options = parseStartArguments(process.argv.slice(2));
  if (options.help) {
    say(options.help);
    return 0;
  }
  const running = await askRunning(dataFolder(options.profile));
  if (running !== undefined) {
    say(
      running.address === undefined
        ? 'Quayside is already starting here, in another terminal.'
        : `Quayside is already running here, at ${running.address}`,
    );
    say('End it first, or start another one with --profile NAME.');
    return 0;
  }
  await ensureDependencies();
  await ensureBuilt();

  const launch = new Launch(options);
  const asked = whenAskedToEnd();
  let withdraw = () => {};
  let ready;
  const silence = answerOthers(dataFolder(options.profile), async () =>
    ready === undefined ? undefined : ((await launch.link()) ?? ready),
  );
  try {
    const address = await Promise.race([launch.start(), asked]);
    if (typeof address === 'number') return address;
    ready = launch.inBrowser ? new URL(address).origin : address;
    say(`Quayside is ready at ${address}`);
    withdraw = offerLinks(launch);
    return await Promise.race([launch.ended, asked]);
  } finally {
    silence();
    withdraw();
    await launch.stop();
  }
});
process.exit();
