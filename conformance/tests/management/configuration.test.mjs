// npm auth0: what the deploy tools write, with its pages.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { Management } from 'auth0';

import { management, unique } from '../../harness/tenant.mjs';

const postLogin = (name) => ({
  name,
  supported_triggers: [{ id: 'post-login', version: 'v3' }],
  code: 'exports.onExecutePostLogin = async () => {};',
});

/** All items of a list, from page to page. */
async function all(list) {
  const items = [];
  for await (const item of await list) {
    items.push(item);
    assert.ok(items.length < 5000, 'the list ends');
  }
  return items;
}

describe('actions', () => {
  test('are created, deployed, bound, listed, updated and deleted', async () => {
    const name = unique('action');
    const created = await management.actions.create(postLogin(name));
    assert.equal(created.status, 'built');
    assert.equal((await management.actions.get(created.id)).name, name);

    const version = await management.actions.deploy(created.id);
    assert.equal(version.number, 1);
    assert.equal((await management.actions.get(created.id)).deployed_version.deployed, true);
    const versions = await all(management.actions.versions.list(created.id, { per_page: 1 }));
    assert.deepEqual(versions.map(({ id }) => id), [version.id]);

    await management.actions.triggers.bindings.updateMany('post-login', {
      bindings: [{ ref: { type: 'action_name', value: name }, display_name: name }],
    });
    const bound = await all(management.actions.triggers.bindings.list('post-login'));
    assert.deepEqual(bound.map((binding) => binding.action.id), [created.id]);

    const updated = await management.actions.update(created.id, { code: '// nothing' });
    assert.equal(updated.all_changes_deployed, false);
    await assert.rejects(management.actions.delete(created.id), Management.BadRequestError);
    await management.actions.delete(created.id, { force: true });
    await assert.rejects(management.actions.get(created.id), Management.NotFoundError);
  });

  test('are listed page by page', async () => {
    const made = [];
    for (let index = 0; index < 3; index += 1) made.push((await management.actions.create(postLogin(unique('paged')))).id);
    const listed = (await all(management.actions.list({ per_page: 2 }))).map(({ id }) => id);
    assert.equal(new Set(listed).size, listed.length, 'no action comes twice');
    for (const id of made) assert.ok(listed.includes(id));
    await Promise.all(made.map((id) => management.actions.delete(id)));
  });
});

describe('rules and hooks', () => {
  test('rules are created, listed, updated and deleted', async () => {
    const script = 'function (user, context, callback) { callback(null, user, context); }';
    const rule = await management.rules.create({ name: unique('rule'), script });
    assert.match(rule.id, /^rul_/);
    assert.equal((await management.rules.update(rule.id, { enabled: false })).enabled, false);
    assert.ok((await all(management.rules.list({ per_page: 1 }))).some(({ id }) => id === rule.id));
    await management.rules.delete(rule.id);
    await assert.rejects(management.rules.get(rule.id), Management.NotFoundError);
  });

  test('hooks and their secrets', async () => {
    const hook = await management.hooks.create({ name: unique('hook'), triggerId: 'post-change-password', script: 'module.exports = () => {};' });
    await management.hooks.secrets.create(hook.id, { KEY: 'value' });
    assert.deepEqual(await management.hooks.secrets.get(hook.id), { KEY: '_VALUE_NOT_SHOWN_' });
    assert.ok((await all(management.hooks.list({ per_page: 1 }))).some(({ id }) => id === hook.id));
    await management.hooks.delete(hook.id);
    await assert.rejects(management.hooks.get(hook.id), Management.NotFoundError);
  });
});

describe('streams', () => {
  test('log streams are created, listed, updated and deleted', async () => {
    const stream = await management.logStreams.create({ name: unique('stream'), type: 'datadog', sink: { datadogApiKey: 'key', datadogRegion: 'eu' } });
    assert.equal(stream.status, 'active');
    assert.equal((await management.logStreams.update(stream.id, { status: 'paused' })).status, 'paused');
    assert.ok((await management.logStreams.list()).some(({ id }) => id === stream.id));
    await management.logStreams.delete(stream.id);
    await assert.rejects(management.logStreams.get(stream.id), Management.NotFoundError);
  });

  test('event streams are listed from checkpoint to checkpoint', async () => {
    const made = [];
    for (let index = 0; index < 3; index += 1) {
      const stream = await management.eventStreams.create({
        name: unique('events'),
        subscriptions: [{ event_type: 'user.created' }],
        destination: {
          type: 'webhook',
          configuration: { webhook_endpoint: 'https://example.com/events', webhook_authorization: { method: 'bearer', token: 'secret' } },
        },
      });
      made.push(stream.id);
    }
    const listed = (await all(management.eventStreams.list({ take: 2 }))).map(({ id }) => id);
    for (const id of made) assert.ok(listed.includes(id));
    await Promise.all(made.map((id) => management.eventStreams.delete(id)));
  });
});

describe('domains, lists, forms, flows', () => {
  test('a custom domain that leads here is verified', async () => {
    const domain = await management.customDomains.create({ domain: `${unique('login')}.localhost`, type: 'self_managed_certs' });
    assert.equal(domain.status, 'pending_verification');
    assert.equal((await management.customDomains.verify(domain.custom_domain_id)).status, 'ready');
    assert.equal((await management.customDomains.test(domain.custom_domain_id)).success, true);
    await management.customDomains.delete(domain.custom_domain_id);
    await assert.rejects(management.customDomains.get(domain.custom_domain_id), Management.NotFoundError);
  });

  test('network access lists are created, replaced and deleted', { skip: 'the SDK hands over no body for a created list, so that its id is not known' }, async () => {
    const rule = { action: { log: true }, match: { user_agents: ['NoSuchAgent'] }, scope: 'tenant' };
    const acl = await management.networkAcls.create({ description: 'conformance', active: true, priority: 77, rule });
    assert.equal((await management.networkAcls.update(acl.id, { active: false })).active, false);
    assert.ok((await all(management.networkAcls.list({ per_page: 1 }))).some(({ id }) => id === acl.id));
    await management.networkAcls.delete(acl.id);
    await assert.rejects(management.networkAcls.get(acl.id), Management.NotFoundError);
  });

  test('forms, flows and their connections are created, listed, updated and deleted', async () => {
    for (const [noun, body] of [
      [management.forms, { name: unique('form') }],
      [management.flows, { name: unique('flow') }],
      [management.flows.vault.connections, { name: unique('connection'), app_id: 'HTTP' }],
    ]) {
      const made = await noun.create(body);
      const name = unique('renamed');
      assert.equal((await noun.update(made.id, { name })).name, name);
      assert.ok((await all(noun.list({ per_page: 1 }))).some(({ id }) => id === made.id));
      await noun.delete(made.id);
      await assert.rejects(noun.get(made.id), Management.NotFoundError);
    }
  });
});
