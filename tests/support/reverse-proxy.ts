import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { connect } from 'node:net';
import { join, resolve } from 'node:path';
import { freePort } from './processes.ts';
import { until } from './wait.ts';

const root = resolve(import.meta.dirname, '../..');
const NAME = 'shop.example.com';
const FOLDERS = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin'];
const PACKAGES = { nginx: 'nginx-light', caddy: 'caddy' } as const;

/** The proxies that docs/deploy.md has a configuration for. */
export type ProxyName = keyof typeof PACKAGES;

/** The path of a program; null with the reason where it is not there. */
export type Found =
  | { readonly path: string; readonly reason?: never }
  | { readonly path: null; readonly reason: string };

const pathOf = (name: string): string | undefined =>
  FOLDERS.map((folder) => join(folder, name)).find((path) => existsSync(path));

/**
 * Finds a proxy. Installs the package of the system where that is Debian's, we are root, and no system manager would start
 * the proxy as a service.
 */
export function findProxy(name: ProxyName): Found {
  const missing = (why: string): Found => ({ path: null, reason: `${name} is not installed, ${why}` });
  if (!pathOf('openssl')) return { path: null, reason: 'openssl is not installed, it makes the certificate' };
  const present = pathOf(name);
  if (present) return { path: present };
  if (!pathOf('apt-get')) return missing('and there is no apt-get to install it');
  if (process.getuid?.() !== 0) return missing('and only root can install it');
  if (existsSync('/run/systemd/system')) return missing('and installing it would start it as a service');
  try {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
    const options = { env, stdio: 'pipe', timeout: 120_000 } as const;
    execFileSync('apt-get', ['update', '-q'], options);
    execFileSync('apt-get', ['install', '-qy', '--no-install-recommends', PACKAGES[name]], options);
  } catch (error) {
    return missing(`and apt-get could not install it: ${String(error).split('\n')[0]?.slice(0, 200)}`);
  }
  const installed = pathOf(name);
  return installed ? { path: installed } : missing(`and the package ${PACKAGES[name]} does not have it`);
}

/** Returns the block of code in docs/deploy.md that is in a language and contains a text. */
export function documented(language: string, containing = ''): string {
  const text = readFileSync(join(root, 'docs/deploy.md'), 'utf8');
  const blocks = [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)];
  const found = blocks.find(([, name, body]) => name === language && body?.includes(containing));
  if (!found?.[2]) throw new Error(`docs/deploy.md has no ${language} block with "${containing}"`);
  return found[2];
}

/** Returns the settings in docs/deploy.md. */
export function documentedSettings(): Record<string, string> {
  const lines = documented('ini', 'PUBLIC_URL=').trim().split('\n');
  return Object.fromEntries(
    lines.map((line) => [line.split('=')[0] ?? '', line.slice(line.indexOf('=') + 1)]),
  );
}

/** An answer through the proxy. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** A reverse proxy with TLS in its own process, configured as docs/deploy.md says. */
export class ReverseProxy {
  readonly url: string;
  readonly ca: string;
  readonly #child: ChildProcess;

  /**
   * Starts the proxy in `folder` on `port` of the loopback interface, in front of a gateway's port. Only names, ports and paths
   * of the documented configuration are replaced.
   */
  static async start(
    proxy: { readonly name: ProxyName; readonly path: string },
    folder: string,
    port: number,
    gatewayPort: number,
  ): Promise<ReverseProxy> {
    const [certificate, key] = makeCertificate(folder);
    const args =
      proxy.name === 'nginx'
        ? await nginxArguments(folder, port, gatewayPort, certificate, key)
        : await caddyArguments(folder, port, gatewayPort, certificate, key);
    const env = { ...process.env, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
    const child = spawn(proxy.path, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        said = (said + text).slice(-2000);
      });
    await until(
      () => `${proxy.name} listens: ${said}`,
      () => child.exitCode !== null || listens(port),
    );
    if (child.exitCode !== null) throw new Error(`${proxy.name} ended: ${said}`);
    return new ReverseProxy(`https://localhost:${port}`, readFileSync(certificate, 'utf8'), child);
  }

