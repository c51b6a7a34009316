/** The visitor's page. The script adds all other content as text, never as markup. */
export const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Chat with us</title>
<link rel="stylesheet" href="/widget.css">
<script src="/widget.js" defer></script>
</head>
<body>
<main class="widget">
  <header>
    <h1>Chat with us</h1>
    <p id="state" role="status">Connecting…</p>
  </header>
  <form id="start" hidden autocomplete="on">
    <p>Enter your name and e-mail address. Someone from the shop will reply here.</p>
    <label for="name">Name</label>
    <input id="name" name="name" required maxlength="100" autocomplete="name">
    <label for="email">E-mail</label>
    <input id="email" name="email" type="email" required maxlength="200" autocomplete="email">
    <label for="order">Order number <span class="optional">(optional)</span></label>
    <input id="order" name="order" maxlength="64" autocomplete="off">
    <button type="submit">Start conversation</button>
  </form>
  <form id="verify" hidden autocomplete="off">
    <p>We have sent a code to your e-mail address. With it, the shop knows that it is you.</p>
    <label for="code">Code</label>
    <input id="code" name="code" required inputmode="numeric" pattern="[0-9]{6}" maxlength="6" autocomplete="one-time-code">
    <button type="submit">Confirm</button>
    <button type="button" id="skip" class="quiet">Continue without it</button>
  </form>
  <section id="talk" hidden aria-label="Conversation">
    <div id="log" role="log" aria-live="polite" aria-label="Messages" tabindex="0"><ol id="messages"></ol></div>
    <p id="typing" aria-live="polite"></p>
    <form id="write">
      <label for="body" class="visually-hidden">Your message</label>
      <textarea id="body" rows="2" required placeholder="Write a message"></textarea>
      <button type="submit">Send</button>
    </form>
    <button type="button" id="end" class="quiet">End conversation</button>
    <div id="ending" hidden role="alertdialog" aria-labelledby="ending-title" aria-describedby="ending-text">
      <p id="ending-title">End this conversation?</p>
      <p id="ending-text">You can no longer read or continue it here. The shop keeps it.</p>
      <button type="button" id="keep">Continue</button>
      <button type="button" id="end-now" class="danger">End conversation</button>
    </div>
  </section>
  <p id="problem" role="alert"></p>
  <noscript>This page needs JavaScript.</noscript>
</main>
</body>
</html>
`;
