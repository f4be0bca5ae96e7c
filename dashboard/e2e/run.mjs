// Starts servers, lets browsers loose on their dashboards, stops them.
//
//   node e2e/run.mjs [words]     only the files whose name contains one of the words
//
// The pictures take as long as all the rest, and both mostly wait: each has a server of its own, and they go side by side.
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
  .sort();

const output = path.join(here, 'output');
rmSync(output, { recursive: true, force: true });
mkdirSync(output, { recursive: true });

const isPictures = (name) => name.includes('looks');
const lanes = [files.filter((name) => !isPictures(name)), files.filter(isPictures)].filter(
  (lane) => lane.length > 0,
);
const results = await Promise.all(lanes.map(run));
process.exit(results.every(Boolean) ? 0 : 1);

/** Whether all tests of these files succeed, one after the other. What they print comes at once, when they have ended. */
async function run(lane) {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'ostia-dashboard-'));
  const server = new Server({ dataDir, port: await freePort() });
  const printed = [];
  let succeeded = false;
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
    const paths = lane.map((name) => path.join(here, name));
    const child = spawn(process.execPath, [...flags, ...paths], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => printed.push(chunk));
    const code = await new Promise((resolve, reject) => child.once('close', resolve).once('error', reject));
    succeeded = code === 0;
  } catch (problem) {
    printed.push(Buffer.from(`${problem.stack ?? problem}\n`));
  } finally {
    await server.stop();
    // What failed is last, where everybody looks first.
    if (!succeeded) process.stdout.write(`the end of the server's log:\n${server.tail()}\n\n`);
    process.stdout.write(Buffer.concat(printed));
    server.forget();
  }
  return succeeded;
}