  private constructor(url: string, ca: string, child: ChildProcess) {
    this.url = url;
    this.ca = ca;
    this.#child = child;
  }

  /** Sends a request from an address of the loopback network. */
  ask(
    path: string,
    options: {
      readonly from?: string;
      readonly method?: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: unknown;
    } = {},
  ): Promise<Answer> {
    const { method = options.body === undefined ? 'GET' : 'POST', from = '127.0.0.1' } = options;
    return new Promise((done, fail) => {
      const asked = request(
        new URL(path, this.url),
        {
          method,
          ca: this.ca,
          agent: false,
          localAddress: from,
          family: 4,
          headers: { 'content-type': 'application/json', ...options.headers },
        },
        (response) => {
          let body = '';
          response.setEncoding('utf8').on('data', (text: string) => {
            body += text;
          });
          response.on('end', () =>
            done({ status: response.statusCode ?? 0, headers: response.headers, body }),
          );
        },
      );
      asked.on('error', fail);
      asked.end(options.body === undefined ? undefined : JSON.stringify(options.body));
    });
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await gone;
  }
}

/** Whether something accepts connections on a port. */
function listens(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1');
    const end = (answer: boolean): void => {
      socket.destroy();
      done(answer);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}

function makeCertificate(folder: string): [string, string] {
  const [certificate, key] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')];
  const names = 'subjectAltName=DNS:localhost,IP:127.0.0.1';
  const pair = ['-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate];
  execFileSync(
    'openssl',
    ['req', '-x509', ...pair, '-days', '2', '-subj', '/CN=localhost', '-addext', names],
    {
      stdio: 'pipe',
    },
  );
  return [certificate, key];
}

/** Replaces texts that must be there, each everywhere. */
function replaced(text: string, changes: readonly (readonly [from: string, to: string])[]): string {
  return changes.reduce((result, [from, to]) => {
    if (!result.includes(from)) throw new Error(`the documented configuration has no "${from}"`);
    return result.replaceAll(from, to);
  }, text);
}

async function nginxArguments(
  folder: string,
  port: number,
  gatewayPort: number,
  certificate: string,
  key: string,
): Promise<string[]> {
  const site = replaced(documented('nginx'), [
    [`/etc/letsencrypt/live/${NAME}/fullchain.pem`, certificate],
    [`/etc/letsencrypt/live/${NAME}/privkey.pem`, key],
    [NAME, 'localhost'],
    ['listen 80;', `listen 127.0.0.1:${await freePort()};`],
    ['listen 443 ssl http2;', `listen 127.0.0.1:${port} ssl http2;`],
    ['127.0.0.1:3002', `127.0.0.1:${gatewayPort}`],
  ]);
  const kept = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  const main = [
    'daemon off;',
    process.getuid?.() === 0 ? 'user root;' : '',
    `pid ${folder}/nginx.pid;`,
    'error_log stderr warn;',
    'events { worker_connections 512; }',
    'http {',
    'access_log off;',
    ...kept.map((name) => `${name}_temp_path ${folder}/${name};`),
    site,
    '}',
  ];
  const file = join(folder, 'nginx.conf');
  writeFileSync(file, main.join('\n'));
  return ['-c', file, '-p', folder, '-e', 'stderr'];
}

async function caddyArguments(
  folder: string,
  port: number,
  gatewayPort: number,
  certificate: string,
  key: string,
): Promise<string[]> {
  const site = replaced(documented('caddy'), [
    [`${NAME} {`, `https://localhost:${port} {\n\tbind 127.0.0.1\n\ttls ${certificate} ${key}`],
    ['127.0.0.1:3002', `127.0.0.1:${gatewayPort}`],
  ]);
  const options = `{\n\tadmin off\n\tauto_https disable_redirects\n\thttp_port ${await freePort()}\n\thttps_port ${port}\n}\n`;
  const file = join(folder, 'Caddyfile');
  writeFileSync(file, options + site);
  return ['run', '--config', file, '--adapter', 'caddyfile'];
}
