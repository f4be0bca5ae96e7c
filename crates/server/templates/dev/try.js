// The authorization code flow with PKCE (RFC 7636), without a library.
const { clientId, audience } = document.documentElement.dataset;
const redirectUri = location.origin + location.pathname;
const base64url = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));

document.getElementById('login').onclick = async () => {
  const [state, verifier, nonce] = [random(), random(), random()];
  sessionStorage.setItem('login', JSON.stringify({ state, verifier, nonce }));
  const challenge = base64url(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier)));
  location.assign('/authorize?' + new URLSearchParams({
    client_id: clientId, redirect_uri: redirectUri, response_type: 'code', scope: 'openid profile email',
    audience, state, nonce, code_challenge: challenge, code_challenge_method: 'S256',
  }));
};

document.getElementById('logout').onclick = () => {
  location.assign('/v2/logout?' + new URLSearchParams({ client_id: clientId, returnTo: redirectUri }));
};

const show = (title, value) => {
  const heading = document.createElement('h2');
  heading.textContent = title;
  const body = document.createElement('pre');
  body.textContent = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  document.getElementById('result').append(heading, body);
};

const fail = (text) => {
  const problem = document.getElementById('problem');
  problem.textContent = text;
  problem.hidden = false;
};

const claims = (token) => {
  const bytes = Uint8Array.from(atob(token.split('.')[1].replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes));
};

const answer = new URLSearchParams(location.search);
const saved = JSON.parse(sessionStorage.getItem('login') ?? '{}');
if (answer.has('code') || answer.has('error')) {
  sessionStorage.removeItem('login');
  history.replaceState(null, '', location.pathname);
}
if (answer.has('error')) {
  fail(`${answer.get('error')}: ${answer.get('error_description') ?? ''}`);
} else if (answer.has('code') && answer.get('state') !== saved.state) {
  fail('The answer belongs to another attempt. Log in again.');
} else if (answer.has('code')) {
  fetch('/oauth/token', {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code', client_id: clientId, code: answer.get('code'),
      code_verifier: saved.verifier, redirect_uri: redirectUri,
    }),
  }).then(async (response) => {
    const tokens = await response.json();
    if (!response.ok) return fail(`${tokens.error}: ${tokens.error_description ?? ''}`);
    if (claims(tokens.id_token).nonce !== saved.nonce) return fail('The ID token belongs to another attempt. Log in again.');
    show('ID token', claims(tokens.id_token));
    show('Access token', claims(tokens.access_token));
    show('Answer of /oauth/token', tokens);
  }).catch((error) => fail(String(error)));
}
