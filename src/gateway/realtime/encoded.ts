import type { Server } from 'socket.io';

/** A message whose JSON is made already. The log keeps events as JSON; sending them parses and stringifies nothing. */
export class EncodedMessage {
  readonly json: string;

  constructor(json: string) {
    this.json = json;
  }

  /** Where something stringifies it all the same, it still is what it says. */
  toJSON(): unknown {
    return JSON.parse(this.json);
  }
}

/** Type of an event packet in the Socket.IO protocol (https://socket.io/docs/v4/socket-io-protocol/). */
const EVENT_PACKET = 2;

/** Teaches a server's encoder to write an EncodedMessage as it is; on the wire nothing is different. */
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
    return encode(packet);
  };
}
