// Starts one server, lets a browser loose on its dashboard, stops it.
//
//   node e2e/run.mjs [words]     only the files whose name contains one of the words
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

process.env.OSTIA_BIN ??= 'target/debug/ostia';
const { freePort, Server } = await import('../../conformance/harness/server.mjs');

const here = fileURLToPath(new URL('.', import.meta.url));
const words = process.argv.slice(2);
const files = readdirSync(here)
  .filter(
    (name) => name.endsWith('.test.mjs') && (words.length === 0 || words.some((word) => name.includes(word))),
  )
  .sort()
  .map((name) => path.join(here, name));

const output = path.join(here, 'output');
rmSync(output, { recursive: true, force: true });
mkdirSync(output, { recursive: true });

const dataDir = mkdtempSync(path.join(tmpdir(), 'ostia-dashboard-'));
const server = new Server({ dataDir, port: await freePort() });
let failed = true;
try {
  await server.start();
  const env = { ...process.env, OSTIA_DEV: server.devFile, NODE_EXTRA_CA_CERTS: server.dev.ca_file };
  const flags = [
    '--test',
    '--test-concurrency=1',
    '--test-timeout=900000',
    '--test-force-exit',
    '--test-reporter=spec',
  ];
  const child = spawn(process.execPath, [...flags, ...files], { env, stdio: 'inherit' });
  const code = await new Promise((resolve, reject) => child.once('exit', resolve).once('error', reject));
  failed = code !== 0;
} catch (problem) {
  console.error(String(problem.stack ?? problem));
} finally {
  await server.stop();
  if (failed) console.error(`\nthe end of the server's log:\n${server.tail()}`);
  server.forget();
}
process.exit(failed ? 1 : 0);
