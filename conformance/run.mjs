// Starts one server, runs every test against it, stops it.
//
//   node run.mjs [words]     only the files whose path contains one of the words
//
// The tests run in child processes, because Node.js reads NODE_EXTRA_CA_CERTS once, when it starts.

import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { Server, freePort } from './harness/server.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const wanted = process.argv.slice(2);
const matches = (file) => wanted.length === 0 || wanted.some((word) => file.includes(word));
const found = (folder, suffix) =>
  readdirSync(path.join(here, folder), { recursive: true })
    .map((name) => path.join(folder, name))
    .filter((name) => name.endsWith(suffix) && matches(name))
    .sort();

const nodeFiles = found('tests', '.test.mjs');
const pythonFiles = found('python', '.py').filter((name) => path.basename(name).startsWith('test_'));

const server = new Server({ dataDir: mkdtempSync(path.join(tmpdir(), 'ostia-conformance-')), port: await freePort() });

let failed = false;
try {
  await server.start();
  const { base_url, ca_file } = server.dev;
  console.log(`${base_url}, log in ${server.log}`);
  const env = {
    ...process.env,
    OSTIA_DEV: server.devFile,
    NODE_EXTRA_CA_CERTS: ca_file,
    SSL_CERT_FILE: ca_file,
    REQUESTS_CA_BUNDLE: ca_file,
  };
  if (nodeFiles.length > 0) {
    const concurrency = process.env.OSTIA_TEST_CONCURRENCY ?? '1';
    if (!(await succeeds(process.execPath, ['--test', `--test-concurrency=${concurrency}`, '--test-timeout=120000', '--test-force-exit', '--test-reporter=spec', ...nodeFiles], env))) failed = true;
  }
  if (pythonFiles.length > 0) {
    const python = path.join(here, '.venv/bin/python');
    if (!existsSync(python)) throw new Error('conformance/.venv is missing: run "make conformance"');
    if (!(await succeeds(python, ['-m', 'pytest', '-q', '-p', 'no:cacheprovider', ...pythonFiles], env))) failed = true;
  }
} catch (problem) {
  failed = true;
  console.error(String(problem.stack ?? problem));
} finally {
  await server.stop();
  if (failed && existsSync(server.log)) console.error(`\nthe end of the server's log (all of it: ${keepLog()}):\n${server.tail()}`);
  server.forget();
}
process.exit(failed ? 1 : 0);

async function succeeds(command, commandLine, env) {
  const child = spawn(command, commandLine, { cwd: here, env, stdio: 'inherit' });
  const code = await new Promise((resolve, reject) => child.once('exit', resolve).once('error', reject));
  return code === 0;
}

function keepLog() {
  const folder = path.join(here, '../target/conformance');
  mkdirSync(folder, { recursive: true });
  const kept = path.join(folder, 'server.log');
  copyFileSync(server.log, kept);
  return path.relative(process.cwd(), kept);
}
