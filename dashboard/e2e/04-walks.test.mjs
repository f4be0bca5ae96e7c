// What somebody does in the dashboard counts outside: applications of each type log people in, an old secret proves
// nothing, and whoever may only look is refused whatever they send.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { dev, enter, go, launch, logIn, management, open, settled } from './harness.mjs';

let browser;
let page;

before(async () => {
  browser = await launch();
  page = await open(browser);
  await enter(page);
});

after(async () => {
  await browser?.close();
});

const CALLBACK = 'https://relying-party.example/callback';
const AUDIENCE = dev.api;

/** Makes an application by the page that asks for its type, and gives back its ids. */
async function make(type, name, { thirdParty = false } = {}) {
  await go(page, '/applications/new');
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('radio', { name: type }).click();
  if (thirdParty) await page.getByRole('checkbox').click();
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
  return decodeURIComponent(new URL(page.url()).pathname.split('/').pop());
}

/** Writes the callback address into the settings. */
async function callBack(id, address = CALLBACK) {
  await go(page, `/applications/${id}/settings`);
  await page.getByRole('textbox', { name: 'Callback addresses' }).fill(address);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Saved.').waitFor();
}

/** Reads the secret as a person does. */
async function secretOf(id) {
  await go(page, `/applications/${id}/credentials`);
  await page.getByRole('button', { name: 'Show the secret' }).click();
  const shown = page.locator('.copyable', { has: page.getByRole('button', { name: 'Hide the secret' }) });
  return shown.locator('code').textContent();
}

/** Lets people of the tenant's database log in to it. */
async function connect(id) {
  await go(page, `/applications/${id}/connections`);
  const toggle = page.getByRole('switch', { name: `Log in with ${dev.connection}` });
  await toggle.waitFor();
  if (!(await toggle.isChecked())) {
    await toggle.click();
    await page.getByText('People can log in with it.').waitFor();
  }
}

