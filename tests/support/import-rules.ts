import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { z } from 'zod';

const Pattern = z
  .union([z.string(), z.array(z.string())])
  .transform((pattern) => (typeof pattern === 'string' ? pattern : pattern.join('|')))
  .optional();
const Config = z.object({
  forbidden: z.array(
    z.object({
      name: z.string(),
      from: z.object({ path: Pattern, pathNot: Pattern }),
      to: z.object({
        path: Pattern,
        pathNot: Pattern,
        circular: z.boolean().optional(),
        couldNotResolve: z.boolean().optional(),
        dependencyTypes: z.array(z.string()).optional(),
      }),
    }),
  ),
});
type Rule = z.infer<typeof Config>['forbidden'][number];

/** The rules that depend only on the two paths of an import. */
const rules: readonly Rule[] = Config.parse(
  createRequire(import.meta.url)(resolve(import.meta.dirname, '../../.dependency-cruiser.cjs')),
).forbidden.filter(({ to }) => !to.circular && !to.couldNotResolve && to.dependencyTypes === undefined);

/** Returns the name of the rule in .dependency-cruiser.cjs that forbids an import; null if there is none. */
export function forbiddingRule(from: string, to: string): string | null {
  return rules.find((rule) => forbids(rule, from, to))?.name ?? null;
}

function forbids({ from, to }: Rule, fromPath: string, toPath: string): boolean {
  const found = new RegExp(from.path ?? '').exec(fromPath);
  if (!found || (from.pathNot !== undefined && new RegExp(from.pathNot).test(fromPath))) return false;
  const withGroup = (pattern: string): RegExp => new RegExp(pattern.replaceAll('$1', found[1] ?? ''));
  if (to.path !== undefined && !withGroup(to.path).test(toPath)) return false;
  return to.pathNot === undefined || !withGroup(to.pathNot).test(toPath);
}
