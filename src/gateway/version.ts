/** Version of the gateway, as it tells its clients. */
export const GATEWAY_VERSION = '0.1.0';
