// A hundred thousand users who are really there, in the dashboard of a server of its own: too long for every run.
//
//   node e2e/crowd.mjs [users]      OSTIA_BIN names the binary; sqlite3 has to be installed
//
// They are written by SQL, as `bench/users` does it. Then a browser scrolls down through them, and says how long each
// picture took and how many rows were there.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

process.env.OSTIA_BIN ??= 'target/debug/ostia';
const { freePort, Server } = await import('../../conformance/harness/server.mjs');

const count = Number(process.argv[2] ?? 100_000);
const dataDir = mkdtempSync(path.join(tmpdir(), 'ostia-crowd-'));
const port = await freePort();
const start = () => new Server({ dataDir, port }).start({ seconds: 120 });

function sql(text) {
  const file = path.join(dataDir, 'statement.sql');
  writeFileSync(file, text);
  const database = readdirSync(dataDir, { recursive: true })
    .map(String)
    .find((name) => name.endsWith('.db'));
  return execFileSync('sqlite3', ['-bail', path.join(dataDir, database), `.read ${file}`], {
    encoding: 'utf8',
  });
}

let server = await start();
try {
  process.env.OSTIA_DEV = server.devFile;
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
  const { dev, enter, launch, management, open } = await import('./harness.mjs');
  const connection = (await management('GET', '/connections')).body.find(
    (one) => one.name === dev.connection,
  ).id;
  const tenant = sql('SELECT MIN(tenant_id) FROM tenants;').trim();
  await server.stop();
  const rows = readFileSync(fileURLToPath(new URL('../../bench/users/rows.sql', import.meta.url)), 'utf8');
  const began = Date.now();
  sql(
    `PRAGMA synchronous = OFF;\n${rows
      .replaceAll(':tenant', tenant)
      .replaceAll(':connection', connection)
      .replaceAll(':count', String(count))}`,
  );
  console.log(`${count} users made in ${((Date.now() - began) / 1000).toFixed(0)} s`);
  server = await start();

  const browser = await launch();
  try {
    const page = await open(browser);
    let fetched = 0;
    page.on('response', async (response) => {
      if (!/\/api\/v2\/users\?/.test(response.url())) return;
      const { users = [] } = await response.json().catch(() => ({}));
      fetched += users.length;
    });
    await enter(page, '/users');
    await page.getByText(/in all; more come as you scroll/).waitFor();
    const walked = await page.evaluate(scroll, { wanted: Math.min(count, 20_000) });
    report(`down to row ${walked.row.toLocaleString('en')} of ${count.toLocaleString('en')}`, walked);
    const wheel = await page.evaluate(scroll, { wanted: 0, by: -400, pictures: 600 });
    report('back up by the wheel, among rows that are there', wheel);
    console.log(`${fetched.toLocaleString('en')} users were fetched; problems: ${page.problems.length}`);
    if (Math.max(walked.rows, wheel.rows) > 80) throw new Error('more rows were there than are in sight');
  } finally {
    await browser.close();
  }
} finally {
  await server.stop();
  server.forget();
}

/** In the page: scrolls picture by picture, and notes how long each took and how many rows were there. */
function scroll({ wanted, by = 1_200, pictures = 60_000 }) {
  return new Promise((resolve) => {
    const times = [];
    let rows = 0;
    let row = 0;
    let last = performance.now();
    const step = (now) => {
      times.push(now - last);
      last = now;
      const there = document.querySelectorAll('table[aria-label=Users] tbody tr[data-index]');
      rows = Math.max(rows, there.length);
      row = Number(there[there.length - 1]?.dataset.index ?? row);
      window.scrollBy(0, by);
      const isDone = (wanted > 0 && row >= wanted - 1) || times.length >= pictures;
      if (isDone) resolve({ times: times.slice(5).sort((a, b) => a - b), rows, row: row + 1 });
      else requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  });
}

function report(what, { times, rows }) {
  const at = (share) => (times[Math.floor(times.length * share)] ?? 0).toFixed(1);
  console.log(
    `${what}: ${times.length} pictures, ${at(0.5)} ms at the median, 95 of 100 within ${at(0.95)} ms, 99 within ${at(0.99)} ms; ${rows} rows at most`,
  );
}
