/** A message to one address, as plain text. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/**
 * Sends mail. A gateway has none unless it is composed with one. `send` resolves once the message is handed over and rejects if
 * it is not.
 */
export interface MailPort {
  send(mail: Mail): Promise<void>;
}
