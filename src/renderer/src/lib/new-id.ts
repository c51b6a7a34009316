import { v7 as uuid } from 'uuid';
import { gatewayNow } from '../bridge/gateway-time.ts';

let last = 0;

/**
 * Creates a UUIDv7 for a new record or command. Ids ascend. Their time is the gateway's, because the gateway refuses a
 * command whose id is too old.
 */
export function newId(): string {
  last = Math.max(last + 1, gatewayNow());
  return uuid({ msecs: last });
}
