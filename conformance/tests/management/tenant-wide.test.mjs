// npm auth0: what a tenant has once, and what it does for all: look, mail, protection, keys, jobs, log.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';

import { Management } from 'auth0';

import { createUser, databaseConnection, management, unique } from '../../harness/tenant.mjs';

const missing = (promise) => assert.rejects(promise, Management.NotFoundError);

async function finished(job) {
  let state = job;
  for (let times = 0; times < 300 && ['pending', 'processing'].includes(state.status); times += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    state = await management.jobs.get(job.id);
  }
  assert.equal(state.status, 'completed', JSON.stringify(state));
  return state;
}

describe('the look', () => {
  test('branding is read and changed', async () => {
    const before = await management.branding.get();
    const colors = { primary: '#0B5C6B', page_background: '#FFFFFF' };
    assert.deepEqual((await management.branding.update({ colors })).colors, colors);
    assert.deepEqual((await management.branding.get()).colors, colors);
    await management.branding.update({ colors: before.colors ?? { primary: '#0059d6', page_background: '#000000' } });
  });

  test('a page template is set, read and removed', async () => {
    const { templates } = management.branding;
    await missing(templates.getUniversalLogin());
    const template = '<!DOCTYPE html><html><head>{%- auth0:head -%}</head><body>{%- auth0:widget -%}</body></html>';
    await templates.updateUniversalLogin({ template });
    assert.equal((await templates.getUniversalLogin()).body, template);
    await templates.deleteUniversalLogin();
    await missing(templates.getUniversalLogin());
  });

  test('prompts, their texts and partials are read and written', async () => {
    const settings = await management.prompts.getSettings();
    assert.equal((await management.prompts.updateSettings({ identifier_first: settings.identifier_first })).identifier_first, settings.identifier_first);
    const texts = { login: { title: unique('Welcome') } };
    await management.prompts.customText.set('login', 'en', texts);
    assert.deepEqual(await management.prompts.customText.get('login', 'en'), texts);
    await management.prompts.customText.set('login', 'en', {});
    assert.deepEqual(await management.prompts.customText.get('login', 'en'), {});
    const partials = { login: { 'form-content-start': '<p>Hello</p>' } };
    await management.prompts.partials.set('login', partials);
    assert.deepEqual(await management.prompts.partials.get('login'), partials);
    await management.prompts.partials.set('login', {});
  });
});

describe('mail', () => {
  test('the provider is set, changed and removed', async () => {
    const { provider } = management.emails;
    await provider.delete().catch(() => {});
    const credentials = { smtp_host: '127.0.0.1', smtp_port: 25, smtp_user: 'u', smtp_pass: 'p' };
    const created = await provider.create({ name: 'smtp', enabled: false, credentials, default_from_address: 'from@example.com' });
    assert.equal(created.name, 'smtp');
    assert.equal((await provider.update({ default_from_address: 'other@example.com' })).default_from_address, 'other@example.com');
    const read = await provider.get({ fields: 'name,enabled,credentials,default_from_address', include_fields: true });
    assert.equal(read.default_from_address, 'other@example.com');
    assert.ok(!JSON.stringify(read).includes('"p"'), 'no password is shown');
    await provider.delete();
    await missing(provider.get());
  });

  test('templates are set, changed and read', async () => {
    const body = '<p>{{ url }}</p>';
    const template = { template: 'blocked_account', body, from: 'from@example.com', subject: 'Blocked', syntax: 'liquid', enabled: true };
    await management.emailTemplates.set('blocked_account', template);
    assert.equal((await management.emailTemplates.get('blocked_account')).body, body);
    assert.equal((await management.emailTemplates.update('blocked_account', { subject: 'Closed' })).subject, 'Closed');
    await assert.rejects(management.emailTemplates.create(template), Management.ConflictError);
    await management.emailTemplates.update('blocked_account', { enabled: false });
  });

  test('tickets and a job lead to messages', async () => {
    const user = await createUser({ email_verified: false });
    const { ticket } = await management.tickets.verifyEmail({ user_id: user.user_id });
    assert.ok(new URL(ticket).searchParams.get('ticket'));
    assert.ok((await management.tickets.changePassword({ user_id: user.user_id })).ticket.startsWith('https://'));
    const job = await management.jobs.verificationEmail.create({ user_id: user.user_id });
    await finished(job);
  });
});

