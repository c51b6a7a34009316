import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { serverOrigin } from '../services/settings.ts';
import { PROFILE_NAME } from './system.ts';

/** The command-line options of both entries. */
export interface HostOptions {
  readonly server: string | undefined;
  readonly port: number;
  readonly open: boolean;
  readonly profile: string;
  readonly dataDir: string | undefined;
  readonly demo: boolean;
}

/** An invalid option. The process prints the message and exits with code 2. */
export class OptionError extends Error {
  override readonly name = 'OptionError';
}

const KNOWN = {
  server: { type: 'string' },
  port: { type: 'string' },
  'no-open': { type: 'boolean' },
  profile: { type: 'string' },
  'data-dir': { type: 'string' },
  demo: { type: 'boolean' },
} as const;

function portOf(text: string | undefined): number {
  if (text === undefined) return 0;
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new OptionError(`--port must be a whole number from 0 to 65535, not "${text}".`);
}

/**
 * Parses the command line. `strict` rejects unknown options; it is off in Electron, which adds arguments of its own.
 * Throws an OptionError.
 */
export function parseHostOptions(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  strict = true,
): HostOptions {
  let values: { [K in keyof typeof KNOWN]?: string | boolean | undefined };
  try {
    ({ values } = parseArgs({ args: [...args], options: KNOWN, strict, allowPositionals: !strict }));
  } catch (error) {
    throw new OptionError(error instanceof Error ? error.message : 'Unknown option.');
  }
  const text = (value: string | boolean | undefined): string | undefined =>
    typeof value === 'string' ? value : undefined;
  const profile = text(values.profile) ?? 'default';
  if (!PROFILE_NAME.test(profile))
    throw new OptionError('--profile must consist of at most 40 letters, digits, - and _.');
  const given = text(values.server);
  const server = given === undefined ? undefined : serverOrigin(given);
  if (server === null)
    throw new OptionError(`--server must be an address like https://shop.example.com, not "${given}".`);
  return {
    server,
    port: portOf(text(values.port)),
    open: values['no-open'] !== true,
    profile,
    dataDir: text(values['data-dir']) ?? env['QUAYSIDE_DATA_DIR'],
    demo: values.demo === true,
  };
}

/** Reads the product's version from its package.json. */
export function productVersion(packageFile: string): string {
  const parsed: unknown = JSON.parse(readFileSync(packageFile, 'utf8'));
  if (
    typeof parsed === 'object' &&
    parsed !== null &&
    'version' in parsed &&
    typeof parsed.version === 'string'
  )
    return parsed.version;
  throw new Error(`${packageFile} has no version.`);
}
