import { execFile, execFileSync } from 'node:child_process';
import { copyFileSync, globSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { type TemporaryFolder, temporaryFolder } from './folders.ts';

const repository = resolve(import.meta.dirname, '../..');
/** Matches files that no process and no check reads. */
const LEFT_OUT = /^resources\//;
const FIXTURE_SUFFIX = '.txt';

const Edits = z.array(z.strictObject({ file: z.string(), after: z.string(), insert: z.string() }));

/** The exit code and output of a program. */
export interface Ended {
  readonly code: number;
  readonly output: string;
}

/** The files that a change created and edited. */
export interface TreeChange {
  readonly created: readonly string[];
  readonly edited: readonly string[];
}

/** A copy of the source tree in a temporary folder, which a test can change and run. It shares the installed packages. */
export class TreeCopy {
  readonly path: string;
  readonly #folder: TemporaryFolder;

  constructor(name: string) {
    this.#folder = temporaryFolder(name);
    this.path = this.#folder.path;
    const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
      cwd: repository,
      encoding: 'utf8',
    });
    for (const file of listed.split('\0').filter((name) => name !== '' && !LEFT_OUT.test(name))) {
      mkdirSync(dirname(join(this.path, file)), { recursive: true });
      copyFileSync(join(repository, file), join(this.path, file));
    }
    symlinkSync(join(repository, 'node_modules'), join(this.path, 'node_modules'));
  }

  /** Applies the change in `tests/fixtures/<name>`: adds its files and makes the insertions of its `edits.json`. */
  change(name: string): TreeChange {
    const folder = join(repository, 'tests/fixtures', name);
    const created = globSync(`**/*${FIXTURE_SUFFIX}`, { cwd: folder }).map((file) => {
      const target = file.replaceAll('\\', '/').slice(0, -FIXTURE_SUFFIX.length);
      mkdirSync(dirname(join(this.path, target)), { recursive: true });
      copyFileSync(join(folder, file), join(this.path, target));
      return target;
    });
    const edits = Edits.parse(JSON.parse(readFileSync(join(folder, 'edits.json'), 'utf8')));
    for (const { file, after, insert } of edits) this.edit(file, after, after + insert);
    return { created, edited: [...new Set(edits.map(({ file }) => file))] };
  }

  /** Replaces a text in a file. Throws unless the text occurs exactly once. */
  edit(file: string, from: string, to: string): void {
    const text = this.read(file);
    const found = text.split(from).length - 1;
    if (found !== 1) throw new Error(`${JSON.stringify(from)} occurs ${found} times in ${file}, not once.`);
    this.write(
      file,
      text.replace(from, () => to),
    );
  }

  read(file: string): string {
    return readFileSync(join(this.path, file), 'utf8');
  }

  write(file: string, text: string): void {
    writeFileSync(join(this.path, file), text);
  }

  /** Runs a script of the copy, or of `node_modules`, on Node. */
  run(script: string, args: readonly string[] = []): Promise<Ended> {
    return new Promise((done) => {
      const options = { cwd: this.path, maxBuffer: 1 << 26, env: { ...process.env, NO_COLOR: '1' } };
      execFile(process.execPath, [script, ...args], options, (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
        done({ code, output: `${stdout}${stderr}` });
      });
    });
  }

  remove(): void {
    this.#folder.remove();
  }
}
