// `npm test`: runs all checks and tests, also in a fresh clone. Ends with the line `N passed, N failed`.
import { ensureBuilt } from './lib/build.mjs';
import { describeChecks, runChecks } from './lib/checks.mjs';
import { ensureChromium } from './lib/chromium.mjs';
import { ensureDependencies } from './lib/dependencies.mjs';
import { electronRuntime, noDisplayReason } from './lib/electron.mjs';
import { runPlaywright, runVitest } from './lib/phases.mjs';
import { add, counts, summaryLine } from './lib/results.mjs';
import { Refusal, runMain, say } from './lib/say.mjs';

async function phase(name, work) {
  say(`\n── ${name}`);
  const started = Date.now();
  let result;
  try {
    result = await work();
  } catch (error) {
    say(error instanceof Refusal ? error.message : String(error.stack ?? error));
    result = counts({ failed: 1, failures: [name] });
  }
  return { name, seconds: (Date.now() - started) / 1000, result };
}

async function checkPhase() {
  const results = await runChecks();
  for (const line of describeChecks(results)) say(line);
  const failures = results.filter(({ ok }) => !ok).map(({ name }) => `check: ${name}`);
  return counts({ passed: results.length - failures.length, failed: failures.length, failures });
}

/** Counts the desktop specs as one skipped test if they cannot run at all. */
function desktopCounts() {
  const reason =
    electronRuntime() === undefined ? 'the Electron runtime is not installed' : noDisplayReason();
  if (reason === undefined) return counts();
  return counts({ skipped: 1, skips: [{ name: 'end to end, desktop project', reason }] });
}

await runMain(async () => {
  let chromium;
  const phases = [];
  const run = async (name, work) => phases.push(await phase(name, work));

  await run('dependencies', async () => {
    await ensureDependencies();
    return counts();
  });
  if (phases[0].result.failed === 0) {
    await run('check', checkPhase);
    await run('build', async () => {
      await ensureBuilt();
      return counts();
    });
    await run('browser', async () => {
      chromium = await ensureChromium();
      if (chromium === undefined)
        throw new Refusal(
          'Chromium was not found and could not be installed. Set QUAYSIDE_CHROMIUM to its path.',
        );
      say(`Chromium: ${chromium}`);
      return counts();
    });
    const env = chromium === undefined ? {} : { QUAYSIDE_CHROMIUM: chromium };
    await run('unit', () => runVitest('unit', [], env));
    // Most of them wait for processes, disks and clocks half of the time.
    const three = ['--maxWorkers=3'];
    await run('integration, migrations, security, chaos', () => runVitest('integration', three, env));
    if (chromium !== undefined)
      await run('end to end', async () => add([await runPlaywright([], env), desktopCounts()]));
  }

  const total = add(phases.map(({ result }) => result));
  say('\n── summary');
  for (const { name, seconds, result } of phases)
    say(`${name.padEnd(44)} ${seconds.toFixed(1).padStart(7)} s   ${summaryLine(result)}`);
  for (const { name, reason } of total.skips) say(`skipped: ${name} (${reason})`);
  for (const name of total.second) say(`passed at the second try: ${name}`);
  for (const name of total.failures) say(`failed: ${name}`);
  say(summaryLine(total));
  return total.failed === 0 ? 0 : 1;
});
