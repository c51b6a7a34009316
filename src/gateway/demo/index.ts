import type { GatewayModule } from '../kernel.ts';
import * as m0090 from './migrations/0090-demo.ts';

import { saveState, saveTalk } from './state.ts';

export { whyNoDemo } from './occupied.ts';
export { PERSONAS } from './personas.ts';
export { type Demo, type DemoOptions, startDemo } from './start.ts';

/**
 * The demo's tables. An add-on: it is in the list of modules only where the demo runs, so that no other gateway loads
 * this folder or has these tables.
 */
export const demoModule: GatewayModule = {
  name: 'demo',
  migrations: { '0090-demo': m0090 },
  writes: [saveState, saveTalk],
  commands: {},
};
