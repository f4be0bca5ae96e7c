// What walks through pages share: private windows of one kind, and looking. axe-core judges each page that runs scripts,
// none may be wider than its window, and a picture of each is kept in target/conformance/screens.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { managementToken, raw } from './tenant.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const folder = fileURLToPath(new URL('../../target/conformance/screens', import.meta.url));

/** The title of a walk. */
export const described = (view) =>
  `in ${view.language}, ${view.javaScript ? 'with' : 'without'} JavaScript, ${view.width} px, ${view.colorScheme}`;

/** Windows of a view, and what looks at the pages in them. */
export function looking(view, browser) {
  mkdirSync(folder, { recursive: true });
  const seen = new Set();
  const open = async () => {
    const context = await browser.newContext({
      ignoreHTTPSErrors: true,
      javaScriptEnabled: view.javaScript,
      colorScheme: view.colorScheme,
      viewport: { width: view.width, height: 800 },
      locale: view.language,
    });
    context.setDefaultTimeout(15_000);
    await context.route('https://app.example/**', (route) => route.fulfill({ contentType: 'text/html', body: '<h1>back</h1>' }));
    return context.newPage();
  };
  /** Looks at a page: its language and direction, its width, what axe finds but these rules; and keeps a picture. */
  const look = async (page, name, language = view.language, but = []) => {
    assert.ok(!seen.has(name), name);
    seen.add(name);
    await page.locator('h1').first().waitFor();
    const html = page.locator('html');
    assert.equal(await html.getAttribute('lang'), language, name);
    if (language === 'ar') assert.equal(await html.getAttribute('dir'), 'rtl', name);
    assert.ok(!(await page.content()).includes('⟦'), `${name} lacks a text`);
    const file = `${view.language}-${view.javaScript ? 'script' : 'plain'}-${name}.png`;
    await page.screenshot({ path: path.join(folder, file), fullPage: true });
    if (!view.javaScript) return;
    const widest = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(widest <= view.width, `${name} is ${widest} px wide`);
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => window.axe.run());
    const told = violations.filter(({ id }) => !but.includes(id)).map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map((node) => node.html).join('\n  ')}`);
    assert.deepEqual(told, [], name);
  };
  return { open, look, seen };
}

/** Requests to the Management API, as JSON. */
export async function caller() {
  const token = await managementToken();
  return async (method, place, body) => {
    const headers = { 'content-type': 'application/json' };
    const response = await raw(`/api/v2/${place}`, { method, token, headers, ...(body && { body: JSON.stringify(body) }) });
    assert.ok(response.ok, `${method} ${place}: ${response.status} ${response.ok ? '' : await response.text()}`);
    return response.status === 204 ? undefined : response.json();
  };
}
