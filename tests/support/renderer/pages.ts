import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Page, test } from '@playwright/test';
import { axeViolations } from '../axe.ts';
import { type FakeOptions, installFakeBridge } from './fake-bridge.ts';
import { serveRenderer } from './serve.ts';

/** The built renderer alone, over a fake main process: the states that are hard to reach with a real one. */
export interface RendererPages {
  open(page: Page, path: string, options?: Partial<FakeOptions>): Promise<void>;
  /** What the console of the page that was opened last has reported: errors and warnings. */
  readonly problems: readonly string[];
}

/** Serves the renderer to the tests of a file. */
export function rendererPages(): RendererPages {
  const built = resolve(import.meta.dirname, '../../../out/renderer');
  let served: Awaited<ReturnType<typeof serveRenderer>> | undefined;
  let problems: string[] = [];
  test.beforeAll(async () => {
    if (!existsSync(resolve(built, 'index.html')))
      throw new Error('out/renderer is missing: run npm run build');
    served = await serveRenderer(built);
  });
  test.afterAll(() => served?.close());
  return {
    async open(page, path, options = {}) {
      const own: string[] = [];
      problems = own;
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') own.push(message.text());
      });
      page.on('pageerror', (error) => own.push(error.message));
      await installFakeBridge(page, options);
      await page.goto(`${served?.url}#${path}`);
    },
    get problems() {
      return problems;
    },
  };
}

/** Returns what keeps people from using a page, of any weight, by the rule and the elements; or only what colours do. */
export async function violationsIn(page: Page, coloursOnly = false): Promise<string[]> {
  return (await axeViolations(page, { coloursOnly })).map(
    (violation) => `${violation.id}: ${violation.nodes.map((node) => node.target.join(' ')).join(', ')}`,
  );
}
