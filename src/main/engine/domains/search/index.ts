import type { EngineDomain } from '../../store/domain.ts';
import { textComplete } from '../../store/text-builds.ts';
import * as indexes from './migrations/0180-text-indexes.ts';

export { searchOver } from './search.ts';

/** The text indexes of all domains as a part of the cache. */
export const searchPart: EngineDomain = {
  name: 'search',
  migrations: [{ version: 180, ...indexes }],
  reads: { 'search.index': (reader) => ({ complete: textComplete(reader) }) },
};
