/**
 * The part of the page's script that shows messages: their text as parts that the gateway has made, what was masked, and under the
 * visitor's last message whether the team has read it.
 */
export const MESSAGE_SCRIPT = `
  const shown = new Map();
  let teamReadSeq = 0;

  function element(tag, className, text) {
    const made = document.createElement(tag);
    made.className = className;
    made.dir = 'auto';
    made.textContent = text;
    return made;
  }

  function maskedLines(message) {
    const masked = message.from === 'customer' && message.masked;
    const said = masked ? [masked.cards > 0 ? WORDS.maskedCards : '', masked.words > 0 ? WORDS.maskedWords : ''] : [];
    return said.filter(Boolean).map((text) => element('span', 'masked', text));
  }

  function partOf(part) {
    if (part.kind === 'text') return [document.createTextNode(part.text)];
    if (part.kind !== 'link') {
      const code = element('code', part.kind, part.text);
      code.dir = 'ltr';
      return [code];
    }
    const link = element('a', 'link', part.text);
    link.href = part.href;
    link.target = '_blank';
    link.rel = 'noopener noreferrer';
    return part.leadsTo === null ? [link] : [link, element('span', 'leads', fill(WORDS.leads, { target: part.leadsTo }))];
  }

  function bodyOf(message) {
    const body = element('span', message.large ? 'body large' : 'body', '');
    if (message.removed) body.textContent = WORDS.removed;
    else if (message.parts) body.replaceChildren(...message.parts.flatMap(partOf));
    else body.textContent = message.body;
    return body;
  }

  function timeOf(at) {
    const date = new Date(at);
    const time = { hour: '2-digit', minute: '2-digit' };
    const today = date.toDateString() === new Date().toDateString();
    return date.toLocaleString(LOCALE, today ? time : { ...time, day: 'numeric', month: 'short' });
  }

  /** Puts a line where its message belongs: by the order of the gateway, and after all others while it waits. */
  function insertLine(line, seq) {
    line.dataset.seq = seq || '';
    const isAfter = (other) => other !== line && seq > 0 && (other.dataset.seq === '' || Number(other.dataset.seq) > seq);
    const next = [...$('messages').children].find(isAfter) || null;
    const before = next ? next.previousElementSibling : $('messages').lastElementChild;
    if (before !== line) $('messages').insertBefore(line, next);
  }

  function show(message) {
    // Who reads what was said before is not taken away from it.
    const log = $('log');
    const follows = message.from === 'customer' || log.scrollHeight - log.scrollTop - log.clientHeight < 80;
    const line = shown.get(message.id) || document.createElement('li');
    shown.set(message.id, line);
    insertLine(line, message.seq || 0);
    line.className = message.from === 'customer' ? 'mine' : '';
    line.classList.toggle('removed', message.removed === true);
    const when = message.at ? timeOf(message.at) : WORDS.sending;
    const by = element('span', 'by', (message.from === 'customer' ? WORDS.you : message.name) + ' · ' + when);
    const body = bodyOf(message);
    line.replaceChildren(by, ...(body.textContent ? [body] : []), ...(message.removed ? [] : [...maskedLines(message), ...fileLines(message)]));
    showReceipt();
    if (follows) log.scrollTop = log.scrollHeight;
  }

  function hide(id) {
    const line = shown.get(id);
    if (!line) return;
    line.remove();
    shown.delete(id);
    showReceipt();
  }

  function showReceipt() {
    const last = $('messages').lastElementChild;
    const seq = last && last.classList.contains('mine') ? Number(last.dataset.seq) : 0;
    $('receipt').textContent = seq === 0 ? '' : seq <= teamReadSeq ? WORDS.read : WORDS.sent;
  }
`;
