import { CHANNELS } from '#shared/protocol/channels.ts';
import { MODULES } from '../../src/gateway/modules.ts';
import { DOMAINS } from '../../src/main/engine/domains/index.ts';
import { FEATURES } from '../../src/renderer/src/features/index.ts';
import { bridgeGaps, protocolGaps } from './contract-gaps.ts';
import { documentGaps } from './document-gaps.ts';
import { engineGaps, gatewayGaps } from './process-gaps.ts';
import { rendererGaps } from './renderer-gaps.ts';
import { unlistedFiles } from './unlisted.ts';

/** The result of the check. */
export interface Findings {
  /** One sentence per gap, with the file to edit. */
  readonly gaps: readonly string[];
  readonly channels: number;
  readonly domains: number;
}

/** Compares the registries of all processes with each other, with the folders below `root` and with the documents. */
export async function findGaps(root: string): Promise<Findings> {
  const gaps = [
    ...protocolGaps(),
    ...bridgeGaps(),
    ...gatewayGaps(),
    ...engineGaps(),
    ...rendererGaps(),
    ...unlistedFiles(root),
    ...documentGaps(root),
  ];
  const names = [...MODULES, ...DOMAINS, ...FEATURES].map(({ name }) => name);
  return { gaps, channels: CHANNELS.length, domains: new Set(names).size };
}
