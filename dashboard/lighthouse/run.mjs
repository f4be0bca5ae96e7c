// Lighthouse on two pages of the dashboard, logged in, as a desktop browser. Fails below 95 of 100.
//
//   make lighthouse
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import lighthouse, { desktopConfig } from 'lighthouse';

const LEAST = 95;

process.env.OSTIA_BIN ??= 'target/debug/ostia';
const { freePort, Server } = await import('../../conformance/harness/server.mjs');
const { chromium } = await import('../node_modules/playwright-core/index.mjs');

/** Of a hundred. */
const score = (result, category) => Math.round((result?.lhr.categories[category].score ?? 0) * 100);

const output = fileURLToPath(new URL('../e2e/output', import.meta.url));
mkdirSync(output, { recursive: true });
const executablePath = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
  (place) => place && existsSync(place),
);
const folder = mkdtempSync(path.join(tmpdir(), 'ostia-lighthouse-'));
const server = new Server({ dataDir: path.join(folder, 'data'), port: await freePort() });
mkdirSync(path.join(folder, 'data'));
const port = await freePort();
let browser;
let failed = true;
try {
  await server.start();
  const { base_url, admin_email, admin_password, clients } = server.dev;
  browser = await chromium.launchPersistentContext(path.join(folder, 'browser'), {
    executablePath,
    headless: true,
    ignoreHTTPSErrors: true,
    viewport: null,
    args: [
      `--remote-debugging-port=${port}`,
      '--ignore-certificate-errors',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
    ],
  });
  const page = browser.pages()[0] ?? (await browser.newPage());
  await page.goto(`${base_url}/dashboard`);
  await page.locator('input[name=username]').fill(admin_email);
  await page.locator('input[name=password]').fill(admin_password);
  await page.locator('button[type=submit]').first().click();
  await page.getByRole('link', { name: 'Sample single-page application' }).waitFor();
  failed = false;
  for (const [name, view] of [
    ['the applications list', '/applications'],
    ['an application', `/applications/${clients.spa.client_id}`],
  ]) {
    // Whatever else the machine does counts as the page's work: up to three times, and the best of them.
    let result;
    for (let times = 0; times < 3 && !(score(result, 'performance') >= LEAST); times += 1) {
      const another = await lighthouse(
        `${base_url}/dashboard${view}`,
        {
          port,
          output: 'html',
          logLevel: 'error',
          disableStorageReset: true,
          onlyCategories: ['performance', 'accessibility'],
        },
        desktopConfig,
      );
      if (!result || score(another, 'performance') > score(result, 'performance')) result = another;
    }
    const { categories, audits } = result.lhr;
    const shown = (audit) => audits[audit]?.displayValue ?? '?';
    console.log(
      `${name}: performance ${score(result, 'performance')}, accessibility ${score(result, 'accessibility')} ` +
        `(first paint ${shown('first-contentful-paint')}, largest ${shown('largest-contentful-paint')}, ` +
        `blocked ${shown('total-blocking-time')}, moved ${shown('cumulative-layout-shift')})`,
    );
    for (const audit of Object.values(audits)) {
      if (
        audit.score !== null &&
        audit.score < 0.9 &&
        audit.scoreDisplayMode !== 'informative' &&
        categories.accessibility.auditRefs.some(({ id }) => id === audit.id)
      )
        console.log(`  ${audit.id}: ${audit.title}`);
    }
    writeFileSync(
      path.join(output, `lighthouse${view.split('/').length > 2 ? '-application' : '-applications'}.html`),
      result.report,
    );
    if (score(result, 'performance') < LEAST || score(result, 'accessibility') < LEAST) failed = true;
  }
} catch (problem) {
  failed = true;
  console.error(String(problem.stack ?? problem));
} finally {
  await browser?.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);
