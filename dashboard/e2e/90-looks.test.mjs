// Every page, light and dark, wide and narrow: pictures to look at, and axe-core on each.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dev, enter, go, launch, management, open, settled, shot, violations } from './harness.mjs';

const app = `/applications/${dev.clients.spa.client_id}`;
const api = encodeURIComponent(
  (await management('GET', '/resource-servers')).body.find((one) => one.identifier === dev.api).id,
);
const database = (await management('GET', '/connections')).body.find((one) => one.name === dev.connection).id;
const role = (await management('GET', '/roles')).body.find((one) => one.name === 'Dashboard viewer').id;
const [admin] = (await management('GET', `/users-by-email?email=${dev.admin_email}`)).body;
const { id: provider } = (
  await management('POST', '/connections', {
    name: 'company',
    strategy: 'oidc',
    display_name: 'Company',
    options: { discovery_url: 'https://company.example/.well-known/openid-configuration', client_id: 'ours' },
  })
).body;
await management('POST', '/clients', {
  name: 'Photo Printer',
  app_type: 'regular_web',
  is_first_party: false,
  callbacks: ['https://photo-printer.example/callback'],
  grant_types: ['authorization_code'],
});
const made = await management('POST', '/organizations', { name: 'acme', display_name: 'Acme Ltd.' });
const organization = `/organizations/${made.body.id}`;
// What doesn't fit: names that nobody would have drawn.
const longName = `Harbour ${'warehouse-'.repeat(9)}No`;
const long = (await management('POST', '/clients', { name: longName, app_type: 'regular_web' })).body;
const people = await Promise.all(
  Array.from({ length: 50 }, async (_, index) => {
    const email = `${'somebody-with-a-long-name-'.repeat(2).slice(0, 38)}${index}@long-domain.example.com`;
    const password = 'Correct-horse-7-battery';
    const { body } = await management('POST', '/users', { connection: dev.connection, email, password });
    return body.user_id;
  }),
);
const { id: crowded } = (
  await management('POST', '/organizations', { name: 'crowded', display_name: longName })
).body;
for (let start = 0; start < people.length; start += 10)
  await management('POST', `/organizations/${crowded}/members`, { members: people.slice(start, start + 10) });
const user = `/users/${encodeURIComponent(admin.user_id)}`;
// Something to read in the log: a change, and a refusal.
await management('PATCH', '/tenants/settings', { support_url: 'https://example.com/help' });
await fetch(`${dev.base_url}/oauth/token`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    grant_type: 'client_credentials',
    client_id: dev.clients.spa.client_id,
    audience: dev.api,
  }),
});

const DESK = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

/** Only these, while working on them: LOOKS=settings,keys. */
const ONLY = process.env.LOOKS?.split(',');

const press = (name) => async (page) => {
  await page.getByRole('button', { name }).first().click();
  await page.waitForTimeout(300);
};

