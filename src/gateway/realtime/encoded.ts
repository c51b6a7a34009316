import type { Server } from 'socket.io';

/** A message that is JSON already. The log stores events as JSON, so that sending them needs no parsing or stringifying. */
export class EncodedMessage {
  readonly json: string;

  constructor(json: string) {
    this.json = json;
  }

  /** Keeps the message correct where something stringifies it all the same. */
  toJSON(): unknown {
    return JSON.parse(this.json);
  }
}

/** Type of an event packet in the Socket.IO protocol (https://socket.io/docs/v4/socket-io-protocol/). */
const EVENT_PACKET = 2;
const ACK_PACKET = 3;

/** Makes a server's encoder write EncodedMessages as they are. The wire format does not change. */
export function sendEncoded(io: Server): void {
  const encoder = io.encoder;
  const encode = encoder.encode.bind(encoder);
  encoder.encode = (packet) => {
    const data: unknown = packet.data;
    if (
      Number(packet.type) === EVENT_PACKET &&
      Array.isArray(data) &&
      data.length === 2 &&
      data[1] instanceof EncodedMessage
    ) {
      const namespace = packet.nsp === '/' ? '' : `${packet.nsp},`;
      return [`${EVENT_PACKET}${namespace}[${JSON.stringify(data[0])},${data[1].json}]`];
    }
    if (
      Number(packet.type) === ACK_PACKET &&
      Array.isArray(data) &&
      data.length === 1 &&
      data[0] instanceof EncodedMessage
    ) {
      const namespace = packet.nsp === '/' ? '' : `${packet.nsp},`;
      return [`${ACK_PACKET}${namespace}${packet.id}[${data[0].json}]`];
    }
    return encode(packet);
  };
}
