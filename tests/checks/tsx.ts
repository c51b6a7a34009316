import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

/** The names a module exports, written as declarations. */
const EXPORTED = /^export (?:async )?(?:function|const|class) (\w+)/gm;

/**
 * Lets Node import `.tsx` modules, as stand-ins: Node reads no JSX, and what features declare holds components without
 * calling them. Every export is an empty function.
 */
export function standInForTsx(): void {
  registerHooks({
    load(url, context, nextLoad) {
      if (!url.endsWith('.tsx')) return nextLoad(url, context);
      const names = [...readFileSync(fileURLToPath(url), 'utf8').matchAll(EXPORTED)].map(([, name]) => name);
      const exported = names.map((name) => `export const ${name} = () => null;`);
      return {
        format: 'module',
        shortCircuit: true,
        source: [...exported, 'export default () => null;'].join('\n'),
      };
    },
  });
}