/** A name, a view, and what is done there before the picture. */
const PAGES = [
  ['applications', '/applications'],
  ['application-new', '/applications/new'],
  ['application', app],
  ['application-settings', `${app}/settings`],
  ['application-credentials', `/applications/${dev.clients.regular_web.client_id}/credentials`],
  ['application-may', `${app}/may`],
  ['application-connections', `${app}/connections`],
  ['application-apis', `${app}/apis`],
  ['application-logs', `${app}/logs`],
  ['apis', '/apis'],
  ['api', `/apis/${api}`],
  ['api-scopes', `/apis/${api}/scopes`],
  ['api-applications', `/apis/${api}/applications`],
  ['api-test', `/apis/${api}/test`],
  ['users', '/users'],
  ['user', user],
  ['user-roles', `${user}/roles`],
  ['user-access', `${user}/access`],
  ['user-consents', `${user}/consents`],
  ['user-metadata', `${user}/metadata`],
  ['user-json', `${user}/json`],
  ['user-logs', `${user}/logs`],
  ['roles', '/roles'],
  ['role', `/roles/${role}`],
  ['organizations', '/organizations'],
  ['organization', organization],
  ['organization-members', `${organization}/members`],
  ['organization-invitations', `${organization}/invitations`],
  ['organization-connections', `${organization}/connections`],
  ['connections', '/connections'],
  ['connection', `/connections/${database}`],
  ['branding', '/branding'],
  ['branding-page', '/branding/page'],
  ['branding-pieces', '/branding/pieces'],
  ['logs', '/logs'],
  ['activity', '/activity'],
  ['user-factors', `${user}/factors`],
  ['settings', '/settings'],
  ['settings-sessions', '/settings/sessions'],
  ['settings-protocol', '/settings/protocol'],
  ['security', '/security'],
  ['security-factors', '/security/factors'],
  ['emails', '/emails'],
  ['email-provider', '/emails/provider'],
  ['email-template', '/emails/templates/verify_email'],
  ['keys', '/keys'],
  ['connection-new', '/connections/new'],
  ['connection-oidc', `/connections/${provider}`],
  ['consents', '/consents'],
  ['consents-given', '/consents/given'],
  ['nothing', '/no/such/view'],
  ['long-application', `/applications/${long.client_id}`],
  ['long-user', `/users/${encodeURIComponent(people[0])}`],
  ['crowded-organization', `/organizations/${crowded}`],
  ['crowded-organization-members', `/organizations/${crowded}/members`],
  ['email-template-news', '/emails/templates/welcome_email'],
  ['empty-logs', '/logs?q=type%3Anever'],
  ['empty-applications', '/applications?search=nothing+has+this+name'],
  ['empty-users', '/users?search=nobody'],
  ['query', '/users', press('Build a query')],
  ['user-new', '/users', press('Create user')],
  [
    'import',
    '/users',
    async (page) => {
      await press('Import or export')(page);
      await page.getByRole('menuitem', { name: 'Import a file of users' }).click();
      await page.waitForTimeout(300);
    },
  ],
  ['key-new', `/applications/${dev.clients.regular_web.client_id}/credentials`, press('Add a key')],
  [
    'request',
    '/applications/new',
    async (page) => {
      await page.getByRole('radio', { name: 'Native' }).click();
      await press('Show request')(page);
    },
  ],
  [
    'search',
    '/applications',
    async (page) => {
      await page.keyboard.press('Control+k');
      await page.getByRole('textbox', { name: 'Search', exact: true }).fill('sample');
      await page.waitForTimeout(800);
    },
  ],
  [
    'unsaved',
    `${app}/settings`,
    (page) => page.getByRole('textbox', { name: 'Description' }).fill('Changed'),
  ],
  ['log-change', '/logs?kind=changes', press(/Change the tenant/)],
  ['log-refusal', '/logs?kind=refused', press(/refused/)],
];

test('all pages, light, dark and on a phone', async () => {
  const browser = await launch();
  try {
    const page = await open(browser, DESK);
    await enter(page);
    // All of them are looked at before anything fails: one run tells everything.
    const found = [];
    for (const [name, view, act] of PAGES.filter(
      ([name]) => !ONLY || ONLY.some((one) => name.startsWith(one)),
    )) {
      await go(page, view);
      await settled(page);
      await act?.(page);
      for (const look of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme: look });
        await shot(page, `${name}-${look}`);
        found.push(...(await violations(page)).map((violation) => `${name}, ${look}: ${violation}`));
      }
      await page.emulateMedia({ colorScheme: 'light' });
      await page.setViewportSize(PHONE);
      // The navigation slides away.
      await page.waitForTimeout(300);
      await shot(page, `${name}-phone`);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (overflow > 0) found.push(`${name} is ${overflow} pixels too wide for a phone`);
      await page.setViewportSize(DESK);
    }
    assert.deepEqual(found, []);
    assert.deepEqual(page.problems, []);
  } finally {
    await browser.close();
  }
});