describe('protection', () => {
  test('settings are read and changed', async () => {
    const { attackProtection } = management;
    for (const [name, change] of [
      ['bruteForceProtection', { max_attempts: 9 }],
      ['suspiciousIpThrottling', { allowlist: ['192.0.2.1'] }],
      ['breachedPasswordDetection', { method: 'standard' }],
    ]) {
      const before = await attackProtection[name].get();
      const [member] = Object.keys(change);
      assert.deepEqual((await attackProtection[name].update(change))[member], change[member], name);
      assert.deepEqual((await attackProtection[name].get())[member], change[member], name);
      await attackProtection[name].update({ [member]: before[member] });
    }
  });

  test('factors and policies', async () => {
    const factors = await management.guardian.factors.list();
    assert.ok(factors.some(({ name }) => name === 'otp'));
    const { enabled } = factors.find(({ name }) => name === 'otp');
    assert.deepEqual(await management.guardian.factors.set('otp', { enabled: true }), { enabled: true });
    const policies = await management.guardian.policies.list();
    assert.deepEqual(await management.guardian.policies.set(policies), policies);
    const user = await createUser();
    const { ticket_id, ticket_url } = await management.guardian.enrollments.createTicket({ user_id: user.user_id });
    assert.ok(ticket_url.includes(ticket_id));
    await assert.rejects(management.guardian.enrollments.get('dev_0000000000000000'), { statusCode: 404 });
    await management.guardian.factors.set('otp', { enabled });
  });
});

describe('keys', () => {
  test('are rotated, read and revoked', async () => {
    const before = await management.keys.signing.list();
    const current = before.find(({ current }) => current);
    assert.ok(current.cert.includes('BEGIN CERTIFICATE'));
    const { kid } = await management.keys.signing.rotate();
    assert.equal((await management.keys.signing.get(kid)).current, true);
    const old = await management.keys.signing.get(current.kid);
    assert.equal(old.previous, true);
    // So that tokens of other tests stay good, only what was never used for any is revoked.
    await assert.rejects(management.keys.signing.revoke('no-such-key'), Management.NotFoundError);
  });
});

describe('jobs', () => {
  test('users are imported, with errors for those who are not, and exported', async () => {
    const { id: connection_id } = await databaseConnection();
    const address = `${unique('imported')}@example.com`;
    const users = JSON.stringify([{ email: address, given_name: 'Ada' }, { email: 'no address' }]);
    const job = await management.jobs.usersImports.create({ connection_id, users: new Blob([users], { type: 'application/json' }), upsert: false });
    const { summary } = await finished(job);
    assert.deepEqual([summary.total, summary.inserted, summary.failed], [2, 1, 1]);
    const errors = await management.jobs.errors.get(job.id);
    assert.equal(errors.length, 1);
    assert.equal(errors[0].user.email, 'no address');
    assert.equal((await management.users.listUsersByEmail({ email: address }))[0].given_name, 'Ada');

    const exported = await finished(await management.jobs.usersExports.create({ connection_id, format: 'json', fields: [{ name: 'email' }] }));
    const response = await fetch(exported.location);
    const text = gunzipSync(Buffer.from(await response.arrayBuffer())).toString();
    assert.ok(text.trimEnd().split('\n').map((line) => JSON.parse(line).email).includes(address));
  });
});

describe('the log and the numbers', () => {
  test('are read page by page, from a checkpoint, and one by one', async () => {
    await createUser();
    let listed = [];
    for (let times = 0; times < 50 && listed.length < 3; times += 1) {
      listed = (await management.logs.list({ per_page: 3, page: 0, sort: 'date:-1' })).data;
      if (listed.length < 3) await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.equal(listed.length, 3);
    const [{ log_id }] = listed;
    assert.equal((await management.logs.get(log_id)).log_id, log_id);
    const following = await management.logs.list({ from: listed[2].log_id, take: 2 });
    assert.ok(Array.isArray(following.data));
    assert.equal(typeof (await management.stats.getActiveUsersCount()), 'number');
    for (const day of await management.stats.getDaily({ from: '20260101', to: '20991231' })) assert.ok(day.date);
  });
});

describe('custom domains', () => {
  test('are made, read, changed, verified and deleted', async () => {
    const domain = `${unique('login')}.example.com`;
    const created = await management.customDomains.create({ domain, type: 'self_managed_certs' });
    assert.equal(created.status, 'pending_verification');
    assert.equal((await management.customDomains.get(created.custom_domain_id)).domain, domain);
    await management.customDomains.update(created.custom_domain_id, { custom_client_ip_header: 'x-forwarded-for' });
    const found = [];
    for await (const entry of await management.customDomains.list({ take: 50 })) found.push(entry.domain);
    assert.ok(found.includes(domain));
    await management.customDomains.delete(created.custom_domain_id);
    await missing(management.customDomains.get(created.custom_domain_id));
  });
});
