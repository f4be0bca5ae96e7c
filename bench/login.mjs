// A complete login with a password, as an application's user has it: authorize, the page, the form, the code, the tokens.

import { createHash, randomBytes } from 'node:crypto';
import http from 'node:http';

/** Runs `one` again and again on some lanes for some seconds; answers how many were done in a second. */
export async function repeat(one, { lanes, seconds }) {
  const began = performance.now();
  const end = began + seconds * 1000;
  let done = 0;
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      while (performance.now() < end) {
        await one();
        done += 1;
      }
    }),
  );
  return done / ((performance.now() - began) / 1000);
}

/** Sends one request and reads the whole answer. */
export function send(base, path, { agent, method = 'GET', headers = {}, body } = {}) {
  const url = new URL(path, base);
  const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const options = { agent, method, headers: { ...headers, ...length }, timeout: 20_000 };
    const request = http.request(url, options, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, text: Buffer.concat(chunks).toString() }));
      response.on('error', reject);
    });
    request.on('timeout', () => request.destroy(new Error(`${path}: no answer within twenty seconds`)));
    request.on('error', reject);
    request.end(body);
  });
}

/** Makes an agent that keeps its connections. */
export const keepAlive = () => new http.Agent({ keepAlive: true, maxSockets: 64 });

/** Logs a user in, in a new browser, and answers the tokens. */
export async function logIn({ base, host, agent, client, redirectUri, user, password }) {
  const cookies = new Map();
  const request = async (path, { method = 'GET', headers = {}, body } = {}) => {
    const cookie = [...cookies].map((pair) => pair.join('=')).join('; ');
    const response = await send(base, path, { agent, method, body, headers: { host, ...headers, ...(cookie && { cookie }) } });
    for (const line of response.headers['set-cookie'] ?? []) {
      const pair = line.split(';')[0];
      cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    return response;
  };
  const verifier = randomBytes(32).toString('base64url');
  const query = new URLSearchParams({
    client_id: client.client_id,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'openid profile email',
    state: 'bench',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  let response = await request(`/authorize?${query}`);
  let posted = false;
  for (let step = 0; step < 8; step += 1) {
    const { location } = response.headers;
    if (location?.startsWith(redirectUri)) {
      const code = new URL(location).searchParams.get('code');
      return exchange({ base, host, agent, client, redirectUri, verifier, code });
    }
    if (location) {
      const next = new URL(location, `https://${host}/`);
      response = await request(next.pathname + next.search);
      continue;
    }
    if (posted || response.status !== 200) break;
    posted = true;
    const form = hidden(response.text);
    const body = new URLSearchParams({ ...form.fields, username: user, password }).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded', origin: `https://${host}` };
    response = await request(form.action, { method: 'POST', headers, body });
  }
  throw new Error(`the login got stuck (${response.status}): ${response.text.replace(/<[^>]+>|\s+/g, ' ').slice(0, 300)}`);
}

async function exchange({ base, host, agent, client, redirectUri, verifier, code }) {
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    client_id: client.client_id,
    client_secret: client.client_secret,
    redirect_uri: redirectUri,
    code_verifier: verifier,
    code,
  }).toString();
  const headers = { host, 'content-type': 'application/x-www-form-urlencoded' };
  const response = await send(base, '/oauth/token', { agent, method: 'POST', headers, body });
  if (response.status !== 200) throw new Error(`the code was refused: ${response.text}`);
  return JSON.parse(response.text);
}

/** The action of the page's form and what it sends along unseen. */
function hidden(html) {
  const decode = (text) => text.replaceAll(/&(?:#38|amp);/g, '&').replaceAll(/&(?:#34|quot);/g, '"');
  const [, opening, inner] = /<form\b([^>]*method="?post"?[^>]*)>([\s\S]*?)<\/form>/i.exec(html) ?? [];
  if (!inner) throw new Error('the page has no form');
  const fields = {};
  for (const [tag] of inner.matchAll(/<input\b[^>]*type="hidden"[^>]*>/gi)) {
    fields[/name="([^"]*)"/.exec(tag)[1]] = decode(/value="([^"]*)"/.exec(tag)?.[1] ?? '');
  }
  return { action: decode(/action="([^"]*)"/.exec(opening)?.[1] ?? ''), fields };
}
