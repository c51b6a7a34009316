import type { Alert } from '#shared/domain/alerts.ts';
import type { AnyEvent } from '#shared/protocol/events/index.ts';
import { makeAlert, makeNotification } from '../alert.ts';
import { makeUser } from '../user.ts';
import { AGENT, type World } from './world.ts';

/** The alerts, notifications, users and settings of a sample shop. */
export class SampleWorkspace {
  readonly #alerts: Alert[] = [];
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  alert(): AnyEvent {
    const world = this.#world;
    const at = this.#alerts.length > 0 && world.random() < 0.5 ? world.int(this.#alerts.length) : -1;
    const old = this.#alerts[at];
    if (old) {
      const resolved = world.random() < 0.5;
      const alert: Alert = resolved
        ? { ...old, state: 'resolved', resolvedAt: world.at, causeSeq: world.seq }
        : {
            ...old,
            acknowledgedBy: AGENT.name,
            acknowledgedAt: world.at,
            note: null,
            causeSeq: world.seq,
          };
      this.#alerts[at] = alert;
      return world.event(resolved ? 'alerts.resolved' : 'alerts.acknowledged', { alert });
    }
    const alert = makeAlert({
      id: world.id(),
      ruleId: 'low',
      severity: world.pick(['info', 'warning', 'critical'] as const) ?? 'info',
      message: world.text(4),
      raisedAt: world.at,
      causeSeq: world.seq,
    });
    this.#alerts.push(alert);
    return world.event('alerts.raised', { alert });
  }

  notification(): AnyEvent {
    const world = this.#world;
    const id = world.id();
    const notification = makeNotification({ id, title: world.text(2), createdAt: world.at });
    return world.event('notifications.created', { notification });
  }

  administration(): AnyEvent {
    const world = this.#world;
    if (world.random() < 0.5)
      return world.event('system.gateway_started', { version: '1', startedAt: world.at });
    if (world.random() < 0.5)
      return world.event('admin.setting_changed', { setting: { key: world.text(1), value: world.int(9) } });
    const user = makeUser({ id: world.id(), username: `u${world.seq}`, name: 'Someone' });
    if (world.random() < 0.5) return world.event('team.member_added', { member: user });
    return world.event('admin.user_created', { user });
  }
}
