import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

/** Matches the exported declarations of a module. */
const EXPORTED = /^export (?:async )?(?:function|const|class) (\w+)/gm;

/**
 * Lets Node import stand-ins for `.tsx` modules, in which every export is an empty function. Node cannot read JSX, and the
 * features' declarations refer to components without calling them.
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
