import type { Activity } from '#shared/bridge/live.ts';

/** An order without an actor, as in the activity feed. */
export function makeActivity(overrides: Partial<Activity> = {}): Activity {
  return {
    seq: 1,
    at: 0,
    channel: 'orders',
    type: 'orders.created',
    actor: null,
    values: {},
    subject: null,
    ...overrides,
  };
}
