// Gives a tenant something of everything that the deploy tool exports, through the Management API.

import { managementToken, raw } from '../harness/tenant.mjs';

const token = await managementToken();
const failures = [];

/** One call; a refusal is told at the end, so that one run shows all of them. */
async function call(method, path, body) {
  const response = await raw(`/api/v2${path}`, {
    token,
    method,
    ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) failures.push(`${method} ${path}: ${response.status} ${text}`);
  return text && response.ok ? JSON.parse(text) : {};
}
const post = (path, body) => call('POST', path, body);
const patch = (path, body) => call('PATCH', path, body);
const put = (path, body) => call('PUT', path, body);

// APIs, applications, grants.
await post('/resource-servers', {
  name: 'Orders',
  identifier: 'https://orders.example.com/',
  scopes: [{ value: 'read:orders', description: 'See orders' }, { value: 'write:orders', description: 'Change orders' }],
  signing_alg: 'RS256',
  token_lifetime: 7200,
  token_lifetime_for_web: 3600,
  allow_offline_access: true,
  skip_consent_for_verifiable_first_party_clients: true,
  enforce_policies: true,
  token_dialect: 'access_token_authz',
});
const web = await post('/clients', {
  name: 'Shop',
  description: 'The shop on the web',
  app_type: 'regular_web',
  callbacks: ['https://shop.example.com/callback'],
  allowed_logout_urls: ['https://shop.example.com/'],
  web_origins: ['https://shop.example.com'],
  allowed_origins: ['https://shop.example.com'],
  grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
  jwt_configuration: { alg: 'RS256', lifetime_in_seconds: 7200 },
  refresh_token: {
    rotation_type: 'rotating', expiration_type: 'expiring', leeway: 5,
    token_lifetime: 1209600, idle_token_lifetime: 604800,
    infinite_token_lifetime: false, infinite_idle_token_lifetime: false,
  },
  client_metadata: { team: 'shop' },
  oidc_conformant: true,
  initiate_login_uri: 'https://shop.example.com/login',
  require_pushed_authorization_requests: false,
});
await post('/clients', { name: 'Phone', app_type: 'native', callbacks: ['com.example.phone://callback'], oidc_conformant: true });
const machine = await post('/clients', { name: 'Nightly job', app_type: 'non_interactive', grant_types: ['client_credentials'] });
await post('/client-grants', { client_id: machine.client_id, audience: 'https://orders.example.com/', scope: ['read:orders'] });
await post('/client-grants', { client_id: web.client_id, audience: 'https://orders.example.com/', scope: ['read:orders', 'write:orders'] });

// Connections.
const customers = await post('/connections', {
  name: 'Customers',
  strategy: 'auth0',
  options: {
    passwordPolicy: 'good',
    password_history: { enable: true, size: 5 },
    password_complexity_options: { min_length: 10 },
    brute_force_protection: true,
    disable_signup: true,
    requires_username: false,
    // The tool writes this default of its own wherever it is missing.
    disable_self_service_change_password: false,
  },
});
const [first] = await call('GET', '/connections?name=Username-Password-Authentication');
await patch(`/connections/${first.id}`, { options: { ...first.options, disable_self_service_change_password: false } });
await patch(`/connections/${customers.id}/clients`, [{ client_id: web.client_id, status: true }]);

// Roles.
const role = await post('/roles', { name: 'Clerk', description: 'Handles orders' });
await post(`/roles/${role.id}/permissions`, {
  permissions: [
    { resource_server_identifier: 'https://orders.example.com/', permission_name: 'read:orders' },
    { resource_server_identifier: 'https://orders.example.com/', permission_name: 'write:orders' },
  ],
});
await post('/roles', { name: 'Visitor', description: 'Looks around' });

// Branding, pages, prompts, mail.
await patch('/branding', { colors: { primary: '#AA5500', page_background: '#FFEEDD' }, logo_url: 'https://shop.example.com/logo.png', favicon_url: 'https://shop.example.com/favicon.png' });
await patch('/prompts', { identifier_first: true });
await put('/prompts/login/custom-text/en', { login: { title: 'Welcome to the shop' } });
await put('/prompts/signup/custom-text/en', { signup: { title: 'Join the shop' } });
await post('/emails/provider', {
  name: 'smtp', enabled: true, default_from_address: 'shop@example.com',
  credentials: { smtp_host: 'mail.example.com', smtp_port: 587, smtp_user: 'shop', smtp_pass: 'Tiber-Mouth-4711!' },
});
for (const [template, subject] of [['verify_email', 'Is this you?'], ['reset_email', 'A new password']]) {
  await post('/email-templates', {
    template, subject, from: 'shop@example.com', body: '<html><body>{{ url }}</body></html>', syntax: 'liquid',
    enabled: true, urlLifetimeInSeconds: 3600, resultUrl: 'https://shop.example.com/', includeEmailInRedirect: false,
  });
}
await post('/branding/themes', theme());

// Protection, factors, settings.
await patch('/attack-protection/brute-force-protection', { enabled: true, shields: ['block', 'user_notification'], mode: 'count_per_identifier', max_attempts: 7, allowlist: ['192.0.2.1'] });
await patch('/attack-protection/suspicious-ip-throttling', { enabled: true, shields: ['admin_notification'], allowlist: ['198.51.100.0/24'] });
await patch('/attack-protection/breached-password-detection', { enabled: true, shields: ['block'], method: 'standard' });
await put('/guardian/factors/otp', { enabled: true });
await put('/guardian/policies', ['all-applications']);
await put('/guardian/factors/sms/templates', { enrollment_message: 'Add this phone with {{code}}', verification_message: 'Use {{code}}' });
await patch('/tenants/settings', {
  friendly_name: 'The shop', support_email: 'help@example.com', support_url: 'https://shop.example.com/help',
  picture_url: 'https://shop.example.com/logo.png', session_lifetime: 48, idle_session_lifetime: 24, enabled_locales: ['en', 'de'],
  default_redirection_uri: 'https://shop.example.com/login',
  allowed_logout_urls: ['https://shop.example.com/bye'],
});

// Code.
await post('/rules', { name: 'Add country', script: 'function (user, context, callback) { callback(null, user, context); }', order: 3 });
await post('/rules', { name: 'Add team', script: 'function (user, context, callback) { callback(null, user, context); }', enabled: false });
await put('/rules-configs/SHOP_KEY', { value: 'shop-secret' });
const hook = await post('/hooks', { name: 'greet', triggerId: 'post-user-registration', script: 'module.exports = function (user, context, cb) { cb(); };' });
if (hook.id) await post(`/hooks/${hook.id}/secrets`, { GREETING: 'hello' });
const helper = await post('/actions/modules', { name: 'helper', code: 'module.exports = {};', publish: true });
const actions = [
  { name: 'Add claims', trigger: 'post-login', version: 'v3', code: 'exports.onExecutePostLogin = async (event, api) => {};' },
  { name: 'Check address', trigger: 'post-login', version: 'v3', code: 'exports.onExecutePostLogin = async () => {};' },
  { name: 'Scope machines', trigger: 'credentials-exchange', version: 'v2', code: 'exports.onExecuteCredentialsExchange = async () => {};' },
  { name: 'Exchange', trigger: 'custom-token-exchange', version: 'v1', code: 'exports.onExecuteCustomTokenExchange = async () => {};' },
];
const made = {};
for (const { name, trigger, version, code } of actions) {
  const action = await post('/actions/actions', {
    name, code, runtime: 'node22', supported_triggers: [{ id: trigger, version }],
    dependencies: [{ name: 'lodash', version: '4.17.21' }],
    secrets: [{ name: 'KEY', value: 'value' }],
    ...(name === 'Add claims' && helper.id && { modules: [{ module_id: helper.id }] }),
  });
  made[name] = action.id;
  if (action.id) await post(`/actions/actions/${action.id}/deploy`);
}
if (made['Add claims']) {
  await patch('/actions/triggers/post-login/bindings', {
    bindings: [
      { ref: { type: 'action_id', value: made['Check address'] }, display_name: 'Check address' },
      { ref: { type: 'action_name', value: 'Add claims' }, display_name: 'Add claims' },
    ],
  });
  await patch('/actions/triggers/credentials-exchange/bindings', {
    bindings: [{ ref: { type: 'action_name', value: 'Scope machines' }, display_name: 'Scope machines' }],
  });
}

// Streams, domains, lists, forms.
await post('/log-streams', { name: 'Archive', type: 'http', sink: { httpEndpoint: 'https://archive.example.com/logs', httpAuthorization: 'Bearer secret', httpContentFormat: 'JSONLINES', httpContentType: 'application/json' }, filters: [{ type: 'category', name: 'auth.login.fail' }] });
await post('/log-streams', { name: 'Dog', type: 'datadog', sink: { datadogApiKey: 'key', datadogRegion: 'eu' } });
await post('/event-streams', {
  name: 'users', subscriptions: [{ event_type: 'user.created' }],
  destination: { type: 'webhook', configuration: { webhook_endpoint: 'https://shop.example.com/events', webhook_authorization: { method: 'bearer', token: 'secret' } } },
});
await post('/custom-domains', { domain: 'login.shop.example.com', type: 'auth0_managed_certs' });
await post('/network-acls', { description: 'No robots', active: true, priority: 3, rule: { action: { block: true }, match: { user_agents: ['BadBot'] }, scope: 'tenant' } });
if (made.Exchange) {
  await post('/token-exchange-profiles', { name: 'legacy tokens', subject_token_type: 'https://shop.example.com/legacy', action_id: made.Exchange, type: 'custom_authentication' });
}
await post('/flows/vault/connections', { name: 'Warehouse', app_id: 'HTTP' });
const flow = await post('/flows', { name: 'Ask the warehouse', actions: [] });
await post('/forms', {
  name: 'More about you', languages: { primary: 'en' },
  nodes: flow.id
    ? [{ id: 'step_1', type: 'STEP', coordinates: { x: 500, y: 0 }, config: { components: [{ id: 'next_button_1', category: 'BLOCK', type: 'NEXT_BUTTON', config: { text: 'Continue' } }], next_node: 'flow_1' } },
       { id: 'flow_1', type: 'FLOW', coordinates: { x: 900, y: 0 }, config: { flow_id: flow.id, next_node: '$ending' } }]
    : [],
  start: { next_node: 'step_1', coordinates: { x: 0, y: 0 } },
  ending: { resume_flow: true },
});
await post('/branding/phone/providers', { name: 'twilio', disabled: false, configuration: { sid: 'AC1', default_from: '+15550100', delivery_methods: ['text'] }, credentials: { auth_token: 'secret' } });
await post('/branding/phone/templates', { type: 'otp_verify', disabled: false, content: { syntax: 'liquid', from: '+15550100', body: { text: 'Your code is {{ code }}', voice: 'Your code is {{ code }}' } } });

if (failures.length > 0) {
  console.error(failures.join('\n'));
  process.exitCode = 1;
}

function theme() {
  return {
    borders: { button_border_radius: 3, button_border_weight: 1, buttons_style: 'rounded', input_border_radius: 3, input_border_weight: 1, inputs_style: 'rounded', show_widget_shadow: true, widget_border_weight: 0, widget_corner_radius: 5 },
    colors: {
      body_text: '#1e212a', error: '#d03c38', header: '#1e212a', icons: '#65676e', input_background: '#ffffff', input_border: '#c9cace', input_filled_text: '#000000',
      input_labels_placeholders: '#65676e', links_focused_components: '#635dff', primary_button: '#635dff', primary_button_label: '#ffffff', secondary_button_border: '#c9cace',
      secondary_button_label: '#1e212a', success: '#13a688', widget_background: '#ffffff', widget_border: '#c9cace',
    },
    displayName: 'Shop',
    fonts: {
      body_text: { bold: false, size: 87.5 }, buttons_text: { bold: false, size: 100 }, font_url: '', input_labels: { bold: false, size: 100 }, links: { bold: true, size: 87.5 },
      links_style: 'normal', reference_text_size: 16, subtitle: { bold: false, size: 87.5 }, title: { bold: false, size: 150 },
    },
    page_background: { background_color: '#000000', background_image_url: '', page_layout: 'center' },
    widget: { header_text_alignment: 'center', logo_height: 52, logo_position: 'center', logo_url: '', social_buttons_layout: 'bottom' },
  };
}
