// Bot detection in a real browser: the page's script finds the number, and without scripts the page asks for patience.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';

import { launch } from '../../harness/browser.mjs';
import { caller, looking } from '../../harness/looking.mjs';
import { baseUrl, createClient, createUser, databaseConnection } from '../../harness/tenant.mjs';

const view = { language: 'en', javaScript: true, width: 400, colorScheme: 'light' };
const plain = { ...view, javaScript: false };

describe('bot detection', () => {
  let browser, call, client, application, callback;
  const guard = (settings) => call('PATCH', 'attack-protection/bot-detection', settings);
  before(async () => {
    browser = await launch();
    call = await caller();
    application = createServer((_, response) => response.end('back'));
    await new Promise((listening) => application.listen(0, 'localhost', listening));
    callback = `http://localhost:${application.address().port}/callback`;
    client = await createClient({ name: 'Harbour', app_type: 'regular_web', callbacks: [callback] });
    await guard({ challenge_password_policy: 'always', challenge_password_reset_policy: 'always', bot_detection_level: 'high' });
  });
  after(async () => {
    await passkeys(false);
    await guard({ challenge_password_policy: 'never', challenge_password_reset_policy: 'never', bot_detection_level: 'medium' });
    await browser?.close();
    application?.close();
  });

  async function passkeys(enabled) {
    const { id } = await databaseConnection();
    const { options: before } = await call('GET', `connections/${id}`);
    const methods = { ...before.authentication_methods, password: { enabled: true }, passkey: { enabled } };
    await call('PATCH', `connections/${id}`, { options: { ...before, authentication_methods: methods } });
  }

  const address = (parameters = {}) =>
    `${baseUrl}/authorize?${new URLSearchParams({
      client_id: client.client_id, redirect_uri: callback, response_type: 'code', scope: 'openid', ...parameters,
    })}`;
  const back = (page) => page.waitForURL(`${callback}**`);
  const status = (page, text) => page.getByRole('status').filter({ hasText: text }).waitFor();

  async function send(page, user) {
    await page.fill('input[name="username"]', user.email);
    await page.fill('input[name="password"]', user.password);
    await page.locator('form:has(input[name="password"]) button[name="action"]').click();
  }

  test('a script finds the number, however soon the form is sent', async () => {
    const { open, look } = looking(view, browser);
    const user = await createUser();
    const page = await open();
    const refused = [];
    page.on('console', (message) => message.type() === 'error' && refused.push(message.text()));
    await page.goto(address());
    await status(page, 'This page has checked that a browser is at work.');
    await look(page, 'bots-checked');
    await send(page, { ...user, password: 'not this one' });
    await page.getByRole('alert').filter({ hasText: 'don’t belong together' }).waitFor();
    // At once, before the next number is found.
    await send(page, user);
    await back(page);
    assert.deepEqual(refused.filter((text) => !text.includes('400')), []);
  });

  test('with passkeys on the page, both scripts run', async () => {
    await passkeys(true);
    const { open } = looking(view, browser);
    const user = await createUser();
    const page = await open();
    const refused = [];
    page.on('console', (message) => message.type() === 'error' && refused.push(message.text()));
    await page.goto(address());
    await status(page, 'This page has checked that a browser is at work.');
    await send(page, user);
    await page.waitForURL((url) => url.pathname !== '/u/login');
    assert.deepEqual(refused, []);
    await passkeys(false);
  });

  test('whoever sends the form without a number is told, and may try again', async () => {
    const { open, look } = looking(view, browser);
    const page = await open();
    // The script does not arrive.
    await page.route('**/verification.js*', (route) => route.abort());
    await page.goto(address());
    await send(page, await createUser());
    await page.getByRole('alert').filter({ hasText: 'could not tell you from a program' }).waitFor();
    await look(page, 'bots-refused');
  });

  test('without scripts, patience is enough', async () => {
    await guard({ bot_detection_level: 'low' });
    const { open, look } = looking(plain, browser);
    const user = await createUser();
    const page = await open();
    await page.goto(address());
    await look(page, 'bots');
    assert.match(await page.content(), /wait 3 seconds/);
    await page.waitForTimeout(3_500);
    await send(page, user);
    await back(page);
  });

  test('a reset is asked for in the same way', async () => {
    const { open } = looking(view, browser);
    const page = await open();
    await page.goto(address());
    await page.getByRole('link', { name: 'Forgot your password?' }).click();
    await page.fill('input[name="email"]', 'nobody@example.com');
    await page.locator('button[name="action"], button[type="submit"]').first().click();
    await page.getByRole('heading', { name: /Check your/ }).waitFor();
  });
});
