// openid-client: logging in to an organization that is named, asked for, chosen, or invited to.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import * as client from 'openid-client';

import { launch, privatePage } from '../../harness/browser.mjs';
import { passScreens } from '../../harness/hosted-pages.mjs';
import { listen } from '../../harness/site.mjs';
import { createClient, createUser, databaseConnection, issuer, management, password, unique } from '../../harness/tenant.mjs';

const { organizations } = management;

async function createOrganization(members = []) {
  const organization = await organizations.create({ name: unique('org'), display_name: unique('Acme') });
  const { id } = await databaseConnection();
  await organizations.enabledConnections.add(organization.id, { connection_id: id });
  if (members.length > 0) await organizations.members.create(organization.id, { members });
  return organization;
}

describe('openid-client logs in to an organization', () => {
  let browser, user, ours, theirs, site;
  before(async () => {
    browser = await launch();
    user = await createUser();
    ours = await createOrganization([user.user_id]);
    theirs = await createOrganization([user.user_id]);
    site = await listen((_, response) => response.end('callback'));
  });
  after(async () => {
    await browser?.close();
    await site?.close();
  });

  async function application(properties) {
    const registered = await createClient({
      app_type: 'regular_web',
      token_endpoint_auth_method: 'client_secret_post',
      callbacks: [`${site.origin}/callback`],
      initiate_login_uri: 'https://app.example.com/login',
      ...properties,
    });
    const configuration = await client.discovery(new URL(issuer), registered.client_id, registered.client_secret);
    return { ...registered, configuration };
  }

  /** Goes to the application's callback by whatever is asked on the way. The claims of the ID token. */
  async function signIn({ configuration }, parameters, pass) {
    const verifier = client.randomPKCECodeVerifier();
    const nonce = client.randomNonce();
    const url = client.buildAuthorizationUrl(configuration, {
      redirect_uri: `${site.origin}/callback`,
      scope: 'openid profile email',
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      nonce,
      ...parameters,
    });
    const page = await privatePage(browser);
    await page.goto(url.href);
    await pass(page);
    await page.waitForURL(`${site.origin}/callback?**`);
    const tokens = await client.authorizationCodeGrant(configuration, new URL(page.url()), {
      pkceCodeVerifier: verifier,
      expectedNonce: nonce,
    });
    return tokens.claims();
  }

  test('that the request names', async () => {
    const app = await application({ organization_usage: 'require' });
    const claims = await signIn(app, { organization: ours.id }, (page) => passScreens(page, { user }));
    assert.equal(claims.org_id, ours.id);
    assert.equal(claims.sub, user.user_id);
  });

  test('that the user names before', async () => {
    const app = await application({ organization_usage: 'require', organization_require_behavior: 'pre_login_prompt' });
    const claims = await signIn(app, {}, async (page) => {
      await page.fill('input[name="organization"]', ours.name);
      await page.click('button[type="submit"]');
      await page.waitForSelector('input[name="password"]');
      await passScreens(page, { user });
    });
    assert.equal(claims.org_id, ours.id);
  });

  test('that the user chooses afterwards', async () => {
    const app = await application({ organization_usage: 'require', organization_require_behavior: 'post_login_prompt' });
    const claims = await signIn(app, {}, async (page) => {
      await passScreens(page, { user });
      await page.click(`button[name="organization"][value="${theirs.id}"]`);
    });
    assert.equal(claims.org_id, theirs.id);
  });

  test('that the user is invited to', async () => {
    const app = await application({ organization_usage: 'allow' });
    const email = `${unique('invited')}@example.com`;
    const { ticket_id: invitation } = await organizations.invitations.create(ours.id, {
      client_id: app.client_id,
      inviter: { name: 'Grace' },
      invitee: { email },
      send_invitation_email: false,
    });
    const claims = await signIn(app, { invitation, organization: ours.id }, async (page) => {
      await page.click('button[name="action"][value="accept"]');
      await page.waitForSelector('input[name="email"]');
      assert.equal(await page.inputValue('input[name="email"]'), email);
      await page.fill('input[name="password"]', password);
      await page.click('button[type="submit"]');
    });
    assert.equal(claims.org_id, ours.id);
    assert.equal(claims.email, email);
    assert.equal(claims.email_verified, true);
  });
});
