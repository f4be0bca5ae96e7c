// Proves that a browser is at the other end of a form: looks for a number whose SHA-256 digest, behind the challenge, begins
// with enough zeros. That takes a moment, while the person types; a form that is sent sooner waits for it, and never longer
// than a browser without scripts has to.
'use strict';

(() => {
  const BATCH = 256;
  const status = document.querySelector('[data-challenge]');
  const form = status?.closest('form');
  if (!form) return;
  const { challenge, bits, seconds, working, done } = status.dataset;
  const text = new TextEncoder();
  let isReady = false;
  let held;

  const finish = () => {
    if (isReady) return;
    isReady = true;
    status.textContent = done;
    if (held) form.requestSubmit(held.submitter);
  };

  const zeros = (digest) => Math.clz32(new DataView(digest).getUint32(0));

  async function search() {
    for (let first = 0; !isReady; first += BATCH) {
      const numbers = Array.from({ length: BATCH }, (_, index) => String(first + index));
      const digests = await Promise.all(
        numbers.map((number) => crypto.subtle.digest('SHA-256', text.encode(`${challenge}.${number}`))),
      );
      const found = digests.findIndex((digest) => zeros(digest) >= Number(bits));
      if (found >= 0) {
        form.elements.namedItem('solution').value = numbers[found];
        finish();
      }
    }
  }

  form.addEventListener('submit', (event) => {
    if (isReady) return;
    event.preventDefault();
    held = event;
    form.setAttribute('aria-busy', 'true');
  });
  status.textContent = working;
  // The server's clock may be a little behind.
  setTimeout(finish, (Number(seconds) + 1) * 1000);
  search().catch(() => undefined);
})();
