import { powerMonitor } from 'electron';
import type { PowerEvents } from '../../ports.ts';

/** The machine woke up, or its user came back to it. */
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
