import type { Link, LinkHandlers, OpenLink } from '../connection/link.ts';
import type { Faults } from './faults.ts';

const NO_LINK: Link = {
  send: () => undefined,
  request: () => new Promise(() => undefined),
  close: () => undefined,
};

/**
 * Returns links whose listeners do not throw. A message that could not be handled closes its link: half a welcome must not
 * stay, and the gateway sends everything again on the next one. A link that cannot even be created counts as closed.
 */
export function guardedLinks(openLink: OpenLink, faults: Faults, defer: (run: () => void) => void): OpenLink {
  return (server, handshake, handlers) => {
    const closed: LinkHandlers['closed'] = (reason) =>
      faults.run('a lost link', () => handlers.closed(reason), undefined);
    const failed = (): void => closed('a message could not be handled');
    const guarded: LinkHandlers = {
      message(name, payload) {
        try {
          handlers.message(name, payload);
        } catch (error) {
          faults.report(`message ${name}`, error);
          link.close();
          failed();
        }
      },
      refused(refusal) {
        try {
          handlers.refused(refusal);
        } catch (error) {
          faults.report('a refused link', error);
          failed();
        }
      },
      closed,
    };
    let link = NO_LINK;
    try {
      link = openLink(server, handshake, guarded);
    } catch (error) {
      faults.report('opening a link', error);
      defer(() => closed('it could not be opened'));
    }
    return link;
  };
}
