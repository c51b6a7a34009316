import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, rmdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TemporaryFolder, temporaryFolder } from '../../../tests/support/folders.ts';
import { createFileLogger, LogFile } from './log-file.ts';

let folder: TemporaryFolder;
beforeEach(() => {
  folder = temporaryFolder('log');
});
afterEach(() => folder.remove());

/** Runs code in a process whose standard error was closed, as in a desktop app on Windows. Resolves with its exit code. */
function withoutStderr(code: string): Promise<number> {
  const module = (name: string): string =>
    JSON.stringify(pathToFileURL(join(import.meta.dirname, name)).href);
  const source = `
    import { closeSync } from 'node:fs';
    const { createLogger } = await import(${module('./system.ts')});
    const { createFileLogger, LogFile } = await import(${module('./log-file.ts')});
    process.on('uncaughtException', ({ code }) => process.exit(code === 'EBADF' ? 77 : 1));
    closeSync(2);
    ${code}
    await new Promise((done) => setImmediate(done));`;
  return new Promise((done) => {
    const child = execFile(process.execPath, ['--input-type=module', '-e', source], { timeout: 20_000 }, () =>
      done(child.exitCode ?? -1),
    );
  });
}

describe('a log in a file', () => {
  it('goes on where standard error is closed, which ends a logger that writes to it', async () => {
    const path = join(folder.path, 'logs/desktop.log');
    expect(await withoutStderr("createLogger('info').info({}, 'lost');")).toBe(77);
    const code = `createFileLogger(new LogFile(${JSON.stringify(path)})).info({ module: 'x' }, 'kept');`;
    expect(await withoutStderr(code)).toBe(0);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ module: 'x', msg: 'kept' });
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('is put aside when it is full, also across restarts; one older log is kept', () => {
    const path = join(folder.path, 'x.log');
    const line = `${'x'.repeat(39)}\n`;
    const first = new LogFile(path, 100);
    for (let n = 0; n < 2; n += 1) first.write(line);
    first.close();
    const second = new LogFile(path, 100);
    for (let n = 0; n < 8; n += 1) second.write(line);
    second.close();
    expect(statSync(path).size).toBeLessThanOrEqual(140);
    expect(statSync(`${path}.1`).size).toBeLessThanOrEqual(140);
  });

  it('drops what it cannot write, and writes again once it can', () => {
    const path = join(folder.path, 'x.log');
    mkdirSync(path);
    const log = new LogFile(path);
    expect(() => createFileLogger(log).info({}, 'lost')).not.toThrow();
    rmdirSync(path);
    log.write('a\n');
    log.close();
    log.write('b\n');
    expect(readFileSync(path, 'utf8')).toBe('a\nb\n');
    log.close();
  });
});
