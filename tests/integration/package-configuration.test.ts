import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import configuration from '../../electron-builder.config.ts';

/** What electron-builder would refuse only on the machine that builds a release, for every target and without a runtime. */
const repository = resolve(import.meta.dirname, '../..');
const fromBuilder = createRequire(createRequire(import.meta.url).resolve('electron-builder'));

/** The validator that electron-builder runs first; it is not part of its interface. */
const Validator = z.object({
  validateConfiguration: z.custom<(config: object, log: { isEnabled: boolean }) => Promise<void>>(
    (value) => typeof value === 'function',
  ),
});

function validate(config: object): Promise<void> {
  const { validateConfiguration } = Validator.parse(fromBuilder('app-builder-lib/out/util/config/config'));
  return validateConfiguration(structuredClone(config), { isEnabled: false });
}

/** Every text in a configuration that names a file or folder of the repository. */
function namedPaths(value: unknown): string[] {
  if (typeof value === 'string') return value.startsWith('resources') ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(namedPaths);
}

describe('the configuration of electron-builder', () => {
  it('fits its schema, which refuses what it does not know', async () => {
    await expect(validate(configuration)).resolves.toBeUndefined();
    await expect(validate({ ...configuration, electronFuses: { runAsNod: true } })).rejects.toThrow(
      'configuration.electronFuses',
    );
  });

  it('names files that exist, and no others as resources', () => {
    const paths = namedPaths(configuration);
    expect(paths).toEqual(expect.arrayContaining(['resources/icons', 'resources/entitlements.mac.plist']));
    expect(paths.filter((path) => !existsSync(join(repository, path)))).toEqual([]);
    const [extra] = z
      .array(z.object({ from: z.string(), filter: z.array(z.string()) }))
      .parse(configuration.extraResources);
    for (const pattern of extra?.filter ?? [])
      expect(existsSync(join(repository, extra?.from ?? '', pattern.replace('/**', ''))), pattern).toBe(true);
  });

  it('has what deb, AppImage, NSIS and dmg ask of the package', async () => {
    const Package = z.object({
      description: z.string().min(1),
      homepage: z.url(),
      license: z.string(),
      author: z.object({ name: z.string().min(1), email: z.email() }),
    });
    Package.parse(JSON.parse(await readFile(join(repository, 'package.json'), 'utf8')));
    expect(configuration.linux?.maintainer).toMatch(/^.+ <[^@>]+@[^>]+>$/);
  });

  it.for([
    ['icon.ico', '00000100'],
    ['icon.icns', '69636e73'],
    ['icon.png', '89504e47'],
    ['16x16.png', '89504e47'],
    ['512x512.png', '89504e47'],
    ['trayTemplate.png', '89504e47'],
    ['trayTemplate@2x.png', '89504e47'],
  ] as const)('brings %s in its format', async ([name, magic]) => {
    const bytes = await readFile(join(repository, 'resources/icons', name));
    expect(bytes.subarray(0, 4).toString('hex')).toBe(magic);
    if (magic !== '89504e47') return;
    const size = Number(/^(\d+)x/.exec(name)?.[1] ?? 0);
    const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
    expect(width).toBe(height);
    if (size > 0) expect(width).toBe(size);
  });

  it('gives macOS no more than it needs to run', async () => {
    const text = await readFile(join(repository, 'resources/entitlements.mac.plist'), 'utf8');
    expect([...text.matchAll(/<key>([^<]+)<\/key>/g)].map(([, key]) => key)).toEqual([
      'com.apple.security.cs.allow-jit',
      // Codes are read with the camera.
      'com.apple.security.device.camera',
    ]);
  });
});
