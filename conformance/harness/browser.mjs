// Chromium as it is installed on the machine.

import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { chromium } from 'playwright-core';

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-sync',
  '--disable-dev-shm-usage',
  '--ignore-certificate-errors',
];

function executable() {
  const places = [
    process.env.CHROMIUM,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/snap/bin/chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ];
  const found = places.find((place) => place && existsSync(place));
  if (!found) throw new Error('Chromium was not found: install it, or set CHROMIUM to its path');
  return found;
}

/** A browser whose windows are private: each context begins without cookies and blocks those of third parties. */
export const launch = () => chromium.launch({ executablePath: executable(), args, headless: true });

/** A browser with an ordinary profile, in which an iframe may have its own site's cookies. */
export async function launchWithProfile() {
  const profile = mkdtempSync(path.join(tmpdir(), 'ostia-profile-'));
  const context = await chromium.launchPersistentContext(profile, { executablePath: executable(), args, headless: true });
  return {
    context,
    async close() {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** Opens a private window for one test. */
export async function privatePage(browser) {
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  context.setDefaultTimeout(15_000);
  return context.newPage();
}
