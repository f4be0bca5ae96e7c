// A browser that is logged in to the dashboard, and what every page has to keep: no other host is asked, the policy is
// kept, nothing is logged as an error.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';
import { chromium } from 'playwright-core';

export const dev = JSON.parse(readFileSync(process.env.OSTIA_DEV, 'utf8'));
const output = fileURLToPath(new URL('output', import.meta.url));
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const PLACES = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

export function launch() {
  const executablePath = PLACES.find((place) => place && existsSync(place));
  if (!executablePath) throw new Error('Chromium was not found: install it, or set CHROMIUM to its path');
  const args = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-dev-shm-usage',
    '--disable-background-networking',
  ];
  return chromium.launch({ executablePath, args, headless: true });
}

/** A window of its own. What goes wrong in it is kept in `problems`. */
export async function open(browser, { width = 1280, height = 900, colorScheme = 'light', ...more } = {}) {
  const context = await browser.newContext({
    ignoreHTTPSErrors: true,
    viewport: { width, height },
    colorScheme,
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
    locale: 'en-GB',
    ...more,
  });
  // Two slow cores: patience costs nothing where all goes well.
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  if (process.env.OSTIA_DASHBOARD_FROM_DIST) await fromDist(page);
  page.problems = [];
  page.on('console', (message) => {
    // Answers that refuse are the subject of some tests.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      page.problems.push(message.text());
    }
  });
  page.on('pageerror', (error) => page.problems.push(String(error)));
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && origin !== dev.base_url && !page.allows?.(request.url())) {
      page.problems.push(`another host was asked: ${request.url()}`);
    }
  });
  return page;
}

/** Puts the dashboard that was built last in the place of the binary's: while working on it nobody waits for Cargo. */
async function fromDist(page) {
  const dist = fileURLToPath(new URL('../dist', import.meta.url));
  const types = { js: 'text/javascript', css: 'text/css' };
  await page.route('**/dashboard/assets/*', (route) => {
    const name = new URL(route.request().url()).pathname.split('/').pop();
    const file = path.join(dist, 'assets', `${name}.br`);
    const contentType = types[name.split('.').pop()] ?? 'application/octet-stream';
    if (existsSync(file))
      return route.fulfill({ body: brotliDecompressSync(readFileSync(file)), contentType });
    // What follows a redirect isn't routed: there the binary's page asks for the binary's own files.
    const [, script, style] = /src="([^"]+)"[\s\S]*rel="stylesheet"[^>]*href="([^"]+)"/.exec(
      readFileSync(path.join(dist, 'index.html'), 'utf8'),
    );
    if (/^index-.*\.js$/.test(name))
      return route.fulfill({ body: `import ${JSON.stringify(script)};`, contentType });
    if (/^index-.*\.css$/.test(name))
      return route.fulfill({ body: `@import ${JSON.stringify(style)};`, contentType });
    return route.fulfill({ body: '', contentType });
  });
  const isView = (url) => /^\/dashboard(\/(?!assets\/)|$)/.test(url.pathname);
  await page.route(isView, async (route) => {
    const response = await route.fetch();
    const told = (name) => new RegExp(`name="ostia-${name}" content="([^"]*)"`).exec(text)[1];
    const text = await response.text();
    const body = readFileSync(path.join(dist, 'index.html'), 'utf8')
      .replace('__CLIENT_ID__', told('client-id'))
      .replace('__NONCE__', told('nonce'));
    return route.fulfill({ response, body });
  });
}

/** Fills in Ostia's login page. */
export async function logIn(page, email = dev.admin_email, password = dev.admin_password) {
  await page.locator('input[name=username]').fill(email);
  await page.locator('input[name=password]').fill(password);
  await page.locator('button[type=submit]').first().click();
}

/** Opens a view of the dashboard, logging in on the way. */
export async function enter(page, view = '', ...person) {
  await page.goto(`${dev.base_url}/dashboard${view}`);
  await logIn(page, ...person);
  await page.getByRole('banner').waitFor();
}

/** A window of the same kind as another, logged in alike. */
export async function go(page, view) {
  await page.goto(`${dev.base_url}/dashboard${view}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
}

/** Everything that was loading has come. */
export async function settled(page) {
  await page.waitForFunction(
    () =>
      !document.querySelector('[aria-busy=true], .mantine-Skeleton-root[data-visible], .mantine-Loader-root'),
  );
}

/** Keeps a picture of the whole page. */
export async function shot(page, name) {
  await settled(page);
  await page.screenshot({ path: path.join(output, `${name}.png`), fullPage: true });
}

/** What axe finds wrong with the page as it is. */
export async function violations(page) {
  await settled(page);
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ['violations'] });
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary}`).join(' | ')}`,
    );
  });
}

/** A token for the Management API in the name of the administering client. */
export async function adminToken() {
  const response = await fetch(`${dev.base_url}/oauth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      grant_type: 'client_credentials',
      audience: `${dev.base_url}/api/v2/`,
      client_id: dev.admin_client_id,
      client_secret: dev.admin_client_secret,
    }),
  });
  assert.equal(response.status, 200);
  return (await response.json()).access_token;
}

/** Calls the Management API. */
export async function management(method, where, body, token) {
  const response = await fetch(`${dev.base_url}/api/v2${where}`, {
    method,
    headers: { authorization: `Bearer ${token ?? (await adminToken())}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : JSON.parse(text) };
}
