// A command line tool on a device without a browser (openid-client), and the person who lets it in with Chromium.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import * as oidc from 'openid-client';

import { launch, privatePage } from '../../harness/browser.mjs';
import { passScreens } from '../../harness/hosted-pages.mjs';
import { baseUrl, createClient, createUser, domain } from '../../harness/tenant.mjs';

const grant = 'urn:ietf:params:oauth:grant-type:device_code';

describe('the device flow', () => {
  let browser, config, user;
  before(async () => {
    browser = await launch();
    user = await createUser();
    const client = await createClient({
      name: 'Harbour TV',
      app_type: 'native',
      token_endpoint_auth_method: 'none',
      grant_types: [grant, 'refresh_token'],
    });
    config = await oidc.discovery(new URL(`https://${domain}`), client.client_id, undefined, oidc.None());
  });
  after(async () => browser?.close());

  const started = () => oidc.initiateDeviceAuthorization(config, { scope: 'openid profile email' });

  test('a person compares the code and lets the device in', async () => {
    const device = await started();
    assert.equal(device.verification_uri, `${baseUrl}/activate`);
    const page = await privatePage(browser);
    await page.goto(device.verification_uri);
    await page.fill('input[name="user_code"]', device.user_code.toLowerCase());
    await page.click('button[value="default"]');
    await page.getByText(device.user_code).waitFor();
    await page.getByText('Harbour TV').first().waitFor();
    // The device polls while its owner logs in.
    const polling = oidc.pollDeviceAuthorizationGrant(config, device);
    await page.click('button[value="confirm"]');
    await passScreens(page, { user });
    await page.waitForURL(`${baseUrl}/activate/allowed`);
    const tokens = await polling;
    assert.equal(tokens.claims().email, user.email);
    const profile = await oidc.fetchUserInfo(config, tokens.access_token, tokens.claims().sub);
    assert.equal(profile.email, user.email);
  });

  test('a person who does not know the device sends it away', async () => {
    const device = await started();
    const page = await privatePage(browser);
    await page.goto(device.verification_uri_complete);
    const polling = oidc.pollDeviceAuthorizationGrant(config, device).catch((error) => error);
    await page.click('button[value="cancel"]');
    await page.waitForURL(`${baseUrl}/activate/denied`);
    assert.equal((await polling).error, 'access_denied');
  });
});
