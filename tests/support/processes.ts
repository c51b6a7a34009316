import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';

/** How the gateway and the consoles report what must never happen. */
const FAULT =
  /"code":"uncaught"|Uncaught|UnhandledPromise|restarting the engine|(?:engine|reader) failed|a timer or listener/;
const MAX_FAULTS = 50;

const root = resolve(import.meta.dirname, '../..');

/** Where Node keeps what it has compiled, so that it does not compile the sources anew for each program. */
const COMPILED = { NODE_COMPILE_CACHE: resolve(root, '.cache/node') };

/** A program of the built product, running in its own process. */
export interface Program {
  readonly child: ChildProcess;
  /** The address from its ready line. */
  readonly address: string;
  /** The last lines it printed, for the message of a failing test. */
  readonly tail: readonly string[];
  /** The lines it printed about an error that nothing caught, or about a thread that ended by itself; at most 50. */
  readonly faults: readonly string[];
  /** Stops it with SIGTERM and waits until it has exited. */
  stop(): Promise<void>;
  /** Kills it without warning, like a power cut, and waits until it has exited. */
  kill(): Promise<void>;
}

/** Returns the command line that runs a piece of JavaScript. */
export const nodeProgram = (source: string): [string, string[]] => [process.execPath, ['-e', source]];

/** Returns a TCP port that is free on the loopback interface. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Starts a built program (`gateway`, `browser`) and waits for the line with its address. That of `browser` is a one-time link. */
export async function startProgram(
  name: 'gateway' | 'browser',
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Program> {
  const program = await startScript(name, `out/main/${name}.js`, args, env);
  return name === 'browser' ? { ...program, address: await consoleLink(program.child) } : program;
}

const Link = z.object({ link: z.url() });

/** Asks a running browser host for a one-time link. */
export async function consoleLink(child: ChildProcess): Promise<string> {
  const answered = once(child, 'message');
  child.send('link');
  return Link.parse((await answered)[0]).link;
}

/** Starts the gateway in its own process, without a build, from its sources or from a copy of the tree. */
export function startSourceGateway(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  tree: string = root,
): Promise<Program> {
  return startScript('gateway', 'src/gateway/cli.ts', args, env, tree);
}

/** The result of a gateway command. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a gateway command until it exits, from its sources or from a copy of the tree. `onStderr` gets all that it has said
 * so far, each time that it says more.
 */
export async function runGateway(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  tree: string = root,
  onStderr?: (said: string) => void,
): Promise<Outcome> {
  const child = spawn(process.execPath, [resolve(tree, 'src/gateway/cli.ts'), ...args], {
    cwd: tree,
    env: { ...COMPILED, ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    onStderr?.(stderr);
  });
  await once(child, 'close');
  return { code: child.exitCode, stdout, stderr };
}

async function startScript(
  name: string,
  script: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  tree: string = root,
): Promise<Program> {
  const child = spawn(process.execPath, [resolve(tree, script), ...args], {
    cwd: tree,
    env: { ...COMPILED, ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const tail: string[] = [];
  const faults: string[] = [];
  const keep = (line: string): void => {
    if (FAULT.test(line) && faults.length < MAX_FAULTS) faults.push(line);
    tail.push(line);
    if (tail.length > 60) tail.shift();
  };
  const gone = once(child, 'exit');
  createInterface({ input: child.stderr as NodeJS.ReadableStream }).on('line', keep);
  const address = await new Promise<string>((done, fail) => {
    child.once('exit', (code) => fail(new Error(`${name} exited with ${code}:\n${tail.join('\n')}`)));
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      keep(line);
      const match = /(?:listening on|ready at) (http:\S+)/.exec(line);
      if (match?.[1]) done(match[1]);
    });
  });
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal);
      await gone;
    }
  };
  return { child, address, tail, faults, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}
