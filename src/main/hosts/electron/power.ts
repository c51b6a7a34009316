import { powerMonitor } from 'electron';
import type { PowerEvents } from '../../ports.ts';

/** Reports when the machine wakes up or is unlocked. */
export const systemPower: PowerEvents = {
  onWake(listener) {
    powerMonitor.on('resume', listener);
    powerMonitor.on('unlock-screen', listener);
    return () => {
      powerMonitor.off('resume', listener);
      powerMonitor.off('unlock-screen', listener);
    };
  },
};
