// `npm run check`: format and lint, types, import boundaries, domains, unused code.
import { describeChecks, runChecks } from './lib/checks.mjs';
import { ensureDependencies } from './lib/dependencies.mjs';
import { runMain, say } from './lib/say.mjs';

await runMain(async () => {
  await ensureDependencies();
  const results = await runChecks();
  for (const line of describeChecks(results)) say(line);
  return results.every(({ ok }) => ok) ? 0 : 1;
});
