// auth0: a page and pieces of a tenant's own, which a browser then shows, with and without scripts, in both directions.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { launch } from '../../harness/browser.mjs';
import { caller, described, looking } from '../../harness/looking.mjs';
import { baseUrl, createClient, createUser, management, password } from '../../harness/tenant.mjs';

const callback = 'https://app.example/callback';

const page = `<!DOCTYPE html>
<html lang="{{ locale }}" dir="{{ dir }}">
<head>
{%- auth0:head -%}
<style>
  body { background: #0B3D2E; }
  .harbour { color: #FFFFFF; font-size: 1.25rem; padding: 24px; text-align: center; }
  .widget { margin-inline: auto; }
</style>
<script>document.documentElement.dataset.ran = 'yes';</script>
</head>
<body>
<header class="harbour" onclick="document.documentElement.dataset.ran = 'yes'">
{{ application.name }}{% if user %}: {{ user.email }}{% endif %} ({{ prompt.screen.name }})
</header>
{%- auth0:widget -%}
</body>
</html>`;

const pieces = {
  login: {
    'form-content-start': '<p id="hello">{{ tenant.friendly_name }}</p>',
    'form-content-end':
      '<div class="ulp-field"><label for="ship">Ship</label><input type="text" name="ulp-ship" id="ship"></div><script>document.documentElement.dataset.ran = "yes"</script>',
    'form-footer-start': `<p><a href="https://example.com/terms">{{ prompt.screen.texts.varTerms | default: 'Bedingungen' }}</a></p>`,
  },
};

const views = [
  { language: 'en', javaScript: true, width: 1280, colorScheme: 'light' },
  { language: 'en', javaScript: false, width: 1280, colorScheme: 'dark' },
  { language: 'ar', javaScript: true, width: 320, colorScheme: 'dark' },
  { language: 'ar', javaScript: false, width: 320, colorScheme: 'light' },
];

describe('a page and pieces of one’s own', () => {
  let browser, call, client, user, settings;
  before(async () => {
    browser = await launch();
    call = await caller();
    settings = await call('GET', 'tenants/settings');
    await call('PATCH', 'tenants/settings', { enabled_locales: ['en', 'ar'] });
    client = await createClient({ name: 'Harbour', app_type: 'regular_web', callbacks: [callback], allowed_logout_urls: ['https://app.example/'] });
    user = await createUser();
    await management.branding.templates.updateUniversalLogin({ template: page });
    await management.prompts.partials.set('login', pieces);
    await management.prompts.customText.set('login', 'en', { login: { 'var-terms': 'Terms' } });
  });
  after(async () => {
    await management.branding.templates.deleteUniversalLogin();
    await management.prompts.partials.set('login', {});
    await management.prompts.customText.set('login', 'en', {});
    await call('PATCH', 'tenants/settings', { enabled_locales: settings.enabled_locales ?? ['en'] });
    await browser?.close();
  });

  test('are read as they were set', async () => {
    assert.equal((await management.branding.templates.getUniversalLogin()).body, page);
    assert.deepEqual(await management.prompts.partials.get('login'), pieces);
  });

  for (const view of views) {
    test(described(view), async () => {
      const { open, look } = looking(view, browser);
      const window = await open();
      const refused = [];
      window.on('console', (message) => refused.push(message.text()));
      const query = new URLSearchParams({
        client_id: client.client_id,
        redirect_uri: callback,
        response_type: 'code',
        scope: 'openid profile email',
        code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
        code_challenge_method: 'S256',
        ui_locales: view.language,
      });
      await window.goto(`${baseUrl}/authorize?${query}`);
      await look(window, `own-${view.colorScheme}-login`);
      const header = window.locator('header.harbour');
      assert.match(await header.innerText(), /^Harbour \(login\)$/);
      await header.click();
      assert.equal(await window.locator('html').getAttribute('data-ran'), null, 'no script of the template runs');
      assert.equal(await window.locator('main.card #hello').count(), 1);
      // Its styles are in force; our card lies on them.
      if (view.javaScript) {
        const colour = await window.evaluate(() => getComputedStyle(document.body).backgroundColor);
        assert.equal(colour, 'rgb(11, 61, 46)');
        assert.ok(refused.some((text) => text.includes('Content Security Policy')), 'the browser says that it refused scripts');
      }
      await window.fill('input[name="username"]', user.email);
      await window.fill('input[name="ulp-ship"]', 'Argo');
      await window.fill('input[name="password"]', 'wrong');
      await window.press('input[name="password"]', 'Enter');
      await window.locator('[role="alert"]').waitFor();
      await look(window, `own-${view.colorScheme}-login-refused`);
      await window.fill('input[name="password"]', password);
      await window.click('form button.primary');
      await window.waitForURL('https://app.example/**');
      await window.context().close();
    });
  }
});