async function token(parameters) {
  const response = await fetch(`${dev.base_url}/oauth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(parameters),
  });
  return { status: response.status, body: await response.json() };
}

/** A relying party: it sends a browser to log in, and takes what comes back. */
class RelyingParty {
  constructor(client_id, client_secret) {
    Object.assign(this, { client_id, client_secret, state: randomBytes(8).toString('hex') });
    this.verifier = randomBytes(32).toString('base64url');
    this.nonce = randomBytes(8).toString('hex');
  }

  async window() {
    const window = await open(browser);
    await window
      .context()
      .route(`${CALLBACK}**`, (route) => route.fulfill({ body: 'Back at the application' }));
    window.allows = (url) => url.startsWith(CALLBACK);
    return window;
  }

  send(window, more = {}) {
    const query = new URLSearchParams({
      client_id: this.client_id,
      redirect_uri: CALLBACK,
      response_type: 'code',
      scope: 'openid profile email',
      state: this.state,
      nonce: this.nonce,
      code_challenge: createHash('sha256').update(this.verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...more,
    });
    // Where it leads to the callback at once, the address that was asked for is left before it has loaded.
    return window.goto(`${dev.base_url}/authorize?${query}`).catch(() => {});
  }

  /** What the code is worth that the browser has brought. */
  async redeem(window, more = {}) {
    await window.waitForURL((url) => url.href.startsWith(CALLBACK));
    const answer = new URL(window.url()).searchParams;
    assert.equal(answer.get('state'), this.state, window.url());
    const answered = await token({
      grant_type: 'authorization_code',
      client_id: this.client_id,
      ...(this.client_secret ? { client_secret: this.client_secret } : {}),
      code: answer.get('code'),
      redirect_uri: CALLBACK,
      code_verifier: this.verifier,
      ...more,
    });
    return answered;
  }
}

const claims = (jwt) => JSON.parse(Buffer.from(jwt.split('.')[1], 'base64url'));

for (const [type, isConfidential] of [
  ['Native', false],
  ['Single page', false],
  ['Regular web', true],
]) {
  test(`somebody logs in to an application of type ${type} that was made here`, async () => {
    const id = await make(type, `Log in to ${type}`);
    await callBack(id);
    await connect(id);
    const party = new RelyingParty(id, isConfidential ? await secretOf(id) : undefined);
    const window = await party.window();
    await party.send(window);
    await logIn(window);
    if (isConfidential) {
      // Without the secret the code is worth nothing, and is not used up.
      const refused = await party.redeem(window, { client_secret: 'a-guess' });
      assert.deepEqual([refused.status, refused.body.error], [401, 'access_denied']);
    }
    const { status, body } = await party.redeem(window);
    assert.equal(status, 200, JSON.stringify(body));
    const told = claims(body.id_token);
    assert.equal(told.email, dev.admin_email);
    assert.equal(told.aud, id);
    assert.equal(told.nonce, party.nonce);
    assert.deepEqual(window.problems, []);
    await window.context().close();
  });
}

test('an application of type Machine to machine gets a token for what it was given, and nothing else', async () => {
  const id = await make('Machine to machine', 'Nightly report');
  const secret = await secretOf(id);
  const ask = (client_secret) =>
    token({ grant_type: 'client_credentials', client_id: id, client_secret, audience: AUDIENCE });
  assert.equal((await ask(secret)).status, 403);
  await go(page, `/applications/${id}/apis`);
  await page.getByRole('button', { name: /Sample API/ }).click();
  await page.getByRole('checkbox', { name: 'read:messages' }).click();
  await page.getByRole('button', { name: 'Give access' }).click();
  await page.locator('.badge', { hasText: '1 scope' }).waitFor();
  const { status, body } = await ask(secret);
  assert.equal(status, 200);
  assert.equal(claims(body.access_token).scope, 'read:messages');

  // The page for trying the API gets one, too, as the application does.
  const apis = await management('GET', '/resource-servers');
  const api = apis.body.find((one) => one.identifier === AUDIENCE);
  await go(page, `/apis/${api.id}/test`);
  await page.getByRole('combobox', { name: 'Application' }).click();
  await page.getByRole('option', { name: 'Nightly report' }).click();
  await page.getByRole('button', { name: 'Get a token' }).click();
  await page.getByRole('heading', { name: 'The token' }).waitFor();
  await page.getByText(`"azp": "${id}"`).waitFor();
  await page.getByRole('combobox', { name: 'Language' }).click();
  const languages = await page.getByRole('option').allTextContents();
  assert.equal(languages.length, 11, languages.join(' '));
  await page.keyboard.press('Escape');
  for (const language of languages) {
    await page.getByRole('combobox', { name: 'Language' }).click();
    await page.getByRole('option', { name: language, exact: true }).click();
    await page.getByText(`${dev.base_url}/oauth/token`).waitFor();
  }
  // The request is copied as it stands there.
  const requests = page.getByRole('region', { name: 'The requests' });
  await requests.getByRole('button', { name: 'Copy the request' }).first().click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(copied.trim(), (await requests.locator('pre.code').first().textContent()).trim());
});

test('an old secret is refused as soon as it is rotated, and the new one works', async () => {
  const id = await make('Machine to machine', 'Rotates');
  await management('POST', '/client-grants', { client_id: id, audience: AUDIENCE, scope: [] });
  const ask = (client_secret) =>
    token({ grant_type: 'client_credentials', client_id: id, client_secret, audience: AUDIENCE });
  const before = await secretOf(id);
  assert.equal((await ask(before)).status, 200);
  await page.getByRole('button', { name: 'Rotate secret' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill('Rotates');
  await dialog.getByRole('button', { name: 'Rotate secret' }).click();
  await page.getByText('It has a new secret.').waitFor();
  const now = await secretOf(id);
  assert.notEqual(now, before);
  const refused = await ask(before);
  assert.deepEqual([refused.status, refused.body.error], [401, 'access_denied']);
  assert.equal((await ask(now)).status, 200);
});

test('a third-party application that was made here asks for consent, and says whose it is', async () => {
  const id = await make('Regular web', 'Harbour Prints', { thirdParty: true });
  await callBack(id);
  const connections = await management('GET', '/connections');
  const connection = connections.body.find((one) => one.name === dev.connection);
  await go(page, `/connections/${connection.id}`);
  const open_ = page.getByRole('switch', { name: 'Open to the whole domain' });
  await open_.waitFor();
  if (!(await open_.isChecked())) {
    await open_.click();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved.').waitFor();
  }
  const party = new RelyingParty(id, await secretOf(id));
  const window = await party.window();
  await party.send(window);
  await logIn(window);
  await window.getByText('Harbour Prints').first().waitFor();
  await window.locator('button[name=action][value=accept]').waitFor();
  assert.match(await window.locator('main').textContent(), /third party|relying-party\.example/i);
  await window.locator('button[name=action][value=accept]').click();
  const { status, body } = await party.redeem(window);
  assert.equal(status, 200, JSON.stringify(body));
  assert.equal(claims(body.id_token).aud, id);
  await window.context().close();
});

test('a viewer is refused by every operation that writes', async () => {
  const password = 'correct horse battery staple 1A';
  const made = await management('POST', '/users', {
    connection: dev.connection,
    email: 'looker@example.com',
    password,
    email_verified: true,
  });
  const roles = await management('GET', '/roles?name_filter=Dashboard%20viewer');
  await management('POST', `/users/${encodeURIComponent(made.body.user_id)}/roles`, {
    roles: [roles.body[0].id],
  });
  const window = await open(browser);
  let bearer;
  window.on('request', (request) => {
    bearer = request.headers().authorization?.replace('Bearer ', '') ?? bearer;
  });
  await enter(window, '/applications', 'looker@example.com', password);
  await window.getByRole('link', { name: 'Sample single-page application' }).waitFor();
  await settled(window);
  assert.ok(bearer);
  const document = await (await fetch(`${dev.base_url}/api/v2/openapi.json`)).json();
  const writes = Object.entries(document.paths).flatMap(([where, operations]) =>
    Object.keys(operations)
      .filter((method) => ['post', 'put', 'patch', 'delete'].includes(method))
      .map((method) => [method.toUpperCase(), where]),
  );
  assert.ok(writes.length > 150, `${writes.length} operations`);
  const answers = [];
  for (let index = 0; index < writes.length; index += 8) {
    const some = writes.slice(index, index + 8).map(async ([method, where]) => {
      const path = where.replace(/^\/api\/v2/, '').replaceAll(/\{[^}]+\}/g, 'x');
      const response = await fetch(`${dev.base_url}/api/v2${path}`, {
        method,
        headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
        body: '{}',
      });
      return `${response.status} ${method} ${where}`;
    });
    answers.push(...(await Promise.all(some)));
  }
  // Two only read, whatever their method is: what an export holds a viewer sees in the list.
  const reads = ['POST /clients/cimd/preview', 'POST /jobs/users-exports'];
  assert.deepEqual(
    answers.filter((answer) => !answer.startsWith('403') && !reads.includes(answer.slice(4))),
    [],
  );
  await window.context().close();
});

test('nothing went wrong on the way', () => assert.deepEqual(page.problems, []));
