// Lets an authenticator answer a form that asks for one: `data-webauthn` says which way, `data-options` what is asked.
// The answer goes into the form's hidden fields, and the form is sent as it would be by hand.
'use strict';

(() => {
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
  const text = (buffer) =>
    buffer && btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  const decoded = (credentials) => (credentials ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

  function asked(options) {
    const readable = { ...options, challenge: bytes(options.challenge) };
    if (options.user) readable.user = { ...options.user, id: bytes(options.user.id) };
    if (options.excludeCredentials) readable.excludeCredentials = decoded(options.excludeCredentials);
    if (options.allowCredentials) readable.allowCredentials = decoded(options.allowCredentials);
    return readable;
  }

  function told({ id, rawId, type, response }) {
    const answer = { clientDataJSON: text(response.clientDataJSON) };
    if (response.attestationObject) {
      answer.attestationObject = text(response.attestationObject);
      answer.transports = response.getTransports?.() ?? [];
    } else {
      answer.authenticatorData = text(response.authenticatorData);
      answer.signature = text(response.signature);
      answer.userHandle = text(response.userHandle) || null;
    }
    return JSON.stringify({ id, rawId: text(rawId), type, response: answer });
  }

  const send = (form, name, value) => {
    form.elements.namedItem(name).value = value;
    form.submit();
  };

  for (const form of document.querySelectorAll('form[data-webauthn]')) {
    const { webauthn, options, conditional, device, optional } = form.dataset;
    const publicKey = asked(JSON.parse(options));
    const ask = (more) => navigator.credentials[webauthn]({ publicKey, ...more });
    const start = form.querySelector('[data-start]');
    let waiting;

    const refuse = () => {
      start?.setAttribute('disabled', '');
      form.querySelector('[data-unsupported]')?.removeAttribute('hidden');
    };
    if (!window.PublicKeyCredential || !navigator.credentials) {
      refuse();
      continue;
    }
    // What is no more than an offer is made where it can be taken.
    if (optional !== undefined && start) form.hidden = false;
    if (device !== undefined) {
      PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable?.().then((is) => is || refuse());
    }

    form.addEventListener('submit', async (event) => {
      if (event.submitter !== start) return;
      event.preventDefault();
      waiting?.abort();
      start.setAttribute('aria-busy', 'true');
      try {
        send(form, 'response', told(await ask()));
      } catch (problem) {
        send(form, 'error', problem.name ?? 'Error');
      }
    });

    // Among the names that the browser offers for the field, there are passkeys (conditional mediation).
    if (conditional !== undefined && PublicKeyCredential.isConditionalMediationAvailable) {
      PublicKeyCredential.isConditionalMediationAvailable()
        .then((is) => {
          if (!is) return undefined;
          waiting = new AbortController();
          return ask({ mediation: 'conditional', signal: waiting.signal });
        })
        .then((credential) => credential && send(form, 'response', told(credential)))
        // Whoever types a name instead has not asked for anything.
        .catch(() => undefined);
    }
  }
})();
