import { parseArgs } from 'node:util';
import { Refusal } from './say.mjs';

const usage = `Usage: npm start -- [options]

  --browser          open the console in the browser
  --desktop          open the console in its desktop window (needs the Electron runtime)
  --port N           port of the browser host (default: a free one, kept for the profile)
  --no-open          do not open a browser, only print the address
  --server URL       connect to this server instead of starting the demo store
  --profile NAME     keep separate data and settings under this name (default: default)
  --speed N          demo: speed of the shop, as a multiple of a real one
  --rate N           demo: steady number of events per second
  --seed N           demo: random seed; the same seed gives the same shop
  --help             show this

The environment variable QUAYSIDE_SERVER replaces --server; QUAYSIDE_DATA_DIR sets the data folder.`;

const options = {
  browser: { type: 'boolean' },
  desktop: { type: 'boolean' },
  port: { type: 'string' },
  'no-open': { type: 'boolean' },
  server: { type: 'string' },
  profile: { type: 'string' },
  speed: { type: 'string' },
  rate: { type: 'string' },
  seed: { type: 'string' },
  help: { type: 'boolean' },
};

function refuse(message) {
  throw new Refusal(`${message}\nSee npm start -- --help`, 2);
}

function numberOf(name, text, { min, max, integer }) {
  if (text === undefined) return undefined;
  const value = Number(text);
  const ok = text.trim() !== '' && value >= min && value <= max && (!integer || Number.isInteger(value));
  if (!ok)
    refuse(
      `--${name} must be ${integer ? 'a whole number' : 'a number'} from ${min} to ${max}, not "${text}".`,
    );
  return value;
}

function serverOf(name, text) {
  if (text === undefined || text === '') return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol))
    refuse(`${name} must be an address like https://shop.example.com, not "${text}".`);
  return url.href.replace(/\/$/, '');
}

/**
 * Parses and checks the options of `npm start`. Throws a Refusal with exit code 2 for unknown or invalid ones.
 *
 * @returns `{ help }` with the text to print, or the options
 */
export function parseStartArguments(argv, env = process.env) {
  let values;
  try {
    ({ values } = parseArgs({ args: argv, options, allowPositionals: false, strict: true }));
  } catch (error) {
    refuse(error.message.split('. To specify')[0]);
  }
  if (values.help) return { help: usage };
  if (values.browser && values.desktop) refuse('Use either --browser or --desktop, not both.');
  const profile = values.profile ?? env.QUAYSIDE_PROFILE ?? 'default';
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/.test(profile))
    refuse(`--profile must consist of at most 40 letters, digits, - and _, not "${profile}".`);
  const server =
    serverOf('--server', values.server) ??
    (values.server === undefined
      ? serverOf('QUAYSIDE_SERVER', env.QUAYSIDE_SERVER)
      : refuse('--server is empty.'));
  const demo = {
    speed: numberOf('speed', values.speed, { min: 0.001, max: 1_000_000_000, integer: false }),
    rate: numberOf('rate', values.rate, { min: 0, max: 100_000, integer: false }),
    seed: numberOf('seed', values.seed, { min: 0, max: 2 ** 32 - 1, integer: true }),
  };
  const unused = Object.entries(demo).find(([, value]) => value !== undefined);
  if (server !== undefined && unused !== undefined)
    refuse(`--${unused[0]} is for the demo store, which is not started when you use another server.`);
  return {
    host: values.browser ? 'browser' : values.desktop ? 'desktop' : 'auto',
    port: numberOf('port', values.port, { min: 0, max: 65_535, integer: true }) ?? 0,
    open: !values['no-open'],
    server,
    profile,
    demo,
  };
}
