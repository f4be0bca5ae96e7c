// Auth0's deploy tool: what it exports from one server, it imports into another, which then exports the same.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { Server, freePort } from '../harness/server.mjs';

const conformance = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'ostia-deploy-'));
const minutes = 60_000;

describe('a0deploy', { concurrency: 1, timeout: 20 * minutes }, () => {
  let [source, target] = [];

  before(async () => {
    [source, target] = await Promise.all(
      ['source', 'target'].map(async (name) => {
        const dataDir = mkdtempSync(path.join(folder, `${name}-`));
        return new Server({ dataDir, port: await freePort() }).start();
      }),
    );
    await run(source, process.execPath, ['deploy/seed.mjs']);
  }, { timeout: 5 * minutes });

  after(async () => {
    await Promise.all([source, target].map((server) => server?.stop()));
    rmSync(folder, { recursive: true, force: true });
  });

  test('exports a tenant that has something of everything', { timeout: 5 * minutes }, async () => {
    const files = await exported(source, 'first');
    const tenant = files['tenant.yaml'];
    for (const noun of ['rules', 'hooks', 'actions', 'triggers', 'clients', 'databases', 'roles', 'logStreams', 'eventStreams', 'customDomains',
      'networkACLs', 'tokenExchangeProfiles', 'flowVaultConnections', 'phoneProviders', 'phoneTemplates', 'themes', 'emailProvider']) {
      assert.doesNotMatch(tenant, new RegExp(`^${noun}: (\\[\\]|\\{\\})$`, 'm'), `${noun} are exported`);
      assert.match(tenant, new RegExp(`^${noun}:`, 'm'), `${noun} are exported`);
    }
  });

  test('imports it into a fresh tenant, which exports the same', { timeout: 8 * minutes }, async () => {
    await deploy(target, 'import', `--input_file=${path.join(folder, 'first', 'tenant.yaml')}`);
    assert.deepEqual(await exported(target, 'second'), read('first'));
  });

  test('changes nothing when it imports once more', { timeout: 8 * minutes }, async () => {
    await deploy(target, 'import', `--input_file=${path.join(folder, 'first', 'tenant.yaml')}`);
    assert.deepEqual(await exported(target, 'third'), read('first'));
  });
});

/**
 * An export, in which the server's own name is what the tool puts a value in place of: roles of the dashboard name the
 * Management API, and that is another one at another server.
 */
async function exported(server, name) {
  const root = path.join(folder, name);
  await deploy(server, 'export', '--format=yaml', `--output_folder=${root}`);
  for (const file of filesOf(root)) {
    const text = readFileSync(path.join(root, file), 'utf8');
    writeFileSync(path.join(root, file), text.replaceAll(hostOf(server), '##TENANT_HOST##'));
  }
  return read(name);
}

function hostOf(server) {
  return new URL(server.dev.base_url).host;
}

function filesOf(root) {
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map((entry) => path.relative(root, path.join(entry.parentPath, entry.name))).sort();
}

/** All files of an export, line by line, so that a difference is told as lines. */
function read(name) {
  const root = path.join(folder, name);
  return Object.fromEntries(filesOf(root).map((file) => [file, readFileSync(path.join(root, file), 'utf8')]));
}

/**
 * The tool computes for half a minute between two requests, on Node's one thread. On a machine that has more to do it
 * takes longer than an idle connection lives, which the tool notices only when it has sent the next request.
 */
async function deploy(server, ...words) {
  for (let tries = 3; ; tries -= 1) {
    try {
      return await run(server, path.join(conformance, 'node_modules/.bin/a0deploy'), words);
    } catch (problem) {
      if (tries === 1 || !problem.message.includes('fetch failed')) throw problem;
    }
  }
}

/** A process that knows the server, and nothing but it. Fails with what the process said. */
async function run(server, command, words) {
  const { admin_client_id, admin_client_secret, ca_file } = server.dev;
  const env = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    NODE_EXTRA_CA_CERTS: ca_file,
    OSTIA_DEV: server.devFile,
    AUTH0_DOMAIN: hostOf(server),
    AUTH0_CLIENT_ID: admin_client_id,
    AUTH0_CLIENT_SECRET: admin_client_secret,
    // What the tool doesn't write into its files, and a fresh tenant has to be told.
    AUTH0_KEYWORD_REPLACE_MAPPINGS: JSON.stringify({
      LOGSTREAMS_HTTP_SECRET: 'Bearer secret',
      LOGSTREAMS_DATADOG_SECRET: 'key',
      TENANT_HOST: hostOf(server),
    }),
  };
  const child = spawn(command, words, { cwd: conformance, env });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (said += data));
  const code = await new Promise((resolve, reject) => child.once('close', resolve).once('error', reject));
  assert.equal(code, 0, `${path.basename(command)} ${words.join(' ')}:\n${said}`);
}
