import type { GatewayModule } from '../kernel.ts';
import * as m0090 from './migrations/0090-demo.ts';
import * as m0225 from './migrations/0225-demo-desk.ts';
import { saveDeskEntry, saveState, saveTalk } from './state.ts';

export { whyNoDemo } from './occupied.ts';
export { PERSONAS } from './personas.ts';
export { type Demo, type DemoOptions, startDemo } from './start.ts';

/**
 * The demo's tables. An add-on: it is in the list of modules only where the demo runs, so that no other gateway loads
 * this folder or has these tables.
 */
export const demoModule: GatewayModule = {
  name: 'demo',
  migrations: { '0090-demo': m0090, '0225-demo-desk': m0225 },
  writes: [saveState, saveTalk, saveDeskEntry],
  commands: {},
};
