import { powerMonitor } from 'electron';
import type { PowerEvents } from '../../ports.ts';

/** Reports when the machine wakes up or is unlocked, and when it is locked, put to sleep or not in use. */
export const systemPower: PowerEvents = {
  onWake(listener) {
    powerMonitor.on('resume', listener);
    powerMonitor.on('unlock-screen', listener);
    return () => {
      powerMonitor.off('resume', listener);
      powerMonitor.off('unlock-screen', listener);
    };
  },
  onAway(listener) {
    const locked = (): void => listener('locked');
    const suspended = (): void => listener('suspended');
    powerMonitor.on('lock-screen', locked);
    powerMonitor.on('suspend', suspended);
    // A report made while falling asleep may not have got out.
    powerMonitor.on('resume', suspended);
    return () => {
      powerMonitor.off('lock-screen', locked);
      powerMonitor.off('suspend', suspended);
      powerMonitor.off('resume', suspended);
    };
  },
  // Seconds since the last input on the whole machine.
  idleMs: () => powerMonitor.getSystemIdleTime() * 1000,
};
