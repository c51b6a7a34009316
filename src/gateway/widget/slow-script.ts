/**
 * The part of the page's script for messages that have to wait: it says how long, sends them by itself afterwards, and lets the visitor
 * take them back. The seconds are counted for the eye; a screen reader hears the sentence once.
 */
export const SLOW_SCRIPT = `
  const SLOWED = { messages_fast: WORDS.slowedFast, message_repeated: WORDS.slowedRepeat };
  let slowTimer = 0;

  function endSlowed() {
    clearInterval(slowTimer);
    slowTimer = 0;
    $('slowed').hidden = true;
    $('slowed-said').textContent = '';
  }

  /** Waits for as long as the server says; returns whether it said so. */
  function isSlowed(error) {
    const words = error && error.why && Object.hasOwn(SLOWED, error.why.id) ? SLOWED[error.why.id] : '';
    if (!words || !(error.retryAfterMs > 0)) return false;
    const until = performance.now() + error.retryAfterMs;
    const say = () => fill(words, { seconds: Math.max(1, Math.ceil((until - performance.now()) / 1000)) });
    endSlowed();
    slowTimer = setInterval(() => {
      if (performance.now() < until) { $('slowed-left').textContent = say(); return; }
      endSlowed();
      void flush();
    }, 250);
    $('slowed').hidden = false;
    $('slowed-left').textContent = say();
    $('slowed-said').textContent = say();
    return true;
  }

  $('unsend').addEventListener('click', () => {
    const [first, ...others] = pending();
    endSlowed();
    keep(others);
    if (first) {
      hide(first.messageId);
      if (!$('body').value) write(first.body);
    }
    $('body').focus();
    void flush();
  });
`;
