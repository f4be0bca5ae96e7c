// A user without a browser: cookies, redirects and forms over HTTP. For loads that a browser is too slow for.

import https from 'node:https';

export class HttpUser {
  #cookies = new Map();

  constructor({ baseUrl, ca, agent }) {
    this.baseUrl = baseUrl;
    this.agent = agent ?? new https.Agent({ ca, keepAlive: true, maxSockets: 64 });
  }

  /** One request to the server, with the cookies; answers status, headers and text. */
  async request(url, { method = 'GET', headers = {}, body } = {}) {
    const target = new URL(url, this.baseUrl);
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await send(target, {
      agent: this.agent,
      method,
      headers: { ...headers, ...(cookie && { cookie }), ...(body && { 'content-length': Buffer.byteLength(body) }) },
      body,
    });
    for (const line of response.headers['set-cookie'] ?? []) this.#keep(line);
    return { ...response, url: target };
  }

  /** Follows redirects and answers forms until something leads away from the server; answers that address. */
  async walk(url, answer) {
    let response = await this.request(url);
    for (let step = 0; step < 15; step += 1) {
      const location = response.headers.location;
      if (location) {
        const next = new URL(location, response.url);
        if (next.origin !== new URL(this.baseUrl).origin) return next;
        response = await this.request(next);
        continue;
      }
      const form = response.status < 500 && formOf(response.text);
      if (!form) throw new Error(`stuck at ${response.url.pathname} (${response.status}): ${textOf(response.text)}`);
      const fields = { ...form.hidden, ...answer(form) };
      response = await this.request(new URL(form.action || response.url, response.url), {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', origin: this.baseUrl },
        body: new URLSearchParams(fields).toString(),
      });
    }
    throw new Error(`the hosted pages go in circles at ${response.url}`);
  }

  #keep(line) {
    const [pair, ...attributes] = line.split(';').map((part) => part.trim());
    const at = pair.indexOf('=');
    const gone = attributes.some((attribute) => /^max-age=0$/i.test(attribute));
    if (gone) this.#cookies.delete(pair.slice(0, at));
    else this.#cookies.set(pair.slice(0, at), pair.slice(at + 1));
  }
}

/** Sends one request and reads the whole answer. */
export function send(url, { agent, method, headers, body }) {
  return new Promise((resolve, reject) => {
    const request = https.request(url, { agent, method, headers, timeout: 10_000 }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, text }));
      response.on('error', reject);
      response.on('aborted', () => reject(new Error('the answer was cut off')));
    });
    request.on('timeout', () => request.destroy(new Error('no answer within ten seconds')));
    request.on('error', reject);
    request.end(body);
  });
}

const entities = { '&amp;': '&', '&quot;': '"', '&#x27;': "'", '&#39;': "'", '&#34;': '"', '&#38;': '&', '&lt;': '<', '&gt;': '>' };
const decode = (text) => text.replace(/&(amp|quot|lt|gt|#x27|#39|#34|#38);/g, (entity) => entities[entity]);
const attribute = (tag, name) => {
  const found = new RegExp(`\\s${name}\\s*=\\s*("([^"]*)"|'([^']*)'|([^\\s>]+))`, 'i').exec(tag);
  return found && decode(found[2] ?? found[3] ?? found[4]);
};

/** The page's form that posts: its action, hidden fields, and the names of what it asks for. */
function formOf(html) {
  const found = /<form\b[^>]*method\s*=\s*["']?post["']?[^>]*>([\s\S]*?)<\/form>/i.exec(html);
  if (!found) return null;
  const hidden = {};
  const asks = new Set();
  for (const [tag] of found[1].matchAll(/<(input|button)\b[^>]*>/gi)) {
    const name = attribute(tag, 'name');
    if (!name) continue;
    if (attribute(tag, 'type') === 'hidden') hidden[name] = attribute(tag, 'value') ?? '';
    else asks.add(/^<button/i.test(tag) ? `${name}=${attribute(tag, 'value')}` : name);
  }
  return { action: attribute(/<form\b[^>]*>/i.exec(html.slice(found.index))[0], 'action'), hidden, asks };
}

const textOf = (html) => html.replace(/<(style|script)[\s\S]*?<\/\1>/gi, '').replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ').trim().slice(0, 300);
