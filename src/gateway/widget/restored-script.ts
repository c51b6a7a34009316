/**
 * The part of the page's script for a gateway that was restored from a backup. It tells anew all that it has; what the page has sent
 * since the backup is sent again, under the same ids, and the rest of what is gone disappears.
 */
export const RESTORED_SCRIPT = `
  // What this page has sent and the gateway has taken.
  const taken = new Map();
  // The messages that a restored gateway has told so far; null while nothing is told anew.
  let again = null;

  function reconcile() {
    if (!again) return;
    const waiting = pending();
    const isWaiting = (id) => waiting.some(({ messageId }) => messageId === id);
    const lost = [...shown.keys()].filter((id) => !again.has(id) && !isWaiting(id));
    again = null;
    for (const id of lost) hide(id);
    const mine = lost.filter((id) => taken.has(id)).map((id) => taken.get(id));
    keep([...mine, ...waiting]);
    for (const { messageId, body, attachments } of [...mine, ...waiting]) show({ id: messageId, from: 'customer', body, attachments });
  }
`;
