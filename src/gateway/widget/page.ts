/** The customer's page. Everything it shows beyond this text is set by the script as text, never as markup. */
export const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Talk to us</title>
<link rel="stylesheet" href="/widget.css">
<script src="/widget.js" defer></script>
</head>
<body>
<main class="widget">
  <header>
    <h1>Talk to us</h1>
    <p id="state" role="status">Connecting…</p>
  </header>
  <form id="start" hidden autocomplete="on">
    <p>Tell us who you are, and somebody from the shop will answer here.</p>
    <label for="name">Name</label>
    <input id="name" name="name" required maxlength="100" autocomplete="name">
    <label for="email">E-mail</label>
    <input id="email" name="email" type="email" required maxlength="200" autocomplete="email">
    <label for="order">Order number <span class="optional">(if it is about an order)</span></label>
    <input id="order" name="order" maxlength="64" autocomplete="off">
    <button type="submit">Start the conversation</button>
  </form>
  <section id="talk" hidden aria-label="Conversation">
    <div id="log" role="log" aria-live="polite" aria-label="Messages" tabindex="0"><ol id="messages"></ol></div>
    <p id="typing" aria-live="polite"></p>
    <form id="write">
      <label for="body" class="visually-hidden">Your message</label>
      <textarea id="body" rows="2" required placeholder="Write a message"></textarea>
      <button type="submit">Send</button>
    </form>
    <button type="button" id="end" class="quiet">End this conversation</button>
  </section>
  <p id="problem" role="alert"></p>
  <noscript>This page needs JavaScript.</noscript>
</main>
</body>
</html>
`;
