// What is mailed, and what its links do: npm auth0 asks for it, Chromium follows it, the inbox of development shows it.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { launch, privatePage } from '../../harness/browser.mjs';
import { passScreens } from '../../harness/hosted-pages.mjs';
import { mailTo } from '../../harness/mail.mjs';
import { callbackSite } from '../../harness/site.mjs';
import { baseUrl, createClient, createUser, databaseConnection, dev, management, unique } from '../../harness/tenant.mjs';

async function finished(id) {
  for (let tries = 0; tries < 200; tries += 1) {
    const job = await management.jobs.get(id);
    if (job.status === 'completed' || job.status === 'failed') return job;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${id} does not end`);
}

describe('messages', () => {
  let browser;
  before(async () => {
    browser = await launch();
  });
  after(() => browser.close());

  test('a verification ticket confirms the address', async () => {
    const user = await createUser({ email_verified: false, verify_email: false });
    const { ticket } = await management.tickets.verifyEmail({ user_id: user.user_id });
    assert.match(ticket, /\/u\/email-verification\?ticket=[A-Za-z0-9]{32}#$/);
    const page = await privatePage(browser);
    await page.goto(ticket);
    await page.getByRole('heading', { name: 'Your address is confirmed' }).waitFor();
    assert.equal((await management.users.get(user.user_id)).email_verified, true);
  });

  test('whoever signs up is asked to confirm the address', async () => {
    const { client_id } = await createClient({ app_type: 'regular_web' });
    const email = `${unique('signup')}@example.com`;
    const response = await fetch(`${baseUrl}/dbconnections/signup`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ client_id, connection: dev.connection, email, password: 'Tiber-Mouth-4711!' }),
    });
    assert.equal(response.status, 200);
    assert.match((await response.json())._id, /^[0-9a-f]{24}$/);
    const mail = await mailTo(email, 'verify_email');
    const page = await privatePage(browser);
    await page.goto(mail.url);
    await page.getByRole('heading', { name: 'Your address is confirmed' }).waitFor();
    assert.equal((await management.users.listUsersByEmail({ email }))[0].email_verified, true);
  });

  test('a forgotten password is replaced through the mailbox', async () => {
    const site = await callbackSite();
    try {
      const client = await createClient({ app_type: 'regular_web', callbacks: [`${site.origin}/callback`] });
      const user = await createUser();
      const page = await privatePage(browser);
      const query = new URLSearchParams({
        client_id: client.client_id, redirect_uri: `${site.origin}/callback`, response_type: 'code', scope: 'openid', state: 's',
        code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', code_challenge_method: 'S256',
      });
      await page.goto(`${baseUrl}/authorize?${query}`);
      await page.getByRole('link', { name: 'Forgot your password?' }).click();
      await page.fill('input[name="email"]', user.email);
      await page.getByRole('button', { name: 'Send the link' }).click();
      await page.getByRole('heading', { name: 'Check your email' }).waitFor();
      const mail = await mailTo(user.email, 'reset_email');
      await page.goto(mail.url);
      await page.fill('input[name="password-reset"]', 'weak');
      await page.fill('input[name="re-enter-password"]', 'weak');
      await page.getByRole('button', { name: 'Set the password' }).click();
      await page.locator('.rules .failed').first().waitFor();
      const password = 'Another-Harbour-1234!';
      await page.fill('input[name="password-reset"]', password);
      await page.fill('input[name="re-enter-password"]', password);
      await page.getByRole('button', { name: 'Set the password' }).click();
      await page.getByRole('heading', { name: 'Your password is changed' }).waitFor();
      await page.getByRole('link', { name: 'Sign in' }).click();
      await passScreens(page, { user: { ...user, password } });
      assert.match(page.url(), /\/callback\?code=/);
    } finally {
      await site.close();
    }
  });

  test('an import is taken on, polled and done', async () => {
    const { id: connection_id } = await databaseConnection();
    const emails = [unique('import'), unique('import')].map((name) => `${name}@example.com`);
    const users = new Blob([JSON.stringify([...emails, emails[0]].map((email) => ({ email, email_verified: true })))]);
    const job = await management.jobs.usersImports.create({ users, connection_id, external_id: 'conformance' });
    assert.equal(job.type, 'users_import');
    const done = await finished(job.id);
    assert.deepEqual(done.summary, { failed: 1, updated: 0, inserted: 2, total: 3 });
    const errors = await management.jobs.errors.get(job.id);
    assert.equal(errors[0].errors[0].code, 'DUPLICATED_USER');

    const asked = await management.jobs.usersExports.create({ connection_id, format: 'csv', fields: [{ name: 'email' }] });
    const exported = await finished(asked.id);
    const file = await fetch(exported.location);
    const text = await new Response(file.body.pipeThrough(new DecompressionStream('gzip'))).text();
    for (const email of emails) assert.ok(text.includes(email));
  });
});
